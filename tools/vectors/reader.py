"""Reads octets as values, or names the fault: written from Protocol/04-wire-format.md, 1 to 6, and 09, 2.

Nothing here is made from `wire.py`, but the last step: a value is in its one form if writing it gives its octets.
"""
import wire

PAYLOAD_MAX, NAMES_MAX, KILLS_MAX, OPS_MAX, TABLE_MAX = 262_144, 1_024, 65_536, 500, 4_096
SETS_MAX, BUNDLES_MAX, MEMBERS_MAX, BUNDLE_MAX, MESSAGE_MAX = 1_024, 4_096, 65_536, 4_194_304, 33_554_432
MARKS_MAX, PART_MAX, PART_RECORDS_MAX = 128, 8_388_608, 65_536
TEXT_MAX, SHORT_MAX, CONTEXT_MAX, NAME_MAX, RUNS_MAX = 131_072, 16_384, 512, 256, 10_000


class Fault(Exception):
    """One of the faults of 04, 1."""


class Reader:
    def __init__(self, octets):
        self.octets, self.at = octets, 0

    def left(self):
        return len(self.octets) - self.at

    def major(self):
        if not self.left():
            raise Fault("truncated")
        return self.octets[self.at] >> 5

    def head(self, major):
        if self.major() != major:
            raise Fault("wrongType")
        short = self.octets[self.at] & 31
        if short > 27:
            raise Fault("wrongType")
        if short < 24:
            self.at += 1
            return short
        width = {24: 1, 25: 2, 26: 4, 27: 8}[short]
        if self.left() < 1 + width:
            raise Fault("truncated")
        number = int.from_bytes(self.octets[self.at + 1:self.at + 1 + width], "big")
        if number < (24 if width == 1 else 1 << 4 * width):
            raise Fault("overlong")
        self.at += 1 + width
        return number

    def number(self, limit=2**64 - 1):
        return at_most(self.head(0), limit)

    def signed(self):
        is_negative = self.major() == 1
        number = at_most(self.head(1 if is_negative else 0), 2**63 - 1)
        return -1 - number if is_negative else number

    def content(self, major, limit):
        count = at_most(self.head(major), limit)
        if count > self.left():
            raise Fault("truncated")
        self.at += count
        return self.octets[self.at - count:self.at]

    def fixed(self, count):
        content = self.content(2, count)
        if len(content) != count:
            raise Fault("wrongType")
        return content.hex()

    def text(self, limit):
        try:
            text = self.content(3, limit).decode()
        except UnicodeDecodeError:
            raise Fault("invalidText") from None
        if "\0" in text:
            raise Fault("invalidText")
        return text

    def array(self, limit):
        count = at_most(self.head(4), limit)
        if count > self.left():
            raise Fault("truncated")
        return count

    def exactly(self, *counts):
        """Of a form with several counts a larger array is beyond the limit; of one with one, of the wrong type."""
        count = self.array(max(counts)) if len(counts) > 1 else self.head(4)
        if count not in counts:
            raise Fault("wrongType")
        return count

    def stands(self, octet):
        if self.left() and self.octets[self.at] == octet:
            self.at += 1
            return True
        return False

    def optional(self, read):
        return None if self.stands(0xF6) else read()

    def boolean(self):
        if self.stands(0xF5):
            return True
        if self.stands(0xF4):
            return False
        raise Fault("truncated" if not self.left() else "wrongType")

    def list(self, limit, read):
        return [read() for _ in range(self.array(limit))]

    def whole(self, read):
        value = read(self)
        if self.left():
            raise Fault("trailing")
        return value


def at_most(number, limit):
    if number > limit:
        raise Fault("limit")
    return number


def even(count):
    if count % 2:
        raise Fault("wrongType")
    return count // 2


# ---- 3

def dots(reader, limit):
    return [[reader.fixed(16), reader.number()] for _ in range(even(reader.array(2 * limit)))]


def identity(reader):
    reader.exactly(4)
    return {"set": reader.fixed(16), "replica": reader.fixed(16), "counter": reader.number(),
            "hash": reader.fixed(32)}


def target(reader):
    if reader.stands(0xF6):
        return None
    if reader.major() == 2:
        return {"article": reader.fixed(16)}
    found = dots(reader, 1)
    if not found:
        raise Fault("wrongType")
    return {"annotation": found[0]}


def op(reader):
    reader.exactly(7)
    return {"kind": reader.number(2**32 - 1), "stamp": reader.number(), "target": target(reader),
            "names": dots(reader, NAMES_MAX), "kills": dots(reader, KILLS_MAX),
            "was": reader.optional(lambda: identity(reader)), "payload": reader.content(2, PAYLOAD_MAX).hex()}


# ---- 4

class BundleReader:
    def __init__(self, octets):
        self.reader = Reader(octets)
        self.milliseconds = self.killed = 0

    def bundle(self):
        reader = self.reader
        reader.exactly(8)
        made = {"set": reader.fixed(16), "replica": reader.fixed(16), "first": reader.number(2**62),
                "previous": reader.fixed(32), "signature": reader.fixed(64)}
        self.replicas = [made["replica"], *reader.list(TABLE_MAX, lambda: reader.fixed(16))]
        self.articles = reader.list(TABLE_MAX, lambda: reader.fixed(16))
        count = reader.array(OPS_MAX)
        if count < 1 or made["first"] < 1:
            raise Fault("limit")
        made["entries"] = [self.entry() for _ in range(count)]
        if reader.left():
            raise Fault("trailing")
        return made

    def entry(self):
        """One op; its number of items says which form it has."""
        reader = self.reader
        count = reader.exactly(2, 6, 7, 8)
        if count == 2:
            return {"refused": reader.fixed(32), "names": self.names()}
        made = {"kind": reader.number(2**32 - 1), "stamp": self.time(), "target": self.target(),
                "names": self.names(), "payload": reader.content(2, PAYLOAD_MAX).hex()}
        made["kills"] = self.ranges() if count >= 7 else []
        made["was"] = reader.optional(lambda: identity(reader)) if count == 8 else None
        self.killed = at_most(self.killed + len(made["kills"]), KILLS_MAX)
        return made

    def replica(self, number):
        if number >= len(self.replicas):
            raise Fault("unknownValue")
        return self.replicas[number]

    def names(self):
        reader = self.reader
        return [[self.replica(reader.number(TABLE_MAX)), reader.number(2**62)]
                for _ in range(even(reader.array(2 * NAMES_MAX)))]

    def target(self):
        first, second = self.reader.number(TABLE_MAX + 1), self.reader.number(2**62)
        if first:
            return {"annotation": [self.replica(first - 1), second]}
        if second > len(self.articles):
            raise Fault("unknownValue")
        return {"article": self.articles[second - 1]} if second else None

    def time(self):
        reader, count = self.reader, 0
        is_pair = reader.major() == 4
        if is_pair:
            reader.exactly(2)
        now = self.milliseconds + reader.signed()
        if not 0 <= now < 2**48:
            raise Fault("limit")
        if is_pair:
            count = reader.number(2**16 - 1)
        self.milliseconds = now
        return now << 16 | count

    def ranges(self):
        reader, found = self.reader, []
        for _ in range(reader.array(TABLE_MAX)):
            items = reader.array(2 * KILLS_MAX + 1)
            if items % 2 == 0:
                raise Fault("wrongType")
            replica, end = self.replica(reader.number(TABLE_MAX)), 0
            for _ in range(items // 2):
                gap, length = reader.number(2**61), reader.number(KILLS_MAX)
                if not gap or not length or len(found) + length > KILLS_MAX:
                    raise Fault("limit")
                found += [[replica, end + gap + more] for more in range(length)]
                end += gap + length - 1
        return found


def ascending(found):
    if found != sorted(found) or any(one == two for one, two in zip(found, found[1:])):
        raise Fault("notCanonical")


def canonical(octets, value, encode, entries):
    """One form: dots ascend, and writing the value gives its octets."""
    for entry in entries:
        ascending(entry["names"])
        ascending(entry.get("kills", []))
    if encode(value) != octets:
        raise Fault("notCanonical")
    return value


def read_op(octets):
    value = Reader(octets).whole(op)
    return canonical(octets, value, wire.whole, [value])


def read_bundle(octets):
    value = BundleReader(octets).bundle()
    return canonical(octets, value, wire.bundle_octets, value["entries"])


# ---- 5

def mask(reader, what):
    found = list(reader.content(2, OPS_MAX))
    if what is not None and len(found) != what:
        raise Fault("wrongType")
    if any(octet > 5 for octet in found):
        raise Fault("unknownValue")
    return found


def receipt(reader):
    return reader.optional(lambda: reader.fixed(64))


def record(reader, counts=(5,)):
    reader.exactly(*counts)
    made = {"seq": reader.number(2**62), "bundle": read_bundle(reader.content(2, BUNDLE_MAX))}
    count = len(made["bundle"]["entries"])
    found = reader.optional(lambda: mask(reader, count))
    if found is not None and not any(found):
        raise Fault("notCanonical")
    made["mask"] = found or [0] * count
    made["members"], made["receipt"] = reader.number(MEMBERS_MAX), receipt(reader)
    return made


def member(reader):
    count, number = reader.array(7), reader.number(255)
    made = {"id": reader.fixed(16), "by": reader.fixed(16)}
    if (number, count) == (1, 7):
        made |= {"change": "found", "key": reader.fixed(32), "nonce": reader.fixed(16),
                 "isPersonal": reader.boolean(), "name": reader.text(NAME_MAX)}
    elif (number, count) == (2, 6):
        made |= {"change": "role", "account": reader.fixed(16), "name": reader.text(NAME_MAX),
                 "role": reader.number(255)}
        if made["role"] > 4:
            raise Fault("unknownValue")
    elif (number, count) == (3, 6):
        made |= {"change": "replica", "replica": reader.fixed(16), "key": reader.fixed(32),
                 "account": reader.fixed(16)}
    elif (number, count) == (4, 4):
        made |= {"change": "revoke", "key": reader.fixed(32)}
    else:
        raise Fault("unknownValue")
    return made


# ---- 6

def position(reader):
    count = reader.head(4)
    if count not in (3, 5):
        raise Fault("wrongType")
    made = {"seq": reader.number(2**62), "members": reader.number(MEMBERS_MAX)}
    if count == 3:
        return {**made, "digest": reader.number()}
    return {**made, "epoch": reader.optional(lambda: reader.fixed(16)), "running": reader.fixed(32),
            "membersHash": reader.fixed(32)}


def founding(reader):
    reader.exactly(3)
    return {"key": reader.fixed(32), "nonce": reader.fixed(16), "isPersonal": reader.boolean()}


def again(reader):
    reader.exactly(2)
    return {"previous": reader.fixed(32), "record": record(reader)}


def proof(reader):
    reader.exactly(2)
    count = reader.head(4)
    if count != 5:
        raise Fault("wrongType")
    made = {"seq": reader.number(2**62), "members": reader.number(MEMBERS_MAX),
            "epoch": reader.optional(lambda: reader.fixed(16)), "running": reader.fixed(32),
            "membersHash": reader.fixed(32)}
    signature = reader.fixed(64)
    if made["epoch"] is None:
        raise Fault("wrongType")
    return {"position": made, "signature": signature}


def request_part(reader):
    count = reader.exactly(2, 6, 7)
    made = {"set": reader.fixed(16), "position": position(reader), "bundles": [], "again": [],
            "membersTail": [], "founding": None, "proof": None}
    if count > 2:
        made["bundles"] = reader.list(BUNDLES_MAX, lambda: read_bundle(reader.content(2, BUNDLE_MAX)))
        made["again"] = reader.list(BUNDLES_MAX, lambda: again(reader))
        made["membersTail"] = reader.list(MEMBERS_MAX, lambda: member(reader))
        made["founding"] = reader.optional(lambda: founding(reader))
        if count == 7:
            made["proof"] = proof(reader)
        elif not (made["bundles"] or made["again"] or made["membersTail"] or made["founding"]):
            raise Fault("notCanonical")
    return made


def version(reader):
    if reader.number() != 1:
        raise Fault("unknownValue")


def request(reader):
    reader.exactly(3)
    version(reader)
    made = {"replica": reader.fixed(16), "parts": reader.list(SETS_MAX, lambda: request_part(reader))}
    if len({part["set"] for part in made["parts"]}) != len(made["parts"]):
        raise Fault("notCanonical")
    return made


def logged(reader):
    if reader.left() and reader.major() == 2:
        return {"snapshot": reader.content(2, PART_MAX).hex()}
    ahead = Reader(reader.octets)
    ahead.at = reader.at
    if ahead.head(4) != 6:
        return record(reader)
    reader.exactly(6)
    if not reader.stands(0xF6):
        raise Fault("truncated" if not reader.left() else "wrongType")
    return {"own": reader.number(2**62), "bundle": reader.fixed(32), "mask": mask(reader, None),
            "members": reader.number(MEMBERS_MAX), "receipt": receipt(reader)}


def results(reader):
    found = list(reader.content(2, BUNDLES_MAX))
    if any(result > 5 for result in found):
        raise Fault("unknownValue")
    return found


def mark(reader):
    reader.exactly(2)
    return {"seq": reader.number(2**62), "running": reader.fixed(32)}


def answer_part(reader):
    count = reader.exactly(3, 9, 12)
    made = {"status": reader.number(255)}
    if made["status"] > 6:
        raise Fault("unknownValue")
    made |= {"asked": reader.number(), "contentHash": reader.optional(lambda: reader.fixed(16)),
             "epoch": None, "personal": None, "results": [], "members": [], "log": [], "hasMore": False,
             "receipt": None, "marks": [], "again": []}
    if count > 3:
        made["epoch"] = reader.optional(lambda: reader.fixed(16))
        made["personal"] = reader.optional(lambda: reader.fixed(16))
        made["results"] = results(reader)
        made["members"] = reader.list(MEMBERS_MAX, lambda: member(reader))
        made["log"] = reader.list(BUNDLES_MAX, lambda: logged(reader))
        made["hasMore"] = reader.boolean()
    if count == 12:
        made["receipt"] = reader.optional(lambda: reader.fixed(64))
        made["marks"] = reader.list(MARKS_MAX, lambda: mark(reader))
        made["again"] = results(reader)
        if not any(made[part] for part in ("receipt", "marks", "again")):
            raise Fault("notCanonical")
    if count == 9 and not any(made[part] for part in ("epoch", "personal", "results", "members", "log", "hasMore")):
        raise Fault("notCanonical")
    return made


def answer(reader):
    count = reader.exactly(2, 3)
    version(reader)
    made = {"parts": reader.list(SETS_MAX, lambda: answer_part(reader)), "others": []}
    if count == 3:
        made["others"] = reader.list(SETS_MAX, lambda: reader.fixed(16))
        if not made["others"]:
            raise Fault("notCanonical")
    return made


# ---- 09, 2

def anchor(reader):
    reader.exactly(7)
    return [reader.text(SHORT_MAX), reader.text(CONTEXT_MAX), reader.text(CONTEXT_MAX), reader.number(2**32),
            reader.number(2**32), reader.text(SHORT_MAX), reader.fixed(32)]


def origin(reader):
    reader.exactly(6)
    return [reader.text(NAME_MAX), reader.text(SHORT_MAX), reader.text(SHORT_MAX), reader.text(SHORT_MAX),
            reader.number(2**48), reader.text(TEXT_MAX)]


def annotation(reader):
    count = reader.exactly(1, 2)
    return [reader.text(TEXT_MAX), anchor(reader) if count == 2 else None]


def runs(reader):
    count = reader.array(3 * RUNS_MAX)
    if count % 3:
        raise Fault("wrongType")
    found = []
    for _ in range(count // 3):
        found.append([reader.number(2**32 - 1), reader.number(2**32 - 1), reader.text(TEXT_MAX)])
        if not found[-1][1] and not found[-1][2]:
            raise Fault("notCanonical")
    return found


def article(reader):
    reader.exactly(8)
    made = [reader.text(SHORT_MAX), reader.optional(lambda: reader.text(SHORT_MAX)), reader.number(255)]
    if made[2] > 1:
        raise Fault("unknownValue")
    return made + [reader.number(2**32), reader.fixed(32), reader.number(MESSAGE_MAX), reader.fixed(32),
                   reader.number(MESSAGE_MAX)]


PAYLOADS = {71: annotation, 135: lambda r: r.text(TEXT_MAX), 203: runs, 266: lambda r: r.text(NAME_MAX),
            330: lambda r: r.boolean(), 394: lambda r: r.text(NAME_MAX), 456: lambda r: None,
            520: lambda r: None, 585: lambda r: None, 650: anchor, 727: article,
            786: lambda r: r.text(SHORT_MAX), 848: lambda r: None, 913: lambda r: None,
            986: lambda r: r.text(SHORT_MAX), 1034: origin}

# ---- 7

class PartReader(BundleReader):
    """A part of a snapshot; its entries are written as a bundle's, over one table."""

    def __init__(self, octets):
        super().__init__(octets)
        self.milliseconds, self.killed = 0, 0

    def part(self):
        reader = self.reader
        reader.exactly(7)
        made = {"set": reader.fixed(16)}
        seq = reader.number(2**62)
        if not seq:
            raise Fault("limit")
        made["before"] = reader.fixed(32)
        self.authors = reader.list(TABLE_MAX, self.author)
        if not self.authors:
            raise Fault("limit")
        self.replicas = [author["replica"] for author in self.authors]
        self.replicas += reader.list(TABLE_MAX, lambda: reader.fixed(16))
        self.articles = reader.list(TABLE_MAX, lambda: reader.fixed(16))
        count = reader.array(PART_RECORDS_MAX)
        if not count:
            raise Fault("limit")
        made["records"] = [self.record(made["set"], seq + more) for more in range(count)]
        if reader.left():
            raise Fault("trailing")
        signatures = {author["replica"]: author["signature"] for author in self.authors}
        for record in reversed(made["records"]):
            record["bundle"]["signature"] = signatures.pop(record["bundle"]["replica"], "")
        return made

    def author(self):
        reader = self.reader
        reader.exactly(4)
        return {"replica": reader.fixed(16), "counter": reader.number(2**62), "previous": reader.fixed(32),
                "signature": reader.fixed(64)}

    def record(self, of_set, seq):
        reader = self.reader
        reader.exactly(4)
        number = reader.number(TABLE_MAX)
        if number >= len(self.authors):
            raise Fault("unknownValue")
        author, members = self.authors[number], reader.number(MEMBERS_MAX)
        verdicts = reader.optional(lambda: mask(reader, None))
        count = reader.array(OPS_MAX)
        if not count:
            raise Fault("limit")
        if verdicts is not None:
            if len(verdicts) != count:
                raise Fault("wrongType")
            if not any(verdicts):
                raise Fault("notCanonical")
        verdicts = verdicts or [0] * count
        entries = [self.entry() for _ in range(count)]
        if any(("refused" in entry) != (verdict > 0) for entry, verdict in zip(entries, verdicts)):
            raise Fault("notCanonical")
        if author["counter"] == 2**62:
            raise Fault("limit")
        bundle = {"set": of_set, "replica": author["replica"], "first": author["counter"] + 1,
                  "previous": author["previous"], "entries": entries, "signature": ""}
        author["counter"] += count
        author["previous"] = wire.bundle_hash(bundle).hex()
        return {"seq": seq, "bundle": bundle, "mask": verdicts, "members": members, "receipt": None}


def read_part(octets):
    value = PartReader(octets).part()
    entries = [entry for record in value["records"] for entry in record["bundle"]["entries"]]
    return canonical(octets, value, lambda part: wire.cbor(wire.snapshot_items(part)), entries)


READERS = {"op": read_op, "snapshot": read_part, "bundle": read_bundle, "record": lambda octets: Reader(octets).whole(record),
           "member": lambda octets: Reader(octets).whole(member),
           "request": lambda octets: Reader(octets).whole(request),
           "answer": lambda octets: Reader(octets).whole(answer)}


def fault(kind, octets):
    """Why the octets are no value of the kind; None if they are one."""
    try:
        READERS[kind](octets)
    except Fault as fault:
        return str(fault)
    return None


def check(title, vector):
    """Holds a vector's octets to what it says of them."""
    octets = bytes.fromhex(vector["octets"])
    try:
        if vector["kind"] == "payload":
            if vector["opKind"] in PAYLOADS:
                Reader(octets).whole(PAYLOADS[vector["opKind"]])
        elif READERS[vector["kind"]](octets) != vector["input" if "input" in vector else "octets"]:
            raise SystemExit(f"{title}: read as something else")
    except Fault as fault:
        if str(fault) != vector.get("refused"):
            raise SystemExit(f"{title}: {fault}, not {vector.get('refused')}") from None
        return
    if "refused" in vector:
        raise SystemExit(f"{title}: read, not refused as {vector['refused']}")
