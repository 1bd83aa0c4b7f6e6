#!/usr/bin/env python3
"""Writes all vectors below a folder: make.py FOLDER. Standard library only; the same octets each time."""
import json
import pathlib
import sys

import chapter03
import chapter04
import chapters
import reader
from merge import text_of

FOLDERS = {
    "03-replication/valid": chapter03.valid, "03-replication/invalid": chapter03.invalid,
    "04-wire-format/valid": chapter04.valid, "04-wire-format/invalid": chapter04.invalid,
    "05-sync/valid": chapters.valid05, "05-sync/invalid": chapters.invalid05,
    "07-access/valid": chapters.valid07,
    "09-codes/valid": chapters.valid09, "09-codes/invalid": chapters.invalid09}


def main(out):
    for folder, vectors in FOLDERS.items():
        place = pathlib.Path(out, folder)
        place.mkdir(parents=True, exist_ok=True)
        seen = set()
        for title, vector in vectors():
            if title in seen:
                raise SystemExit(f"two vectors are called {folder}/{title}")
            seen.add(title)
            if "octets" in vector:
                reader.check(f"{folder}/{title}", vector)
            text = json.dumps(vector, ensure_ascii=True, indent=1)
            (place / f"{title}.json").write_text(text + "\n", encoding="ascii")


def check_graphs(path):
    """Holds text graphs of another origin to the same rules."""
    for graph in json.loads(path.read_text(encoding="utf-8"))["vectors"]:
        name = lambda dot: ("00", dot[0], dot[1], "00")
        ops = [(name(op["dot"]), [name(dot) for dot in op["predecessors"]], op["runs"]) for op in graph["ops"]]
        if text_of(ops) != graph["text"]:
            raise SystemExit(f"{path}: {graph['name']}: {text_of(ops)!r}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("make.py FOLDER")
    main(sys.argv[1])
    graphs = pathlib.Path(__file__).resolve().parents[2] / "Protocol/vectors/text/graphs.json"
    if graphs.exists():
        check_graphs(graphs)
