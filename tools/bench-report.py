"""Turns the findings of tools/bench into a Markdown table: a row, its target, ours, the peers, met or not."""

import os
import platform
import sys
import time


def read(path):
    found = {}
    with open(path) as file:
        for line in file:
            name, _, value = line.rstrip("\n").partition("\t")
            try:
                found[name] = float(value)
            except ValueError:
                found[name] = value
    return found


class Table:
    def __init__(self, found):
        self.found = found
        self.lines = []

    def has(self, *names):
        return all(isinstance(self.found.get(name), float) for name in names)

    def __getitem__(self, name):
        return self.found[name]

    def row(self, what, target, needs, ours, met=None, peers="–"):
        if not self.has(*needs):
            reason = next((v for k, v in self.found.items() if k == f"skipped.{what.split()[0]}"), "not measured")
            self.lines.append(f"| {what} | {target} | skipped: {reason} | {peers} | – |")
            return
        verdict = "" if met is None else "yes" if met() else "**no**"
        self.lines.append(f"| {what} | {target} | {ours()} | {peers} | {verdict} |")

    def ratios(self, peers, ours):
        """The peers' values of a time or size, and how many times ours they are."""
        parts = []
        for name, key, unit in peers:
            if self.has(key, ours):
                processor = self.found.get(key.removesuffix("ms") + "cpu.ms")
                more = f", processor {number(processor)}" if processor is not None else ""
                parts.append(f"{name} {number(self[key])} {unit} ({self[key] / self[ours]:.2g}×{more})")
        return "; ".join(parts) or "–"


def number(value):
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2g}"


def machine():
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, Linux {platform.release()}"


def milliseconds(text):
    """wrk's times as milliseconds."""
    if not isinstance(text, str):
        return text
    for unit, factor in (("us", 0.001), ("ms", 1), ("s", 1000), ("m", 60000)):
        if text.endswith(unit):
            return float(text.removesuffix(unit)) * factor
    return 0.0


def counts(t):
    t.row(
        "idle sync: octets of request and answer",
        "1 round trip, ≤ 64 each",
        ["idle.request.bytes", "idle.answer.bytes"],
        lambda: f"{t['idle.request.bytes']:.0f} and {t['idle.answer.bytes']:.0f}"
        f" (answer's head {t['idle.head.bytes']:.0f})",
        lambda: t["idle.request.bytes"] <= 64 and t["idle.answer.bytes"] <= 64,
    )
    t.row(
        "wire of 1,000 mixed edits, zstd as the server sends it",
        "≤ 30,000 B",
        ["wire.zstd1"],
        lambda: f"{number(t['wire.zstd1'])} B (raw {number(t['wire.raw'])}, level 3 {number(t['wire.zstd3'])},"
        f" level 19 {number(t['wire.zstd19'])}; the text alone, level 3, {number(t['wire.text.zstd3'])})",
        lambda: t["wire.zstd1"] <= 30_000,
        t.ratios(
            [("pycrdt", "peer.pycrdt.wire.zstd3", "B"), ("Loro", "peer.loro.wire.zstd3", "B")], "wire.zstd1"
        ),
    )
    t.row(
        "metadata an op of these",
        "≤ 16 B",
        ["wire.metadata.op"],
        lambda: f"{t['wire.metadata.op']:.1f} B raw, over {number(t['wire.ops'])} ops",
        lambda: t["wire.metadata.op"] <= 16,
    )
    t.row(
        "SQLite steps to take them in",
        "–",
        ["merge.steps"],
        lambda: f"{number(t['merge.steps'])} steps, {t['merge.compilations']:.0f} compilations,"
        f" {t['merge.checks']:.0f} signature checks",
    )


def times(t):
    for store in ("offline", "large"):
        notes = number(t.found.get(f"{store}.notes", 0))
        for name, what in (("list", "`list --limit 20`"), ("show", "`show`"), ("mark", "`mark`"), ("read", "`read`")):
            key = f"{store}.{name}"
            more = f", an article with {number(t.found.get(f'{store}.read.notes', 0))} of them" if name == "read" else ""
            t.row(
                f"{what} on {notes} notes{more}",
                "≤ 15 ms, ≤ 25 MB" if name in ("list", "mark") else "–",
                [f"{key}.ms", f"{key}.steps"],
                lambda: f"{t[f'{key}.ms']:.1f} ms (p95 {t[f'{key}.ms.p95']:.1f},"
                f" processor {t[f'{key}.cpu.ms']:.1f}), {t[f'{key}.kb'] / 1024:.1f} MB,"
                f" {t[f'{key}.steps']:.0f} SQLite steps",
                (lambda: t[f"{key}.ms"] <= 15 and t[f"{key}.kb"] <= 25 * 1024) if name in ("list", "mark") else None,
            )
    t.row(
        "start of the program (`--version`)",
        "≤ 10 ms",
        ["offline.start.ms"],
        lambda: f"{t['offline.start.ms']:.1f} ms (processor {t['offline.start.cpu.ms']:.1f})",
        lambda: t["offline.start.ms"] <= 10,
    )
    for format in ("jsonl", "w3c", "hypothesis", "csv"):
        t.row(
            f"{format}: {number(t.found.get('exchange.notes', 0))} notes out and in",
            "≤ 10 s, ≤ 200 MB",
            [f"export.{format}.ms", f"import.{format}.ms"],
            lambda: f"out {t[f'export.{format}.ms'] / 1000:.1f} s, {t[f'export.{format}.kb'] / 1024:.0f} MB;"
            f" in {t[f'import.{format}.ms'] / 1000:.1f} s, {t[f'import.{format}.kb'] / 1024:.0f} MB",
            lambda: t[f"import.{format}.ms"] <= 10_000 and t[f"import.{format}.kb"] <= 200 * 1024,
        )
    t.row(
        "idle sync, 64 connections",
        "≥ 25,000/s",
        ["idle.req/s"],
        lambda: f"{number(t['idle.req/s'])}/s, {t['idle.server.us']:.0f} µs of processor each,"
        f" p99 {milliseconds(t['idle.p99']):.1f} ms, {t['idle.failures']:.0f} failures",
        lambda: t["idle.req/s"] >= 25_000 and t["idle.failures"] == 0,
        t.ratios([("Kinto in memory", "peer.kinto.idle.req/s", "/s")], "idle.req/s"),
    )
    t.row(
        "1,000 remote edits into 10,000 annotations, durable, beyond signature checks",
        "≤ 15 ms",
        ["merge.ms"],
        lambda: f"{t['merge.ms']:.1f} ms (best {t['merge.ms.best']:.1f}; processor {t['merge.cpu.ms']:.1f});"
        f" decoding {t['merge.decode.ms']:.1f}, checks {t['merge.check.ms']:.2f}",
        lambda: t["merge.ms"] <= 15,
        t.ratios(
            [("pycrdt in memory", "peer.pycrdt.merge.ms", "ms"), ("Loro in memory", "peer.loro.merge.ms", "ms")],
            "merge.ms",
        ),
    )
    t.row(
        "trace of 259,778 edits, replayed",
        "≤ 60 ms",
        ["trace.ms"],
        lambda: f"{t['trace.ms']:.1f} ms (best {t['trace.ms.best']:.1f}, processor {t['trace.cpu.ms']:.1f};"
        f" {t['trace.build.ms']:.1f} to build the graph)",
        lambda: t["trace.ms"] <= 60,
        t.ratios([("Loro", "peer.loro.trace.ms", "ms"), ("pycrdt", "peer.pycrdt.trace.ms", "ms")], "trace.ms"),
    )
    t.row(
        "a quote of 300 characters with 30 errors in 1 MB, where it begins and ends",
        "≤ 5 ms",
        ["approximate.ms"],
        lambda: f"{t['approximate.ms']:.1f} ms (best {t['approximate.ms.best']:.1f}),"
        f" {t['approximate.errors']:.0f} errors",
        lambda: t["approximate.ms"] <= 5
        and t.found.get("peer.edlib.errors", t["approximate.errors"]) == t["approximate.errors"],
        t.ratios(
            [("edlib, the end alone", "peer.edlib.distance.ms", "ms"), ("edlib", "peer.edlib.locations.ms", "ms")],
            "approximate.ms",
        ),
    )
    for name, what in (
        ("rare", "a word that few have"),
        ("common", "the word that most have"),
        ("both", "that word, not in replies, answered, of today"),
        ("none", "that word and a tag that none has"),
    ):
        t.row(
            f"`list QUERY --limit 20` on {number(t.found.get('find.annotations', 0))} annotations: {what}",
            "≤ 30 ms",
            [f"find.{name}.ms"],
            lambda: f"{t[f'find.{name}.ms']:.1f} ms (p95 {t[f'find.{name}.ms.p95']:.1f},"
            f" processor {t[f'find.{name}.cpu.ms']:.1f})",
            lambda: t[f"find.{name}.ms"] <= 30,
        )
    t.row(
        "all annotations with a word that few have, in process, by the index",
        "–",
        ["find.index.ms", "find.scan.ms"],
        lambda: f"{t['find.index.ms']:.1f} ms for {t['find.index.found']:.0f};"
        f" by looking at every annotation {number(t['find.scan.ms'])} ms for {t['find.scan.found']:.0f}",
        lambda: t["find.index.found"] == t["find.scan.found"],
    )
    pushes(t)
    t.row(
        f"clone of {number(t.found.get('clone.annotations', 0))} annotations by `postil login`",
        "≥ 100,000/s, ≤ 64 MB (at 1,000,000)",
        ["clone.ms"],
        lambda: f"{number(t['clone.annotations'] / t['clone.ms'] * 1000)}/s (processor {t['clone.cpu.ms'] / 1000:.1f} s),"
        f" {t['clone.kb'] / 1024:.0f} MB"
        f" ({number(t['clone.listed'])} listed, store {number(t['clone.store.mb'])} MB)",
        lambda: t["clone.annotations"] / t["clone.ms"] * 1000 >= 100_000 and t["clone.kb"] <= 64 * 1024,
    )


def pushes(t):
    for key, what, least in (("single", "single ops", 5_000), ("bundle", "ops in bundles of 100", 100_000)):
        name = f"push.{key}"
        peers = "–"
        if key == "single" and t.has("peer.kinto.push.ops/s", f"{name}.ops/s"):
            peers = (
                t.ratios([("Kinto in memory", "peer.kinto.push.ops/s", "/s")], f"{name}.ops/s")
                + f", p99 {milliseconds(t['peer.kinto.push.p99']):,.0f} ms,"
                + f" {t['peer.kinto.push.failures']:.0f} of {t['peer.kinto.push.requests']:,.0f} failed"
            )
        elif key == "single" and "skipped.kinto" in t.found:
            peers = f"Kinto skipped: {t['skipped.kinto']}"
        t.row(
            f"durable pushes of 64 clients, {what}",
            f"≥ {least:,}/s, p99 ≤ 20 ms, 0 failures",
            [f"{name}.ops/s"],
            lambda: f"{number(t[f'{name}.ops/s'])}/s, p50 {t[f'{name}.p50.ms']:.1f} ms,"
            f" p99 {t[f'{name}.p99.ms']:.1f} ms, {t[f'{name}.failures']:.0f} failures;"
            f" {t[f'{name}.server.us/op']:.0f} µs of processor an op",
            lambda: t[f"{name}.ops/s"] >= least and t[f"{name}.p99.ms"] <= 20 and t[f"{name}.failures"] == 0,
            peers,
        )


def main():
    t = Table(read(sys.argv[1]))
    counts(t)
    times(t)
    t.row(
        "snapshot: octets an annotation with three tags and five replies, as the server sends it",
        "≤ 270 B",
        ["snapshot.octets.annotation", "snapshot.log.octets.annotation"],
        lambda: f"{t['snapshot.octets.annotation']:.0f} B, from the log {t['snapshot.log.octets.annotation']:.0f} B;"
        f" read in {t['snapshot.cut.read.ms']:.0f} ms, from the log in {t['snapshot.log.read.ms']:.0f} ms",
        lambda: t["snapshot.octets.annotation"] <= 270,
    )
    t.lines.append("| repair of 10 differences in 1,000,000 annotations | – | later | – | – |")
    print(f"Measured {time.strftime('%Y-%m-%d')} on {machine()}; load before {os.getloadavg()[2]:.1f}.")
    print("Times are medians; in parentheses behind a peer, its value over ours.\n")
    print("| what | target | ours | peers in the same run | met |")
    print("| --- | --- | --- | --- | --- |")
    print("\n".join(t.lines))


if __name__ == "__main__":
    main()
