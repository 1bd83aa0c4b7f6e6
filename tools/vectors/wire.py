"""The octets of every value, written from Protocol/04-wire-format.md.

A value is what a vector's JSON holds: ids, hashes and octet strings in hex, dots as [replica, counter].
"""
import hashlib

UNSET = "00" * 32


def octets(text):
    return bytes.fromhex(text)


def blake(*parts):
    return hashlib.blake2b(b"".join(parts), digest_size=32).digest()


def u64(number):
    return number.to_bytes(8, "big")


# ---- 1: CBOR

def head(major, number):
    for width, short in ((1, 24), (2, 25), (4, 26), (8, 27)):
        if number < 24:
            return bytes([major << 5 | number])
        if number < 1 << 8 * width:
            return bytes([major << 5 | short]) + number.to_bytes(width, "big")
    raise ValueError("too large a number")


def cbor(value):
    if value is None:
        return b"\xf6"
    if value is True or value is False:
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        utf8 = value.encode()
        return head(3, len(utf8)) + utf8
    if isinstance(value, Raw):
        return value.octets
    return head(4, len(value)) + b"".join(cbor(item) for item in value)


class Raw:
    """Octets that stand for themselves, to build what is wrong."""

    def __init__(self, octets):
        self.octets = octets


# ---- 3: the whole form of an op

def dot_items(dots):
    return [item for replica, counter in dots for item in (octets(replica), counter)]


def identity_items(identity):
    if identity is None:
        return None
    return [octets(identity["set"]), octets(identity["replica"]), identity["counter"],
            octets(identity["hash"])]


def target_item(target):
    if target is None:
        return None
    if "article" in target:
        return octets(target["article"])
    return dot_items([target["annotation"]])


def op_items(op):
    return [op["kind"], op["stamp"], target_item(op["target"]), dot_items(op["names"]),
            dot_items(op["kills"]), identity_items(op["was"]), octets(op["payload"])]


def whole(op):
    return cbor(op_items(op))


def op_hash(op):
    return blake(b"postil op 1", whole(op))


# ---- 4: bundles

class Table:
    def __init__(self, replicas, entries):
        self.replicas, self.articles = list(replicas), []
        for entry in entries:
            for replica in self.mentioned(entry):
                if replica not in self.replicas:
                    self.replicas.append(replica)

    def mentioned(self, entry):
        if "refused" in entry:
            return [replica for replica, _ in entry["names"]]
        target = entry["target"] or {}
        if "article" in target and target["article"] not in self.articles:
            self.articles.append(target["article"])
        dots = [target["annotation"]] if "annotation" in target else []
        return [replica for replica, _ in dots + entry["names"] + entry["kills"]]

    def number(self, replica):
        return self.replicas.index(replica)

    def names(self, dots):
        return [item for replica, counter in dots for item in (self.number(replica), counter)]

    def target(self, target):
        if target is None:
            return 0, 0
        if "article" in target:
            return 0, self.articles.index(target["article"]) + 1
        replica, counter = target["annotation"]
        return self.number(replica) + 1, counter

    def ranges(self, dots):
        groups = []
        for replica in sorted({replica for replica, _ in dots}):
            group, end = [self.number(replica)], 0
            for counter in sorted(c for r, c in dots if r == replica):
                if len(group) > 1 and counter == end + 1:
                    group[-1] += 1
                else:
                    group += [counter - end, 1]
                end = counter
            groups.append(group)
        return groups


def entry_items(table, entries):
    """The entries, each with its time as the difference to the one before."""
    found, milliseconds = [], 0
    for entry in entries:
        if "refused" in entry:
            found.append([octets(entry["refused"]), table.names(entry["names"])])
            continue
        now, count = divmod(entry["stamp"], 1 << 16)
        time = [now - milliseconds, count] if count else now - milliseconds
        milliseconds = now
        items = [entry["kind"], time, *table.target(entry["target"]), table.names(entry["names"]),
                 octets(entry["payload"])]
        if entry["kills"] or entry["was"]:
            items.append(table.ranges(entry["kills"]))
        if entry["was"]:
            items.append(identity_items(entry["was"]))
        found.append(items)
    return found


def bundle_items(bundle):
    table = Table([bundle["replica"]], bundle["entries"])
    entries = entry_items(table, bundle["entries"])
    return [octets(bundle["set"]), octets(bundle["replica"]), bundle["first"],
            octets(bundle["previous"]), octets(bundle["signature"]),
            [octets(replica) for replica in table.replicas[1:]],
            [octets(article) for article in table.articles], entries]


def bundle_octets(bundle):
    return cbor(bundle_items(bundle))


def entry_hash(entry):
    return octets(entry["refused"]) if "refused" in entry else op_hash(entry)


def bundle_hash(bundle):
    return blake(b"postil bundle 1", cbor([
        octets(bundle["set"]), octets(bundle["replica"]), bundle["first"],
        octets(bundle["previous"]), [entry_hash(entry) for entry in bundle["entries"]]]))


# ---- 5: records and membership entries

def mask_octets(mask):
    return bytes(mask)


def receipt_item(receipt):
    return None if receipt is None else octets(receipt)


def record_items(record):
    mask = mask_octets(record["mask"]) if any(record["mask"]) else None
    return [record["seq"], bundle_octets(record["bundle"]), mask, record["members"],
            receipt_item(record["receipt"])]


def running_start(set_id):
    return blake(b"postil log 1", octets(set_id))


def running_hash(previous, record):
    return blake(b"postil record 1", cbor([
        previous, bundle_hash(record["bundle"]), mask_octets(record["mask"]), record["members"]]))


def receipt_message(set_id, seq, running):
    return b"postil receipt 1" + cbor([octets(set_id), seq, running])


ENTRY_NUMBERS = {"found": 1, "role": 2, "replica": 3, "revoke": 4}
ENTRY_PARTS = {
    "found": ("key", "nonce", "isPersonal", "name"), "role": ("account", "name", "role"),
    "replica": ("replica", "key", "account"), "revoke": ("key",)}


def member_items(entry):
    change = entry["change"]
    items = [ENTRY_NUMBERS[change], octets(entry["id"]), octets(entry["by"])]
    for part in ENTRY_PARTS[change]:
        value = entry[part]
        items.append(octets(value) if isinstance(value, str) and part != "name" else value)
    return items


def member_hash(previous, entry):
    return blake(b"postil member 1", previous, cbor(member_items(entry)))


# ---- 6: messages

def position_items(position):
    if "digest" in position:
        return [position["seq"], position["members"], position["digest"]]
    epoch = position["epoch"]
    return [position["seq"], position["members"], None if epoch is None else octets(epoch),
            octets(position["running"]), octets(position["membersHash"])]


def proof_items(proof):
    return [position_items(proof["position"]), octets(proof["signature"])]


def again_items(again):
    return [octets(again["previous"]), record_items(again["record"])]


def standing_message(set_id, position):
    return b"postil standing 1" + cbor([octets(set_id), position_items(position)])


def digest(position):
    return int.from_bytes(blake(b"postil position 1", cbor(position_items(position)))[:8], "big")


def founding_items(founding):
    if founding is None:
        return None
    return [octets(founding["key"]), octets(founding["nonce"]), founding["isPersonal"]]


def request_part_items(part):
    items = [octets(part["set"]), position_items(part["position"])]
    if part["bundles"] or part["again"] or part["membersTail"] or part["founding"] or part["proof"]:
        items += [[bundle_octets(bundle) for bundle in part["bundles"]],
                  [again_items(again) for again in part["again"]],
                  [member_items(entry) for entry in part["membersTail"]],
                  founding_items(part["founding"])]
    return items + [proof_items(part["proof"])] if part["proof"] else items


def request_items(request):
    return [1, octets(request["replica"]), [request_part_items(part) for part in request["parts"]]]


def log_items(entry):
    if "snapshot" in entry:
        return octets(entry["snapshot"])
    if "own" not in entry:
        return record_items(entry)
    return [None, entry["own"], octets(entry["bundle"]), mask_octets(entry["mask"]),
            entry["members"], receipt_item(entry["receipt"])]


def optional(text):
    return None if text is None else octets(text)


def answer_part_items(part):
    items = [part["status"], part["asked"], optional(part["contentHash"])]
    rest = [optional(part["epoch"]), optional(part["personal"]), bytes(part["results"]),
            [member_items(entry) for entry in part["members"]],
            [log_items(entry) for entry in part["log"]], part["hasMore"]]
    last = [optional(part["receipt"]), [[mark["seq"], octets(mark["running"])] for mark in part["marks"]],
            bytes(part["again"])]
    if any(last):
        return items + rest + last
    return items + rest if any(rest) else items


def answer_items(answer):
    items = [1, [answer_part_items(part) for part in answer["parts"]]]
    return items + [[octets(one) for one in answer["others"]]] if answer["others"] else items


# ---- 7: parts of snapshots

def snapshot_items(part):
    authors = {}
    for record in part["records"]:
        bundle = record["bundle"]
        begun = authors.get(bundle["replica"], (bundle["first"] - 1, bundle["previous"]))
        authors[bundle["replica"]] = (begun[0], begun[1], bundle["signature"])
    every = [entry for record in part["records"] for entry in record["bundle"]["entries"]]
    table = Table(authors, every)
    entries = entry_items(table, every)
    records = []
    for record in part["records"]:
        count = len(record["bundle"]["entries"])
        mask = mask_octets(record["mask"]) if any(record["mask"]) else None
        records.append([table.number(record["bundle"]["replica"]), record["members"], mask, entries[:count]])
        entries = entries[count:]
    return [octets(part["set"]), part["records"][0]["seq"], octets(part["before"]),
            [[octets(replica), counter, octets(previous), octets(signature)]
             for replica, (counter, previous, signature) in authors.items()],
            [octets(replica) for replica in table.replicas[len(authors):]],
            [octets(article) for article in table.articles], records]


# ---- 09, 2: payloads

def anchor_items(anchor):
    return [anchor["exact"], anchor["prefix"], anchor["suffix"], anchor["start"], anchor["end"],
            anchor["heading"], octets(anchor["version"])]


def annotate(text, anchor=None):
    return cbor([text] if anchor is None else [text, anchor_items(anchor)]).hex()


def word(text):
    return cbor(text).hex()


def runs(*items):
    return cbor([part for run in items for part in run]).hex()


def article_items(article):
    return [article["title"], article["url"], article["format"], article["extractor"],
            octets(article["text"][0]), article["text"][1],
            octets(article["source"][0]), article["source"][1]]
