"""Vectors of Protocol/04-wire-format.md: octets that are a value, and octets that are none."""
import reader
import wire
from cast import (ADA, ARTICLE, BEN, EPOCH, KEY, NONCE, NOW, OTHER_SET, R1, R2, R3, SERVER_SEED, SET,
                  TEXT_HASH, article_payload, bundle, identity, name, note, on, op)
from ed25519 import sign
from wire import Raw, cbor, octets

ADD = op("addArticle", on(ARTICLE), payload=article_payload())
MARK = op("annotate", on(ARTICLE), stamp=NOW + (5 << 16), payload=wire.annotate("why?"))
REPLY = op("reply", note(R1, 2), stamp=NOW + (9 << 16) + 3, payload=wire.word("because"))
DELETE = op("delete", note(R1, 2), kills=[(R1, 2), (R1, 3), (R1, 4), (R1, 9), (R3, 1), (R2, 7), (R2, 8)],
            stamp=NOW + (2 << 16))
COLOUR = op("colour", note(R1, 2), names=[(R2, 4), (R1, 3)], payload=wire.word("green"))
AGAIN = op("colour", note(R1, 2), names=[(R2, 4)], payload=wire.word("green"),
           was=identity((R1, 7), COLOUR))
FUTURE = op(4096 << 6 | 1 << 3 | 2, note(R1, 2), names=[(R1, 3)], payload="a1ff00")


def valid():
    yield from unchanged()
    yield from mutated(True)


def unchanged():
    for title, value in {
        "set-name": op("setName", payload=wire.word("Harbour")),
        "add-article": ADD, "annotate": MARK, "reply-with-count-in-stamp": REPLY,
        "delete-kills-in-order": DELETE, "colour-names-two": COLOUR, "issued-again": AGAIN,
        "unknown-kind-and-payload": FUTURE,
        "largest-numbers": op(2**32 - 1, note(R1, 2**62), stamp=2**64 - 1),
    }.items():
        yield f"op-{title}", {
            "kind": "op", "clause": "04, 3", "comment": f"the whole form: {title.replace('-', ' ')}",
            "input": value, "octets": wire.whole(value).hex(),
            "expected": {"hash": wire.op_hash(value).hex()}}
    first = bundle([ADD, MARK])
    chained = bundle([REPLY, COLOUR], first=3, previous=wire.bundle_hash(first).hex())
    stub = {"refused": wire.op_hash(COLOUR).hex(), "names": COLOUR["names"]}
    for title, value in {
        "first-of-a-replica": first, "chained": chained, "tables-in-order-of-first-mention":
        bundle([DELETE, COLOUR, op("title", on(name("other article")), payload=wire.word("T")), ADD], R2, 40),
        "time-goes-back": bundle([REPLY, ADD], R3),
        "issued-again-without-kills": bundle([AGAIN], R3, 12), "unknown-kind": bundle([FUTURE], R2),
        "refused-op-passed-on": bundle([stub, MARK], R2, 2, signature="ab" * 64),
    }.items():
        yield f"bundle-{title}", {
            "kind": "bundle", "clause": "04, 4", "comment": f"a bundle: {title.replace('-', ' ')}",
            "input": value, "octets": wire.bundle_octets(value).hex(),
            "expected": {"hash": wire.bundle_hash(value).hex(), "key": KEY,
                         "isSigned": value["signature"] != "ab" * 64}}
    yield from valid_entries()
    yield from valid_messages(first, chained, stub)
    yield from valid_snapshots(stub)


ENTRIES = {
    "founded": {"change": "found", "key": KEY, "nonce": NONCE, "isPersonal": True, "name": "ada"},
    "role-given": {"change": "role", "account": BEN, "name": "bén", "role": 3},
    "role-taken": {"change": "role", "account": BEN, "name": "ben", "role": 0},
    "replica": {"change": "replica", "replica": R1, "key": KEY, "account": ADA},
    "key-revoked": {"change": "revoke", "key": KEY}}


def valid_entries():
    for title, change in ENTRIES.items():
        entry = {"id": name(title), "by": ADA, **change}
        yield f"member-{title}", {
            "kind": "member", "clause": "04, 5", "comment": f"a membership entry: {title}",
            "input": entry, "octets": cbor(wire.member_items(entry)).hex(),
            "expected": {"hashAfterNone": wire.member_hash(bytes(32), entry).hex()}}


def valid_messages(first, chained, stub):
    receipt = sign(SERVER_SEED, b"any").hex()
    good = {"seq": 1, "bundle": first, "mask": [0, 0], "members": 2, "receipt": None}
    bad = {"seq": 2, "bundle": bundle([stub, MARK], R2, 2, signature="cd" * 64), "mask": [1, 0], "members": 3,
           "receipt": receipt}
    for title, value in {"all-accepted": good, "refused-with-receipt": bad}.items():
        yield f"record-{title}", {
            "kind": "record", "clause": "04, 5", "comment": f"a record: {title}", "input": value,
            "octets": cbor(wire.record_items(value)).hex(),
            "expected": {"running": wire.running_hash(wire.running_start(SET), value).hex()}}
    empty = {"bundles": [], "again": [], "membersTail": [], "founding": None, "proof": None}
    full = {"seq": 0, "members": 0, "epoch": None, "running": wire.running_start(SET).hex(),
            "membersHash": wire.UNSET}
    known = {**full, "seq": 7, "members": 2, "epoch": EPOCH}
    short = {"seq": 7, "members": 2, "digest": wire.digest(known)}
    entry = {"id": name("x"), "by": ADA, **ENTRIES["role-given"]}
    founding = {"key": KEY, "nonce": NONCE, "isPersonal": True}
    requests = {
        "no-sets": [], "idle": [{"set": SET, "position": short, **empty}],
        "full-position": [{"set": SET, "position": known, **empty}],
        "founding": [{"set": SET, "position": full, **empty, "founding": founding}],
        "push": [{"set": SET, "position": short, **empty, "bundles": [first, chained]},
                 {"set": OTHER_SET, "position": short, **empty}],
        "full-position-proven": [{"set": SET, "position": known, **empty,
                                  "proof": {"position": known, "signature": receipt}}],
        "records-again": [{"set": SET, "position": {**known, "epoch": name("later")}, **empty,
                           "again": [{"previous": wire.running_start(SET).hex(), "record": good}],
                           "membersTail": [entry], "proof": {"position": known, "signature": receipt}}]}
    for title, parts in requests.items():
        value = {"replica": R1, "parts": parts}
        yield f"request-{title}", {
            "kind": "request", "clause": "04, 6", "comment": f"a request: {title}", "input": value,
            "octets": cbor(wire.request_items(value)).hex(), "expected": {}}
    bare = {"status": 0, "asked": wire.digest(known), "contentHash": None, "epoch": None, "personal": None,
            "results": [], "members": [], "log": [], "hasMore": False, "receipt": None, "marks": [], "again": []}
    own = {"own": 3, "bundle": wire.bundle_hash(first).hex(), "mask": [0, 2], "members": 2, "receipt": None}
    answers = {
        "nothing-new": ([{**bare, "contentHash": name("content")}], []),
        "explain": ([{**bare, "status": 1}], []), "other-epoch": ([{**bare, "status": 2, "epoch": EPOCH}], []),
        "way-back": ([{**bare, "status": 2, "epoch": EPOCH, "members": [entry],
                       "marks": [{"seq": 7, "running": name("r") * 2}, {"seq": 6, "running": name("s") * 2}]}], []),
        "held": ([{**bare, "status": 3}], []), "brought-again": ([{**bare, "again": [0, 1, 2, 4, 5]}], []),
        "other-personal-set": ([{**bare, "status": 5, "personal": OTHER_SET}], []),
        "results": ([{**bare, "results": [1, 0, 2]}], []),
        "log": ([{**bare, "members": [entry], "log": [good, bad, own], "hasMore": True}], []),
        "snapshot": ([{**bare, "log": [{"snapshot": cbor(wire.snapshot_items(
            dict(snapshot_vectors(stub))["one-record"])).hex()}], "hasMore": True, "receipt": receipt}], []),
        "log-with-receipt": ([{**bare, "log": [good], "receipt": receipt}], []),
        "other-sets": ([], [SET, OTHER_SET])}
    for title, (parts, others) in answers.items():
        value = {"parts": parts, "others": others}
        yield f"answer-{title}", {
            "kind": "answer", "clause": "04, 6", "comment": f"an answer: {title}", "input": value,
            "octets": cbor(wire.answer_items(value)).hex(), "expected": {}}


def snapshot_vectors(stub):
    """Parts of snapshots: one replica, several that go on, one that begins later in its chain."""
    first = bundle([ADD, MARK])
    second = bundle([REPLY], first=3, previous=wire.bundle_hash(first).hex())
    other = bundle([stub, AGAIN, FUTURE], R2, 2, previous=wire.bundle_hash(first).hex())
    third = bundle([DELETE], first=4, previous=wire.bundle_hash(second).hex())
    bare = lambda made: {**made, "signature": ""}
    line = lambda seq, made, mask, members: {"seq": seq, "bundle": made, "mask": mask, "members": members,
                                             "receipt": None}
    start = wire.running_start(SET).hex()
    yield "one-record", {"set": SET, "before": start, "records": [line(1, first, [0, 0], 2)]}
    yield "signed-at-the-end", {"set": SET, "before": start, "records": [
        line(1, bare(first), [0, 0], 2), line(2, bare(second), [0], 2), line(3, other, [1, 0, 0], 4),
        line(4, third, [0], 4)]}
    yield "from-the-middle", {"set": SET, "before": TEXT_HASH, "records": [
        line(70_000, other, [2, 0, 0], 4), line(70_001, third, [0], 65_536)]}


def valid_snapshots(stub):
    for title, value in snapshot_vectors(stub):
        running = octets(value["before"])
        for record in value["records"]:
            running = wire.running_hash(running, record)
        yield f"snapshot-{title}", {
            "kind": "snapshot", "clause": "04, 8", "comment": f"a part of a snapshot: {title.replace('-', ' ')}",
            "input": value, "octets": cbor(wire.snapshot_items(value)).hex(),
            "expected": {"running": running.hex()}}


def invalid_snapshots():
    stub = {"refused": wire.op_hash(COLOUR).hex(), "names": COLOUR["names"]}
    good = wire.snapshot_items(dict(snapshot_vectors(stub))["signed-at-the-end"])
    record = good[6][0]
    records = lambda *found: changed(good, 6, list(found))
    first = lambda *found: records(*found, *good[6][len(found):])
    whole = changed(good[6][2], 3, [good[6][3][3][0]] + good[6][2][3][1:])
    for title, comment, items, case in [
        ("no-record", "a part of no record", records(), "limit"),
        ("place-zero", "a first record at place 0", changed(good, 1, 0), "limit"),
        ("no-author", "a part without the replicas of its records", changed(good, 3, []), "limit"),
        ("author-twice", "one replica twice among the authors", changed(good, 3, good[3] + good[3][:1]), "notCanonical"),
        ("author-unused", "an author without a record",
         changed(good, 3, good[3] + [[octets(ADA), 0, bytes(32), bytes(64)]]), "notCanonical"),
        ("authors-out-of-order", "the author of the third record first",
         changed(good, 3, list(reversed(good[3]))), "notCanonical"),
        ("author-unknown", "a record of the third of two authors", first(changed(record, 0, 2)), "unknownValue"),
        ("author-among-replicas", "an author once more among the replicas",
         changed(good, 4, [octets(R1)] + good[4]), "notCanonical"),
        ("replica-unused", "a replica that no op mentions", changed(good, 4, good[4] + [octets(ADA)]), "notCanonical"),
        ("signature-short", "a signature of 63 octets",
         changed(good, 3, [changed(good[3][0], 3, bytes(63))] + good[3][1:]), "wrongType"),
        ("counter-beyond-limit", "a chain that stands at 2**62",
         changed(good, 3, [changed(good[3][0], 1, 2**62)] + good[3][1:]), "limit"),
        ("no-op", "a record of no op", first(changed(record, 3, [])), "limit"),
        ("501-ops", "a record of an op too many", first(changed(record, 3, record[3][:1] * 501)), "limit"),
        ("mask-all-accepted", "verdicts of zeros written out", first(changed(record, 2, bytes(2))), "notCanonical"),
        ("mask-short", "a verdict too few", records(*good[6][:2], changed(good[6][2], 2, b"\x01\x00"), good[6][3]),
         "wrongType"),
        ("mask-pending", "verdict 255", first(changed(record, 2, b"\x00\xff")), "unknownValue"),
        ("refused-op-whole", "a refused op with its payload", records(*good[6][:2], whole, good[6][3]), "notCanonical"),
        ("accepted-op-bare", "an accepted op as hash and names",
         records(*good[6][:2], changed(good[6][2], 2, None), good[6][3]), "notCanonical"),
        ("record-five", "a record with a receipt", first(record + [None]), "wrongType"),
        ("trailing", "one octet too many", Raw(cbor(good) + b"\xf6"), "trailing"),
    ]:
        yield f"snapshot-{title}", refused("snapshot", "04, 8", comment, cbor(items), case)


def invalid():
    yield from invalid_snapshots()
    yield from invalid_ops()
    yield from invalid_bundles()
    yield from invalid_messages()
    yield from mutated(False)


def mutated(is_sound):
    """Sound values with one octet changed, taken out or put in: those that are read, or those that are refused."""
    found = {}
    for title, vector in unchanged():
        content = octets(vector["octets"])
        for number in range(24 if len(content) < 300 else 0):
            one = mutation(content, f"{title} {number}")
            if (reader.fault(vector["kind"], one) is None) == is_sound:
                found.setdefault(vector["kind"], set()).add(one.hex())
    for kind in sorted(found):
        vector = {"kind": "octets", "clause": "04, 1.4", "of": kind, "cases": sorted(found[kind]),
                  "comment": "one octet of a sound value changed, taken out or put in"}
        yield f"mutated-{kind}", {**vector, "expected": {}} if is_sound else {**vector, "refused": "any"}


def mutation(content, label):
    drawn = wire.blake(b"mutation ", label.encode())
    at, how, value = int.from_bytes(drawn[:4], "big") % len(content), drawn[4] % 4, drawn[5]
    if how == 0:
        return content[:at] + content[at + 1:]
    if how == 1:
        return content[:at] + bytes([value]) + content[at:]
    changed = content[at] ^ 1 << value % 8 if how == 2 else SIGNS[value % len(SIGNS)]
    return content[:at] + bytes([changed]) + content[at + 1:]


SIGNS = bytes.fromhex("0017181b1f20405058606178808183868798a0c0f4f6f7ff")


def refused(kind, clause, comment, content, case):
    return {"kind": kind, "clause": clause, "comment": comment, "octets": content.hex(), "refused": case}


def changed(items, index, value):
    return [value if at == index else item for at, item in enumerate(items)]


def invalid_ops():
    good = wire.op_items(COLOUR)
    one, two = [octets(R1), 3], [octets(R2), 4]
    was = wire.op_items(AGAIN)[5]
    for title, comment, items, case in [
        ("empty", "no octets at all", Raw(b""), "truncated"),
        ("truncated", "the last octet is missing", Raw(cbor(good)[:-1]), "truncated"),
        ("array-cut", "the array's head and nothing else", Raw(b"\x87"), "truncated"),
        ("head-cut", "a head of four octets with three", Raw(b"\x87\x1a\x00\x01\x00"), "truncated"),
        ("trailing", "one octet too many", Raw(cbor(good) + b"\x00"), "trailing"),
        ("overlong-number", "kind 10 in two octets", Raw(cbor(changed(good, 0, Raw(b"\x18\x0a")))), "overlong"),
        ("overlong-two", "a number below 256 in three octets", Raw(cbor(changed(good, 0, Raw(b"\x19\x00\xff")))), "overlong"),
        ("overlong-eight", "a number below 2**32 in nine octets",
         changed(good, 1, Raw(b"\x1b\x00\x00\x00\x00\xff\xff\xff\xff")), "overlong"),
        ("overlong-array", "the array's count of 7 in two octets", Raw(b"\x98\x07" + cbor(good)[1:]), "overlong"),
        ("overlong-length", "a payload's length of 6 in two octets",
         changed(good, 6, Raw(b"\x58\x06" + octets(COLOUR["payload"]))), "overlong"),
        ("indefinite-array", "an array of indefinite length", Raw(b"\x9f" + cbor(good)[1:] + b"\xff"), "wrongType"),
        ("indefinite-octets", "an octet string of indefinite length",
         changed(good, 6, Raw(b"\x5f\x41\x00\xff")), "wrongType"),
        ("reserved-length", "additional information 28", changed(good, 0, Raw(b"\x1c")), "wrongType"),
        ("six-items", "an item too few", good[:6], "wrongType"),
        ("eight-items", "an item too many", good + [None], "wrongType"),
        ("map", "a map where an array belongs", Raw(b"\xa0"), "wrongType"),
        ("tag", "a tagged number", changed(good, 0, Raw(b"\xc1\x01")), "wrongType"),
        ("float-stamp", "a stamp as a half float", changed(good, 1, Raw(b"\xf9\x3c\x00")), "wrongType"),
        ("negative-kind", "a negative kind", changed(good, 0, -1), "wrongType"),
        ("kind-as-text", "a kind as text", changed(good, 0, "7"), "wrongType"),
        ("kind-beyond-limit", "a kind of 2**32", changed(good, 0, 2**32), "limit"),
        ("target-empty", "a target of no dot", changed(good, 2, []), "wrongType"),
        ("target-two-dots", "a target of two dots", changed(good, 2, one + two), "limit"),
        ("target-half-dot", "a target without counter", changed(good, 2, one[:1]), "wrongType"),
        ("short-id", "a replica of 15 octets", changed(good, 3, [octets(R1)[1:], 3]), "wrongType"),
        ("long-id", "a replica of 17 octets", changed(good, 3, [octets(R1) + b"\x00", 3]), "limit"),
        ("names-odd", "a name without counter", changed(good, 3, one + two[:1]), "wrongType"),
        ("names-unsorted", "7f comes before 80", changed(good, 3, two + one), "notCanonical"),
        ("names-twice", "one dot named twice", changed(good, 3, one + one), "notCanonical"),
        ("names-signed-order", "counter 10 comes behind 9", changed(good, 3, [octets(R1), 10, octets(R1), 9]),
         "notCanonical"),
        ("kills-twice", "one dot killed twice", changed(good, 4, one + one), "notCanonical"),
        ("names-beyond-limit", "1,025 dots", changed(good, 3, [p for c in range(1025) for p in (octets(R1), c)]),
         "limit"),
        ("payload-beyond-limit", "a payload of 262,145 octets; its content is not looked for",
         Raw(cbor(good)[:-len(cbor(good[6]))] + wire.head(2, 262_145)), "limit"),
        ("was-short-hash", "a first issue with a hash of 31 octets", changed(good, 5, was[:3] + [was[3][1:]]),
         "wrongType"),
        ("was-three", "a first issue without hash", changed(good, 5, was[:3]), "wrongType"),
    ]:
        yield f"op-{title}", refused("op", "04, 1-3", comment, cbor(items), case)


def invalid_bundles():
    good = wire.bundle_items(bundle([ADD, COLOUR, DELETE]))
    plain, names, kills = good[7]
    first = lambda entry: changed(good, 7, [entry, names, kills])
    again = wire.bundle_items(bundle([AGAIN], R2))
    stub = [octets(TEXT_HASH), [0, 5, 0, 4]]
    one = lambda entry, replicas=(), articles=(): changed(
        changed(changed(good, 5, [octets(r) for r in replicas]), 6, [octets(a) for a in articles]), 7, [entry])
    target = lambda a, b: plain[:2] + [a, b] + plain[4:]
    killing = lambda *groups: one(kills[:2] + [0, 0, [], b""] + [list(groups)])
    for title, comment, items, case in [
        ("empty", "a bundle of no op", changed(changed(changed(good, 5, []), 6, []), 7, []), "limit"),
        ("501-ops", "an op too many", changed(good, 7, [plain] * 501), "limit"),
        ("counter-zero", "a first counter of 0", changed(good, 2, 0), "limit"),
        ("counter-beyond-limit", "a first counter of 2**62 + 1", changed(good, 2, 2**62 + 1), "limit"),
        ("short-signature", "a signature of 63 octets", changed(good, 4, good[4][1:]), "wrongType"),
        ("long-signature", "a signature of 65 octets", changed(good, 4, good[4] + b"\x00"), "limit"),
        ("short-previous", "a previous hash of 31 octets", changed(good, 3, good[3][1:]), "wrongType"),
        ("set-as-text", "a set as text", changed(good, 0, SET), "wrongType"),
        ("trailing", "one octet too many", Raw(cbor(good) + b"\xf6"), "trailing"),
        ("replicas-out-of-first-use-order", "the second replica mentioned stands first",
         changed(good, 5, list(reversed(good[5]))), "notCanonical"),
        ("replica-unused", "a replica that no entry mentions", changed(good, 5, good[5] + [octets(ADA)]), "notCanonical"),
        ("replica-twice", "one replica under two numbers",
         one(plain[:4] + [[1, 1, 2, 2]] + plain[5:], [R2, R2], [ARTICLE]), "notCanonical"),
        ("replica-own-in-table", "the bundle's own replica as number 1",
         one(plain[:4] + [[1, 1]] + plain[5:], [R1], [ARTICLE]), "notCanonical"),
        ("article-unused", "an article that no entry mentions", changed(good, 6, good[6] + [octets(ADA)]), "notCanonical"),
        ("article-twice", "one article under two numbers", changed(good, 6, good[6] * 2), "notCanonical"),
        ("article-unknown", "the second of one article", first(target(0, 2)), "unknownValue"),
        ("replica-unknown", "the fourth of three replicas as target", first(target(4, 1)), "unknownValue"),
        ("name-unknown", "a named replica that no table has", first(plain[:4] + [[9, 1]] + plain[5:]), "unknownValue"),
        ("names-odd", "a name without counter", first(plain[:4] + [[0]] + plain[5:]), "wrongType"),
        ("names-unsorted", "own counter 4 behind 5", first(plain[:4] + [[0, 5, 0, 4]] + plain[5:]), "notCanonical"),
        ("names-by-number-not-octets", "numbers ascend and octets do not",
         one(plain[:4] + [[0, 1, 1, 2]] + plain[5:], [R3], [ARTICLE]), "notCanonical"),
        ("stub-names-unsorted", "names of a refused op: own counter 4 behind 5", one(stub), "notCanonical"),
        ("stub-names-twice", "names of a refused op: one dot twice", one([stub[0], [0, 5, 0, 5]]), "notCanonical"),
        ("three-items", "an entry of three items", one(plain[:3], [], [ARTICLE]), "wrongType"),
        ("nine-items", "an entry of nine items", one(plain + [[], None, None], [], [ARTICLE]), "limit"),
        ("kills-empty", "an empty list of kills written out", one(plain + [[]], [], [ARTICLE]), "notCanonical"),
        ("was-null", "no first issue written out", one(plain + [[], None], [], [ARTICLE]), "notCanonical"),
        ("was-wrong", "a first issue of three items", changed(again, 7, [again[7][0][:7] + [again[7][0][7][:3]]]),
         "wrongType"),
        ("time-count-zero", "a count of 0 written out", first([plain[0], [plain[1], 0]] + plain[2:]), "notCanonical"),
        ("time-count-beyond", "a count of 2**16", first([plain[0], [plain[1], 65536]] + plain[2:]), "limit"),
        ("time-before-1970", "negative milliseconds", first([plain[0], -1] + plain[2:]), "limit"),
        ("time-beyond", "2**48 milliseconds", first([plain[0], 2**48] + plain[2:]), "limit"),
        ("time-huge", "a difference of -2**63 - 1", first([plain[0], Raw(b"\x3b\x80" + bytes(7))] + plain[2:]), "limit"),
        ("kills-touching-ranges", "two ranges that are one", killing([0, 1, 2, 1, 3]), "notCanonical"),
        ("kills-gap-zero", "a range that begins with counter 0", killing([0, 0, 2]), "limit"),
        ("kills-length-zero", "a range of no counter", killing([0, 3, 0]), "limit"),
        ("kills-group-cut", "a range without length", killing([0, 3]), "wrongType"),
        ("kills-group-empty", "a group without ranges", killing([0]), "notCanonical"),
        ("kills-group-twice", "a replica in two groups", killing([0, 1, 1], [0, 5, 1]), "notCanonical"),
        ("kills-beyond-limit", "65,537 dots in few octets", killing([0, 1, 40000, 2, 25537]), "limit"),
        ("kills-beyond-limit-together", "two ops that kill 40,000 dots each",
         changed(killing([0, 1, 40000]), 7, [kills[:2] + [0, 0, [], b"", [[0, 1, 40000]]]] * 2), "limit"),
    ]:
        yield f"bundle-{title}", refused("bundle", "04, 4", comment, cbor(items), case)


def invalid_messages():
    entry = wire.member_items({"id": name("x"), "by": ADA, **ENTRIES["role-given"]})
    founded = wire.member_items({"id": name("x"), "by": ADA, **ENTRIES["founded"]})
    for title, comment, items, case in [
        ("number-zero", "entry 0", changed(entry, 0, 0), "unknownValue"),
        ("number-five", "entry 5", changed(entry, 0, 5), "unknownValue"),
        ("count", "a role entry without role", entry[:5], "unknownValue"),
        ("role-five", "role 5", changed(entry, 5, 5), "unknownValue"),
        ("name-nul", "a name with U+0000", changed(entry, 4, "a\0b"), "invalidText"),
        ("name-surrogate", "a surrogate in UTF-8", changed(entry, 4, Raw(b"\x63\xed\xa0\x80")), "invalidText"),
        ("name-overlong-utf8", "U+002F in two octets", changed(entry, 4, Raw(b"\x62\xc0\xaf")), "invalidText"),
        ("name-beyond-unicode", "U+110000", changed(entry, 4, Raw(b"\x64\xf4\x90\x80\x80")), "invalidText"),
        ("name-too-long", "a name of 257 octets", changed(entry, 4, "n" * 257), "limit"),
        ("name-as-octets", "a name as an octet string", changed(entry, 4, b"ben"), "wrongType"),
        ("personal-as-number", "1 for true", changed(founded, 5, 1), "wrongType"),
        ("personal-undefined", "undefined for false", changed(founded, 5, Raw(b"\xf7")), "wrongType"),
        ("trailing", "one octet too many", Raw(cbor(entry) + b"\x00"), "trailing"),
    ]:
        yield f"member-{title}", refused("member", "04, 5", comment, cbor(items), case)
    good = wire.record_items({"seq": 1, "bundle": bundle([ADD, MARK]), "mask": [0, 1], "members": 2,
                              "receipt": "ef" * 64})
    for title, comment, items, case in [
        ("mask-all-accepted", "a mask of zeros written out", changed(good, 2, bytes(2)), "notCanonical"),
        ("mask-short", "a verdict too few", changed(good, 2, b"\x01"), "wrongType"),
        ("mask-long", "a verdict too many", changed(good, 2, b"\x01\x00\x00"), "wrongType"),
        ("mask-six", "verdict 6", changed(good, 2, b"\x00\x06"), "unknownValue"),
        ("mask-pending", "verdict 255 in a mask", changed(good, 2, b"\x00\xff"), "unknownValue"),
        ("receipt-short", "a receipt of 63 octets", changed(good, 4, good[4][1:]), "wrongType"),
        ("bundle-bare", "a bundle that is not in an octet string", changed(good, 1, []), "wrongType"),
        ("bundle-damaged", "a bundle that is no value", changed(good, 1, b"\x80"), "wrongType"),
        ("bundle-trailing", "an octet behind the bundle", changed(good, 1, good[1] + b"\x00"), "trailing"),
    ]:
        yield f"record-{title}", refused("record", "04, 5", comment, cbor(items), case)
    part = [octets(SET), [7, 2, 99]]
    whole = [7, 2, octets(EPOCH), octets(TEXT_HASH), octets(TEXT_HASH)]
    request = lambda *parts: [1, octets(R1), list(parts)]
    for title, comment, items, case in [
        ("version-two", "protocol version 2", [2, octets(R1), []], "unknownValue"),
        ("part-empty-written-out", "nothing to push, written out", request(part + [[], [], [], None]), "notCanonical"),
        ("part-three", "a part of three items", request(part + [[]]), "wrongType"),
        ("part-eight", "a part of eight items", request(part + [[], [], [], None, None, None]), "limit"),
        ("proof-null", "a proof that is null", request(part + [[], [], [], None, None]), "wrongType"),
        ("proof-without-epoch", "a proof of a position without epoch",
         request(part + [[], [], [], None, [changed(whole, 2, None), bytes(64)]]), "wrongType"),
        ("proof-short-position", "a proof of a short position",
         request(part + [[], [], [], None, [part[1], bytes(64)]]), "wrongType"),
        ("proof-signature-short", "a signature of 63 octets",
         request(part + [[], [], [], None, [whole, bytes(63)]]), "wrongType"),
        ("again-bare", "a record again without what its receipt signs", request(part + [[], [good], [], None]),
         "wrongType"),
        ("position-four", "a position of four items", request([part[0], [7, 2, 99, 1]]), "wrongType"),
        ("position-null-running", "a full position without running hash",
         request([part[0], changed(whole, 3, None)]), "wrongType"),
        ("seq-beyond-limit", "a place of 2**62 + 1", request([part[0], [2**62 + 1, 2, 99]]), "limit"),
        ("set-twice", "a set in two parts", request(part, part), "notCanonical"),
        ("1025-sets", "a set too many", request(*[part] * 1025), "limit"),
        ("bundle-bare", "a bundle that is not in an octet string", request(part + [[[]], [], [], None]), "wrongType"),
        ("founding-two", "a founding of two items", request(part + [[], [], [], [octets(KEY), octets(NONCE)]]),
         "wrongType"),
    ]:
        yield f"request-{title}", refused("request", "04, 6", comment, cbor(items), case)
    bare = [0, 99, None]
    rest = [None, None, b"", [], [], True]
    own = [None, 3, octets(TEXT_HASH), b"\x00", 2, None]
    answer = lambda *parts: [1, list(parts)]
    for title, comment, items, case in [
        ("status-seven", "status 7", answer([7, 99, None]), "unknownValue"),
        ("result-six", "result 6", answer(bare + changed(rest, 2, b"\x06")), "unknownValue"),
        ("part-empty-written-out", "nothing new, written out", answer(bare + changed(rest, 5, False)), "notCanonical"),
        ("part-four", "a part of four items", answer(bare + [None]), "wrongType"),
        ("last-empty-written-out", "no receipt, no marks, nothing again, written out",
         answer(bare + rest + [None, [], b""]), "notCanonical"),
        ("part-thirteen", "a part of thirteen items", answer(bare + rest + [None, [], b"\x00", None]), "limit"),
        ("mark-three", "a mark of three items", answer(bare + rest + [None, [[1, octets(TEXT_HASH), 0]], b""]),
         "wrongType"),
        ("again-six", "result 6 for a record again", answer(bare + rest + [None, [], b"\x06"]), "unknownValue"),
        ("content-hash-short", "a content hash of 15 octets", answer([0, 99, octets(SET)[1:]]), "wrongType"),
        ("others-empty", "an empty list of other sets", answer(bare) + [[]], "notCanonical"),
        ("own-pending", "verdict 255 in an own record", answer(bare + changed(rest, 4, [changed(own, 3, b"\xff")])),
         "unknownValue"),
        ("own-not-null", "six items that do not begin with null",
         answer(bare + changed(rest, 4, [changed(own, 0, 0)])), "wrongType"),
        ("own-five", "an own record without receipt", answer(bare + changed(rest, 4, [own[:5]])), "wrongType"),
        ("four-items", "an answer of four items", answer(bare) + [[octets(SET)], None], "limit"),
    ]:
        yield f"answer-{title}", refused("answer", "04, 6", comment, cbor(items), case)
