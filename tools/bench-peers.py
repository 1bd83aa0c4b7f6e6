"""Measures other engines on the data that postil-bench wrote; prints a name, a tab and a number a line.

    bench-peers.py trace TRACE.json.gz OUT      turns a trace into the words that postil-bench reads
    bench-peers.py merge ENGINE DATA.json       a thousand edits of one replica come into another
    bench-peers.py replay ENGINE TRACE.json.gz  a trace, an edit a transaction
    bench-peers.py quote TEXT PATTERN           writes a megabyte of words, and 300 of its characters with 30 errors
    bench-peers.py find edlib TEXT PATTERN      looks for the one in the other

An engine is pycrdt or loro; the edits are applied in memory, nothing is written to a disk.
"""

import gzip
import json
import random
import resource
import struct
import subprocess
import sys
import time


def put(name, value):
    print(f"{name}\t{round(value, 3)}", flush=True)


def zstd(octets, level):
    done = subprocess.run(["zstd", "-q", "-c", f"-{level}"], input=octets, stdout=subprocess.PIPE, check=True)
    return len(done.stdout)


def read_trace(path):
    with gzip.open(path) as file:
        trace = json.load(file)
    edits = [edit for step in trace["txns"] for edit in step["patches"]]
    return edits, trace["endContent"]


def convert(path, out):
    edits, end = read_trace(path)
    with open(out, "wb") as file:
        file.write(struct.pack("<I", len(edits)))
        for position, deleted, inserted in edits:
            text = inserted.encode()
            file.write(struct.pack("<III", position, deleted, len(text)) + text)
        text = end.encode()
        file.write(struct.pack("<I", len(text)) + text)


def write_quote(text_path, pattern_path):
    """Words as often as words are: few of them make most of the text."""
    draw = random.Random(1)
    words = ["".join(draw.choice("etaoinshrdlucmfwypvbgkjqxz") for _ in range(draw.randint(1, 10))) for _ in range(4000)]
    weights = [1 / (rank + 2) for rank in range(len(words))]
    text = " ".join(draw.choices(words, weights, k=200_000))[: 1 << 20]
    quote = list(text[700_000:700_300])
    for place in sorted(draw.sample(range(300), 30), reverse=True):
        kind = draw.randrange(3)
        if kind == 0:
            del quote[place]
        elif kind == 1:
            quote.insert(place, draw.choice("etaoin "))
        else:
            quote[place] = draw.choice("ETAOIN")
    with open(text_path, "w") as file:
        file.write(text)
    with open(pattern_path, "w") as file:
        file.write("".join(quote))


def find(name, text_path, pattern_path):
    import edlib

    text, pattern = open(text_path).read(), open(pattern_path).read()
    for task in "distance", "locations":
        times = []
        for _ in range(9):
            start = time.perf_counter()
            found = edlib.align(pattern, text, mode="HW", task=task, k=30)
            times.append((time.perf_counter() - start) * 1000)
        put(f"peer.{name}.{task}.ms", sorted(times)[len(times) // 2])
    put(f"peer.{name}.errors", found["editDistance"])
    put(f"peer.{name}.end", found["locations"][0][1] + 1)


class Pycrdt:
    """Annotations as maps, their comments as texts, tags as a map's keys."""

    def __init__(self, client, start=None):
        import pycrdt

        self.of = pycrdt
        self.doc = pycrdt.Doc(client_id=client)
        self.root = self.doc.get("annotations", type=pycrdt.Map)
        if start is not None:
            self.doc.apply_update(start)

    def _made(self, a):
        m = self.of
        return m.Map(
            {
                "article": a["article"],
                "start": a["start"],
                "quote": a["quote"],
                "body": m.Text(a["body"]),
                "tags": m.Map({tag: True for tag in a["tags"]}),
                "replies": m.Map({str(n): reply for n, reply in enumerate(a["replies"])}),
            }
        )

    def build(self, annotations):
        with self.doc.transaction():
            for number, a in enumerate(annotations):
                self.root[str(number)] = self._made(a)

    def edit(self, number, e):
        with self.doc.transaction():
            key, kind = str(e["annotation"]), e["kind"]
            if kind == "new":
                self.root[f"new{number}"] = self._made(e["made"])
                return
            if key not in self.root:
                return
            if kind == "remove":
                del self.root[key]
                return
            item = self.root[key]
            body = item["body"]
            if kind == "insert":
                body.insert(min(e["at"], len(body)), e["text"])
            elif kind == "delete":
                start = min(e["at"], len(body))
                del body[start : min(start + e["count"], len(body))]
            elif kind == "tag":
                item["tags"][e["text"]] = True
            elif kind == "untag":
                if e["text"] in item["tags"]:
                    del item["tags"][e["text"]]
            elif kind == "reply":
                item["replies"][f"new{number}"] = e["text"]

    def version(self):
        return self.doc.get_state()

    def since(self, version):
        return self.doc.get_update(version)

    def apply(self, octets):
        self.doc.apply_update(octets)

    def whole(self):
        return self.doc.get_update()

    def value(self):
        return self.root.to_py()


class Loro:
    """The same shapes in Loro's containers."""

    def __init__(self, client, start=None):
        import loro

        self.of = loro
        self.doc = loro.LoroDoc()
        self.doc.peer_id = client
        if start is not None:
            self.doc.import_(start)
        self.root = self.doc.get_map("annotations")

    def _make(self, key, a):
        m = self.of
        item = self.root.insert_container(key, m.LoroMap())
        for name in ("article", "start", "quote"):
            item.insert(name, a[name])
        item.insert_container("body", m.LoroText()).insert(0, a["body"])
        tags = item.insert_container("tags", m.LoroMap())
        for tag in a["tags"]:
            tags.insert(tag, True)
        replies = item.insert_container("replies", m.LoroMap())
        for number, reply in enumerate(a["replies"]):
            replies.insert(str(number), reply)

    def build(self, annotations):
        for number, a in enumerate(annotations):
            self._make(str(number), a)
        self.doc.commit()

    def edit(self, number, e):
        self._edit(number, e)
        self.doc.commit()

    def _edit(self, number, e):
        key, kind = str(e["annotation"]), e["kind"]
        if kind == "new":
            return self._make(f"new{number}", e["made"])
        found = self.root.get(key)
        if found is None:
            return None
        if kind == "remove":
            return self.root.delete(key)
        item = found.container
        if kind in ("insert", "delete"):
            body = item.get("body").container
            length = body.len_unicode
            start = min(e["at"], length)
            if kind == "insert":
                body.insert(start, e["text"])
            elif start < length:
                body.delete(start, min(e["count"], length - start))
        elif kind in ("tag", "untag"):
            tags = item.get("tags").container
            if kind == "tag":
                tags.insert(e["text"], True)
            elif tags.get(e["text"]) is not None:
                tags.delete(e["text"])
        elif kind == "reply":
            item.get("replies").container.insert(f"new{number}", e["text"])
        return None

    def version(self):
        return self.doc.oplog_vv.encode()

    def since(self, version):
        m = self.of
        return self.doc.export(m.ExportMode.Updates(m.VersionVector.decode(version)))

    def apply(self, octets):
        self.doc.import_(octets)

    def whole(self):
        return self.doc.export(self.of.ExportMode.Snapshot())

    def value(self):
        return self.root.get_deep_value()


ENGINES = {"pycrdt": Pycrdt, "loro": Loro}


def merge(name, path, runs=5):
    with open(path) as file:
        data = json.load(file)
    engine = ENGINES[name]
    first = engine(1)
    first.build(data["annotations"])
    whole = first.whole()
    put(f"peer.{name}.whole", len(whole))
    put(f"peer.{name}.whole.zstd3", zstd(whole, 3))
    writer = engine(2, whole)
    version = writer.version()
    for number, e in enumerate(data["edits"]):
        writer.edit(number, e)
    update = writer.since(version)
    put(f"peer.{name}.wire.raw", len(update))
    put(f"peer.{name}.wire.zstd3", zstd(update, 3))
    expected = writer.value()
    times, processing = [], []
    for run in range(runs):
        reader = engine(10 + run, whole)
        reader.value()
        start, processor = time.perf_counter(), time.process_time()
        reader.apply(update)
        times.append((time.perf_counter() - start) * 1000)
        processing.append((time.process_time() - processor) * 1000)
        if run == 0 and reader.value() != expected:
            sys.exit(f"{name}: the replicas differ")
    put(f"peer.{name}.merge.ms", sorted(times)[len(times) // 2])
    put(f"peer.{name}.merge.cpu.ms", sorted(processing)[len(processing) // 2])
    put(f"peer.{name}.mb", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def replay(name, path):
    edits, end = read_trace(path)
    start, processor = time.perf_counter(), time.process_time()
    if name == "pycrdt":
        import pycrdt

        doc = pycrdt.Doc(client_id=1)
        text = doc.get("text", type=pycrdt.Text)
        for position, deleted, inserted in edits:
            with doc.transaction():
                if deleted:
                    del text[position : position + deleted]
                if inserted:
                    text.insert(position, inserted)
        result = str(text)
    else:
        import loro

        doc = loro.LoroDoc()
        text = doc.get_text("text")
        for position, deleted, inserted in edits:
            if deleted:
                text.delete(position, deleted)
            if inserted:
                text.insert(position, inserted)
        doc.commit()
        result = text.to_string()
    put(f"peer.{name}.trace.ms", (time.perf_counter() - start) * 1000)
    put(f"peer.{name}.trace.cpu.ms", (time.process_time() - processor) * 1000)
    if result != end:
        sys.exit(f"{name}: the replayed text is another one")


if __name__ == "__main__":
    job, *rest = sys.argv[1:]
    jobs = {"trace": convert, "merge": merge, "replay": replay, "quote": write_quote, "find": find}
    jobs[job](*rest)
