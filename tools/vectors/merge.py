"""State from ops, written from Protocol/03-replication.md, 2, 3, 5, 6 and 7: plain and slow."""
import wire
from wire import blake, octets, u64

KINDS = {"annotate": 71, "reply": 135, "text": 203, "colour": 266, "status": 330, "tag": 394,
         "untag": 456, "delete": 520, "revive": 585, "reattach": 650, "addArticle": 727,
         "title": 786, "deleteArticle": 848, "reviveArticle": 913, "setName": 986, "origin": 1034}
TEXT_KINDS = (KINDS["annotate"], KINDS["reply"], KINDS["text"])
VERDICTS = ["accepted", "denied", "depends", "gone", "unknownClass", "malformed"]
MAKE, NOTE, ARTICLE, SET = range(4)
READER, COMMENTER, EDITOR, OWNER = range(1, 5)


def kind_class(kind):
    return kind >> 3 & 7


def creates(kind):
    return bool(kind & 4)


def keeps(kind):
    return bool(kind & 2)


def is_content(kind):
    return bool(kind & 1)


# ---- 2: naming

def set_id(key, nonce):
    return blake(b"postil set 1", octets(key), octets(nonce))[:16].hex()


def article_id(set_id, key):
    return blake(b"postil article 1", octets(set_id), key)[:16].hex()


def article_key(url=None, source=None):
    return b"url:" + url.encode() if url is not None else b"source:" + octets(source)


def account_id(secret):
    return blake(b"postil account 1", octets(secret))[:16].hex()


def replica_id(account, random):
    """random: six octets, in hex."""
    return random + blake(b"postil replica 1", octets(account), octets(random))[:10].hex()


NOBODY = bytes(16).hex()


def is_replica(replica, *accounts):
    return any(replica == replica_id(account, replica[:12]) for account in accounts)


def foreign_identity(account, set_, style, key, op, value, making):
    """style: the name of the format; set_: 16 octets zero for a personal one."""
    sized = lambda text: u64(len(text.encode())) + text.encode()
    return {"set": blake(b"postil import 1", octets(account), octets(set_))[:16].hex(),
            "replica": blake(b"postil foreign 1", sized(style), sized(key), u64(op["kind"]), octets(value))[:16].hex(),
            "counter": 1, "hash": blake(b"postil foreign op 1", u64(op["stamp"]), octets(making),
                                        octets(op["payload"])).hex()}


def annotation_id(op, identity):
    scope, replica, counter, _ = identity
    return blake(b"postil annotation 1", octets(scope), octets(replica), u64(counter),
                 u64(op["kind"]), u64(op["stamp"]), octets(op["payload"]))[:16].hex()


def identity_key(identity):
    scope, replica, counter, digest = identity
    return octets(replica), counter, octets(scope), octets(digest)


# ---- 6: text

class Character:
    def __init__(self, name, sign, op):
        self.name, self.sign, self.op = name, sign, op
        self.parent, self.right_origin, self.lefts, self.rights = None, None, [], []
        self.deleters = set()


def walk(root):
    """The total order, the root first; iterative, because texts make deep trees."""
    order, waiting = [], [(root, False)]
    while waiting:
        node, is_ready = waiting.pop()
        if is_ready:
            order.append(node)
            continue
        waiting += [(child, False) for child in reversed(node.rights)]
        waiting.append((node, True))
        waiting += [(child, False) for child in reversed(node.lefts)]
    return order


def is_below(node, ancestor):
    while node is not None and node is not ancestor:
        node = node.parent
    return node is ancestor


def text_of(ops):
    """Text ops [(identity, predecessors, runs)] in a causal order give the text."""
    root, versions = Character(None, "", None), {}
    order = [root]
    for identity, predecessors, op_runs in ops:
        if any(name not in versions for name in predecessors):
            continue                                                        # T7
        version = {identity}.union(*[versions[name] for name in predecessors])
        versions[identity] = version
        typed = 0
        for position, deleted, inserted in op_runs:
            visible = [c for c in order[1:] if c.op in version and not c.deleters & version]
            position = min(position, len(visible))                          # T8
            left = visible[position - 1] if position else root
            behind = order[order.index(left) + 1:]
            right = next((c for c in behind if c.op in version), None)      # T10
            for sign in inserted:
                new = Character((identity_key(identity), typed), sign, identity)
                typed += 1
                place(new, left, right, order)
                order = walk(root)
                left = new
            for character in visible[position:position + deleted]:          # T9
                character.deleters.add(identity)
    return "".join(c.sign for c in order[1:] if not c.deleters)


def place(new, left, right, order):
    new.right_origin = right
    if right is not None and is_below(right, left):                         # T11
        new.parent = right
        right.lefts.append(new)
        right.lefts.sort(key=lambda c: c.name)
        return
    new.parent = left
    left.rights.append(new)
    rank = {id(c): number for number, c in enumerate(order)}
    rank[id(None)] = len(order)
    left.rights.sort(key=lambda c: (-rank[id(c.right_origin)], c.name))     # T12


# ---- 3: merge

class Entity:
    def __init__(self):
        self.creations, self.values, self.tokens = {}, {}, set()

    def creation(self):
        return self.creations[min(self.creations, key=identity_key)] if self.creations else None


class State:
    """One set; `arrive` judges and merges, `accept` merges alone."""

    def __init__(self, set_id):
        self.set, self.ops, self.entities, self.accepted = set_id, {}, {}, {}

    def identity(self, dot, op):
        was = op["was"]
        if was:
            return was["set"], was["replica"], was["counter"], was["hash"]
        return self.set, dot[0], dot[1], wire.op_hash(op).hex()

    def entity_of(self, op, identity):
        kind, target = op["kind"], op["target"]
        if kind_class(kind) == MAKE and creates(kind):
            return annotation_id(op, identity)
        return self.target_of(target)

    def target_of(self, target):
        if target is None:
            return self.set
        if "article" in target:
            return target["article"]
        named = self.ops.get(tuple(target["annotation"]))
        return named["entity"] if named else None

    def made(self, entity):
        return entity == self.set or bool(entity in self.entities and self.entities[entity].creations)

    def placed(self, dot, op, author, verdict):
        identity = self.identity(dot, op)
        return {"dot": tuple(dot), "op": op, "author": author, "identity": identity,
                "entity": self.entity_of(op, identity), "verdict": verdict}

    def accept(self, dot, op, author):
        placed = self.placed(dot, op, author, "accepted")
        self.ops[placed["dot"]] = placed
        if placed["identity"] in self.accepted:
            return
        self.accepted[placed["identity"]] = author
        self.apply(placed)

    def apply(self, placed):
        op, identity, kind = placed["op"], placed["identity"], placed["op"]["kind"]
        entity = self.entities.setdefault(placed["entity"], Entity())
        if creates(kind):
            entity.creations[identity] = self.creation(placed)
        named = [self.ops[tuple(dot)]["identity"] for dot in op["names"]]
        for name in named:
            entity.values.pop(name, None)
        if keeps(kind):
            entity.values[identity] = (kind, op["stamp"], op["payload"])
        if is_content(kind):
            for touched in self.touched(placed):
                tokens = self.entities.setdefault(touched, Entity()).tokens
                tokens.difference_update(named)
                tokens.add(identity)
        for dot in op["kills"]:
            entity.tokens.discard(self.ops[tuple(dot)]["identity"])

    def creation(self, placed):
        target, article, parent = placed["op"]["target"], None, None
        if kind_class(placed["op"]["kind"]) == MAKE:
            if "article" in target:
                article = target["article"]
            else:
                parent = self.target_of(target)
                article = self.entities[parent].creation()["article"]
        return {"identity": placed["identity"], "author": placed["author"], "article": article,
                "class": kind_class(placed["op"]["kind"]), "parent": parent, "payload": placed["op"]["payload"]}

    def touched(self, placed):
        creation = self.entities[placed["entity"]].creation() or {"article": None, "parent": None}
        result = [placed["entity"]]
        if creation["article"]:
            result.append(creation["article"])
        if creates(placed["op"]["kind"]) and creation["parent"]:
            result.append(creation["parent"])
        return result

    def text(self, entity):
        seen, ops = set(), []
        for placed in self.ops.values():
            if (placed["entity"] != entity or placed["op"]["kind"] not in TEXT_KINDS
                    or placed["verdict"] != "accepted" or placed["identity"] in seen):
                continue
            seen.add(placed["identity"])
            predecessors = [self.ops[tuple(dot)]["identity"] for dot in placed["op"]["names"]]
            ops.append((placed["identity"], predecessors, runs_of(placed["op"])))
        return text_of(ops)

    # ---- 5: judgement

    def arrive(self, dot, op, author, role):
        verdict = self.judge(self.placed(dot, op, author, "accepted"), role)
        if verdict == "accepted":
            self.accept(dot, op, author)
        else:
            self.ops[tuple(dot)] = self.placed(dot, op, author, verdict)
        return verdict

    def judge(self, placed, role):
        op, kind, entity = placed["op"], placed["op"]["kind"], placed["entity"]
        own_class, makes = kind_class(kind), creates(kind)
        if own_class > SET:
            return "unknownClass"
        is_there = makes or self.made(entity)
        if role < self.least_role(own_class, makes, entity, placed["author"]):
            return "denied" if is_there else "depends"
        if op["was"] and op["was"]["set"] == self.set:
            first = self.ops.get((op["was"]["replica"], op["was"]["counter"]))
            if first["author"] != placed["author"] if first else not is_replica(
                    op["was"]["replica"], placed["author"], NOBODY):
                return "denied"
        if op["was"] and self.accepted.get(placed["identity"], placed["author"]) != placed["author"]:
            return "denied"
        target = op["target"] or {}
        leaning = op["names"] + op["kills"] + ([target["annotation"]] if "annotation" in target else [])
        if any(self.ops[tuple(dot)]["verdict"] != "accepted" for dot in leaning):
            return "depends"
        if op["target"] is None and (makes or own_class == MAKE):
            return "gone"
        about = self.target_of(op["target"])
        if not (makes and own_class == ARTICLE) and not self.made(about):
            was_refused = any(other["entity"] == about and creates(other["op"]["kind"])
                              and other["verdict"] != "accepted" for other in self.ops.values())
            return "depends" if was_refused else "gone"
        return "accepted" if self.is_sound(placed) else "malformed"

    def least_role(self, own_class, makes, entity, author):
        if own_class == NOTE:
            creation = self.entities[entity].creation() if entity in self.entities else None
            return COMMENTER if makes or creation and creation["author"] == author else EDITOR
        return {MAKE: COMMENTER, ARTICLE: EDITOR, SET: OWNER}[own_class]

    def is_sound(self, placed):
        op, kind, target = placed["op"], placed["op"]["kind"], placed["op"]["target"]
        shape = "set" if target is None else "article" if "article" in target else "annotation"
        fitting = {MAKE: ("article", "annotation"), NOTE: ("annotation",), ARTICLE: ("article",),
                   SET: ("set",)}[kind_class(kind)]
        if shape not in fitting or creates(kind) != (kind_class(kind) == MAKE) and kind_class(kind) != ARTICLE:
            return False
        return self.is_about_its_sort(placed, shape) and payload_is_sound(op) and self.names_are_sound(placed)

    def is_about_its_sort(self, placed, shape):
        """What the op is about was made by an op of the class that it takes for granted."""
        op, kind = placed["op"], placed["op"]["kind"]
        about = self.target_of(op["target"])
        if shape == "set":
            return True
        if kind == KINDS["addArticle"] and payload_is_sound(op):
            return about == article_id(self.set, key_of_payload(op["payload"]))
        made = self.entities[about].creation() if about in self.entities else None
        if made is None:
            return kind_class(kind) == ARTICLE and creates(kind) and about != self.set
        return made["class"] == (ARTICLE if shape == "article" else MAKE)

    def names_are_sound(self, placed):
        op, is_text = placed["op"], placed["op"]["kind"] == KINDS["text"]
        if kind_class(op["kind"]) == MAKE:
            return not op["names"]
        if is_text and not 1 <= len(op["names"]) <= 64:
            return False
        named = [self.ops[tuple(dot)] for dot in op["names"]]
        return all(other["entity"] == placed["entity"] and (other["op"]["kind"] in TEXT_KINDS) == is_text
                   for other in named)

    # ---- 7: content hash

    def content_hash(self):
        total = 0
        for entity, state in self.entities.items():
            for mark, names in ((1, state.values), (2, state.tokens)):
                for scope, replica, counter, digest in names:
                    total += int.from_bytes(blake(
                        bytes([mark]), octets(self.set), octets(entity), octets(scope),
                        octets(replica), u64(counter), octets(digest))[:16], "big")
        return (total % (1 << 128)).to_bytes(16, "big").hex()

    def report(self):
        """What a vector expects, by ascending ids and identities."""
        result = []
        for entity in sorted(self.entities):
            state, creation = self.entities[entity], self.entities[entity].creation()
            row = {"entity": entity, "isAlive": bool(state.tokens),
                   "creation": list(creation["identity"]) if creation else None,
                   "article": creation["article"] if creation else None,
                   "parent": creation["parent"] if creation else None,
                   "values": [{"identity": list(name), "kind": state.values[name][0],
                               "payload": state.values[name][2]}
                              for name in sorted(state.values, key=identity_key)],
                   "tokens": [list(name) for name in sorted(state.tokens, key=identity_key)],
                   "shown": self.shown(state)}
            if creation and (creation["article"] or creation["parent"]):
                row["text"] = self.text(entity)
            result.append(row)
        return {"entities": result, "contentHash": self.content_hash()}

    def shown(self, state):
        """The shown value of each register that is no text and no tag, by kind of the register."""
        best = {}
        for name, (kind, stamp, payload) in state.values.items():
            register = KINDS["title"] if kind == KINDS["addArticle"] else kind
            if kind in TEXT_KINDS or kind == KINDS["tag"]:
                continue
            rank = (stamp, identity_key(name))
            if register not in best or rank > best[register][0]:
                best[register] = (rank, payload)
        return {str(register): best[register][1] for register in sorted(best)}


def read(payload):
    """Decodes sound CBOR of the payloads that vectors use."""
    def item(at):
        major, short = payload[at] >> 5, payload[at] & 31
        if payload[at] in (0xF4, 0xF5, 0xF6):
            return {0xF4: False, 0xF5: True, 0xF6: None}[payload[at]], at + 1
        width = 0 if short < 24 else 1 << short - 24
        number = int.from_bytes(payload[at + 1:at + 1 + width], "big") if width else short
        at += 1 + width
        if major == 0:
            return number, at
        if major == 4:
            items = []
            for _ in range(number):
                value, at = item(at)
                items.append(value)
            return items, at
        content = payload[at:at + number]
        return (content.decode() if major == 3 else content), at + number
    value, end = item(0)
    if end != len(payload):
        raise ValueError("octets follow")
    return value


def runs_of(op):
    value = read(octets(op["payload"]))
    if op["kind"] == KINDS["reply"]:
        return [(0, 0, value)]
    if op["kind"] == KINDS["annotate"]:
        return [(0, 0, value[0])]
    return [tuple(value[at:at + 3]) for at in range(0, len(value), 3)]


def key_of_payload(payload):
    value = read(octets(payload))
    return article_key(url=value[1]) if value[1] is not None else article_key(source=value[6].hex())


def payload_is_sound(op):
    """Enough for the vectors: which Python type a known kind's payload has."""
    empty = ("untag", "delete", "revive", "deleteArticle", "reviveArticle")
    name = next((name for name, raw in KINDS.items() if raw == op["kind"]), None)
    if name is None:
        return True
    if name in empty:
        return op["payload"] == ""
    try:
        value = read(octets(op["payload"]))
    except (ValueError, IndexError):
        return False
    kinds = {"annotate": list, "text": list, "reattach": list, "addArticle": list, "origin": list,
             "status": bool}
    return isinstance(value, kinds.get(name, str))
