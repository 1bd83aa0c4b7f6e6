"""Who and what occurs in the vectors: fixed ids, keys and small builders of ops and bundles."""
import ed25519
import wire
from merge import KINDS, NOBODY, account_id, article_id, article_key, replica_id, set_id
from wire import blake


def name(label, count=16):
    """Octets that stand for a random id, the same each time."""
    return blake(b"vector ", label.encode())[:count].hex()


SEED = bytes(range(32))
KEY = ed25519.public_key(SEED).hex()
SERVER_SEED = bytes(range(32, 64))
SERVER_KEY = ed25519.public_key(SERVER_SEED).hex()
NONCE = name("nonce")
SET = set_id(KEY, NONCE)
OTHER_SET = set_id(SERVER_KEY, NONCE)
SECRET = name("secret")
ADA, BEN, CLEO = account_id(SECRET), name("ben"), name("cleo")
# Chosen so that unsigned octets decide: 7f before 80.
R1, R2, R3 = (replica_id(account, first + name(label, 5))
              for account, first, label in [(ADA, "7f", "r1"), (BEN, "80", "r2"), (CLEO, "01", "r3")])
R0 = replica_id(NOBODY, name("r0", 6))
EPOCH = name("epoch")
TEXT_HASH, SOURCE_HASH = name("text", 32), name("source", 32)
URL = "https://example.org/bagh"
ARTICLE = article_id(SET, article_key(url=URL))
NOW = 1_700_000_000_000 << 16


def article_payload(title="Bagh", url=URL):
    return wire.cbor(wire.article_items({
        "title": title, "url": url, "format": 1, "extractor": 1, "text": [TEXT_HASH, 1200],
        "source": [SOURCE_HASH, 1300]})).hex()


ANCHOR = {"exact": "the harbour", "prefix": "down to ", "suffix": ", where", "start": 120,
          "end": 131, "heading": "Night", "version": TEXT_HASH}


def op(kind, target=None, names=(), kills=(), stamp=NOW, was=None, payload=""):
    return {"kind": KINDS.get(kind, kind), "stamp": stamp, "target": target,
            "names": sorted([list(dot) for dot in names]), "kills": sorted([list(dot) for dot in kills]),
            "was": was, "payload": payload}


def on(article):
    return {"article": article}


def note(*dot):
    return {"annotation": list(dot)}


def identity(dot, first, scope=SET):
    return {"set": scope, "replica": dot[0], "counter": dot[1], "hash": wire.op_hash(first).hex()}


def bundle(entries, replica=R1, first=1, previous=wire.UNSET, scope=SET, signature=None):
    made = {"set": scope, "replica": replica, "first": first, "previous": previous,
            "entries": entries, "signature": signature or ""}
    if signature is None:
        made["signature"] = ed25519.sign(SEED, wire.bundle_hash(made)).hex()
    return made
