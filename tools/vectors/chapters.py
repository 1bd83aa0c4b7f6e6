"""Vectors of the short chapters: 05 the log, 07 the membership log and secrets, 09 payloads."""
import wire
from cast import (ADA, ANCHOR, ARTICLE, BEN, EPOCH, KEY, NONCE, NOW, R1, R2, SERVER_KEY, SERVER_SEED, SET,
                  TEXT_HASH, article_payload, bundle, name, note, on, op)
from ed25519 import sign
from merge import KINDS
from wire import Raw, cbor, octets

ADD = op("addArticle", on(ARTICLE), payload=article_payload())


def valid05():
    first = bundle([ADD])
    second = bundle([op("annotate", on(ARTICLE), stamp=NOW + 1, payload=wire.annotate(""))], first=2,
                    previous=wire.bundle_hash(first).hex())
    third = bundle([op("colour", note(R1, 2), stamp=NOW + 2, payload=wire.word("pink"))], R2)
    running, records, expected = wire.running_start(SET), [], [wire.running_start(SET).hex()]
    for seq, (made, mask, members) in enumerate([(first, [0], 2), (second, [0], 2), (third, [1], 4)], 1):
        record = {"seq": seq, "bundle": made, "mask": mask, "members": members, "receipt": None}
        running = wire.running_hash(running, record)
        record["receipt"] = sign(SERVER_SEED, wire.receipt_message(SET, seq, running)).hex()
        records.append(record)
        expected.append(running.hex())
    yield "log-with-receipts", {
        "kind": "log", "clause": "05, 2", "comment": "the running hash after each record, and its receipt",
        "input": {"set": SET, "serverKey": SERVER_KEY, "records": records},
        "expected": {"running": expected}}
    start = {"seq": 0, "members": 0, "epoch": None, "running": expected[0], "membersHash": wire.UNSET}
    for title, position in {
        "nothing-read": start,
        "read": {"seq": 3, "members": 4, "epoch": EPOCH, "running": expected[3], "membersHash": TEXT_HASH},
        "epoch-known-nothing-read": {**start, "epoch": EPOCH}}.items():
        yield f"position-{title}", {
            "kind": "position", "clause": "05, 3", "comment": "the digest that stands for a position",
            "input": position, "expected": {"digest": wire.digest(position)}}


def invalid05():
    made = bundle([ADD])
    message = wire.bundle_hash(made)
    signature = octets(made["signature"])
    stood = {"seq": 3, "members": 4, "epoch": EPOCH, "running": TEXT_HASH, "membersHash": TEXT_HASH}
    for title, comment, key, signed, content in [
        ("bundle-signed-by-another", "the signature of another key", KEY, sign(SERVER_SEED, message), message),
        ("bundle-changed", "another previous hash than the signed one", KEY, signature,
         wire.bundle_hash({**made, "previous": TEXT_HASH})),
        ("signature-octet-changed", "one bit of the signature", KEY, signature[:-1] + bytes([signature[-1] ^ 1]), message),
        ("signature-order-added", "S is not below the order of the group (RFC 8032, 5.1.7)", KEY,
         signature[:32] + (int.from_bytes(signature[32:], "little") + 2**252
                           + 27742317777372353535851937790883648493).to_bytes(32, "little"), message),
        ("receipt-of-another-place", "a receipt of another place", SERVER_KEY,
         sign(SERVER_SEED, wire.receipt_message(SET, 2, message)), wire.receipt_message(SET, 1, message)),
        ("standing-of-another-epoch", "a signed position of another epoch", SERVER_KEY,
         sign(SERVER_SEED, wire.standing_message(SET, {**stood, "epoch": name("before")})),
         wire.standing_message(SET, stood)),
    ]:
        yield title, {"kind": "signature", "clause": "03, 4.2", "comment": comment,
                      "input": {"key": key, "message": content.hex(), "signature": signed.hex()},
                      "refused": "signature"}


def valid07():
    changes = [
        {"by": ADA, "change": "found", "key": KEY, "nonce": NONCE, "isPersonal": False, "name": "ada"},
        {"by": ADA, "change": "replica", "replica": R1, "key": KEY, "account": ADA},
        {"by": ADA, "change": "role", "account": BEN, "name": "ben", "role": 2},
        {"by": BEN, "change": "replica", "replica": R2, "key": SERVER_KEY, "account": BEN},
        {"by": BEN, "change": "replica", "replica": R2, "key": KEY, "account": ADA},
        {"by": ADA, "change": "role", "account": BEN, "name": "ben", "role": 3},
        {"by": BEN, "change": "revoke", "key": SERVER_KEY},
        {"by": ADA, "change": "role", "account": BEN, "name": "ben", "role": 0},
        {"by": BEN, "change": "found", "key": SERVER_KEY, "nonce": NONCE, "isPersonal": False, "name": "ben"}]
    entries, hashes, roles, holders = [], [wire.UNSET], {}, {}
    steps, revoked = [], set()
    for number, change in enumerate(changes):
        entry = {"id": name(f"entry {number}"), **change}
        entries.append(entry)
        hashes.append(wire.member_hash(octets(hashes[-1]), entry).hex())
        if change["change"] == "found" and number == 0:
            roles[change["by"]] = 4
        elif change["change"] == "role":
            roles[change["account"]] = change["role"]
        elif change["change"] == "replica":
            holders.setdefault(change["replica"], (change["account"], change["key"]))
        elif change["change"] == "revoke":
            revoked.add(change["key"])
        steps.append({"roles": {account: role for account, role in sorted(roles.items()) if role},
                      "holders": {replica: account for replica, (account, key) in sorted(holders.items())
                                  if key not in revoked}})
    yield "membership-log", {
        "kind": "membership", "clause": "07, 3", "comment": "hash, roles and replicas after each entry",
        "input": {"set": SET, "entries": entries}, "expected": {"hashes": hashes, "steps": steps}}


def valid09():
    article = cbor(wire.article_items({"title": "T", "url": None, "format": 0, "extractor": 1,
                                       "text": [TEXT_HASH, 0], "source": [TEXT_HASH, 33_554_432]})).hex()
    for title, kind, payload in [
        ("page-note", "annotate", wire.annotate("about it all")), ("highlight", "annotate", wire.annotate("", ANCHOR)),
        ("reply", "reply", wire.word("because\nof 👩‍👧")), ("runs", "text", wire.runs((0, 2, "x"), (2**32 - 1, 0, "y"))),
        ("no-runs", "text", wire.runs()), ("colour", "colour", wire.word("mauve")), ("no-colour", "colour", wire.word("")),
        ("closed", "status", "f5"), ("open", "status", "f4"), ("tag", "tag", wire.word("n" * 256)),
        ("untag", "untag", ""), ("reattach", "reattach", cbor(wire.anchor_items(ANCHOR)).hex()),
        ("origin", "origin", cbor(["w3c", "http://example.org/anno1", "Cleo", "", 1_700_000_000_000, "{}"]).hex()),
        ("article", "addArticle", article_payload()), ("article-without-url", "addArticle", article),
        ("title", "title", wire.word("t" * 16_384)), ("unknown-kind", 99 << 6 | 8, "ff"),
    ]:
        yield f"payload-{title}", {"kind": "payload", "clause": "09, 2", "comment": f"a payload: {title}",
                                   "opKind": KINDS.get(kind, kind), "octets": payload, "expected": {}}
    yield "kinds", {"kind": "kinds", "clause": "09, 1", "comment": "the registry", "expected": {
        label: {"raw": raw, "number": raw >> 6, "class": raw >> 3 & 7, "creates": bool(raw & 4),
                "keeps": bool(raw & 2), "isContent": bool(raw & 1)} for label, raw in KINDS.items()}}


def invalid09():
    anchor, article = wire.anchor_items(ANCHOR), [*wire.article_items({
        "title": "T", "url": None, "format": 0, "extractor": 1, "text": [TEXT_HASH, 1], "source": [TEXT_HASH, 1]})]
    put = lambda items, at, value: [value if index == at else item for index, item in enumerate(items)]
    for title, kind, comment, items, case in [
        ("annotate-nothing", "annotate", "an array of no item", [], "wrongType"),
        ("annotate-three", "annotate", "an item too many", ["a", anchor, None], "limit"),
        ("annotate-null-anchor", "annotate", "no anchor written out", ["a", None], "wrongType"),
        ("annotate-nul", "annotate", "U+0000 in a comment", ["a\0"], "invalidText"),
        ("annotate-too-long", "annotate", "131,073 octets", ["a" * 131_073], "limit"),
        ("anchor-six", "reattach", "an anchor without version", anchor[:6], "wrongType"),
        ("anchor-prefix-too-long", "reattach", "a prefix of 513 octets", put(anchor, 1, "p" * 513), "limit"),
        ("anchor-start-negative", "reattach", "a negative start", put(anchor, 3, -1), "wrongType"),
        ("anchor-end-beyond", "reattach", "an end of 2**32 + 1", put(anchor, 4, 2**32 + 1), "limit"),
        ("origin-five", "origin", "an origin without its rest", ["w3c", "1", "", "", 0], "wrongType"),
        ("origin-late", "origin", "a time of 2**48 + 1", ["w3c", "1", "", "", 2**48 + 1, ""], "limit"),
        ("reply-octets", "reply", "an octet string for a text", b"yes", "wrongType"),
        ("reply-not-utf8", "reply", "a continuation octet alone", Raw(b"\x61\x80"), "invalidText"),
        ("runs-four-items", "text", "a run and a third", [0, 1, "a", 2], "wrongType"),
        ("runs-nothing", "text", "a run that does nothing", [3, 0, ""], "notCanonical"),
        ("runs-position-beyond", "text", "a position of 2**32", [2**32, 0, "a"], "limit"),
        ("runs-position-negative", "text", "a negative position", [-1, 0, "a"], "wrongType"),
        ("runs-too-many", "text", "10,001 runs", [0, 1, ""] * 10_001, "limit"),
        ("colour-number", "colour", "a number for a word", 3, "wrongType"),
        ("tag-too-long", "tag", "257 octets", "n" * 257, "limit"),
        ("tag-empty-payload", "tag", "no octets at all", Raw(b""), "truncated"),
        ("status-null", "status", "neither true nor false", None, "wrongType"),
        ("status-trailing", "status", "an octet too many", Raw(b"\xf5\xf5"), "trailing"),
        ("untag-payload", "untag", "a payload where none belongs", None, "trailing"),
        ("delete-payload", "delete", "a payload where none belongs", [], "trailing"),
        ("article-format-two", "addArticle", "format 2", put(article, 2, 2), "unknownValue"),
        ("article-format-beyond", "addArticle", "format 256", put(article, 2, 256), "limit"),
        ("article-hash-short", "addArticle", "a hash of 31 octets", put(article, 4, bytes(31)), "wrongType"),
        ("article-too-large", "addArticle", "a source beyond the limit", put(article, 7, 33_554_433), "limit"),
        ("article-trailing", "addArticle", "an octet too many", Raw(cbor(article) + b"\x00"), "trailing"),
        ("title-too-long", "title", "16,385 octets", "t" * 16_385, "limit"),
    ]:
        yield f"payload-{title}", {"kind": "payload", "clause": "09, 2", "comment": comment, "opKind": KINDS[kind],
                                   "octets": cbor(items).hex(), "refused": case}
