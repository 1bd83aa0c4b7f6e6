"""Vectors of Protocol/03-replication.md: names, verdicts, merged state and texts."""
import wire
from cast import (ADA, ANCHOR, ARTICLE, BEN, CLEO, KEY, NONCE, NOW, OTHER_SET, R0, R1, R2, R3, SECRET, SET, SOURCE_HASH, URL,
                  article_payload, identity, name, note, on, op)
from merge import (COMMENTER, EDITOR, KINDS, OWNER, READER, VERDICTS, State, annotation_id, article_id, foreign_identity,
                   article_key, set_id, text_of)

ADD = op("addArticle", on(ARTICLE), payload=article_payload())
MARK = op("annotate", on(ARTICLE), stamp=NOW + 1, payload=wire.annotate("one two three", ANCHOR))
MARK_ID = annotation_id(MARK, (SET, R1, 2, wire.op_hash(MARK).hex()))
WORD = {label: wire.word(label) for label in ("green", "blue", "bagh", "Night", "Morning", "yes", "no", "")}


def at(minutes):
    return NOW + (minutes * 60_000 << 16)


def valid():
    yield from naming()
    yield from merges()
    yield from judged(True)
    yield from texts()


def invalid():
    yield from judged(False)


# ---- 2

def naming():
    cases = {"set": ({"key": KEY, "nonce": NONCE}, set_id(KEY, NONCE)),
             "article-by-url": ({"set": SET, "url": URL}, article_id(SET, article_key(url=URL))),
             "article-by-source": ({"set": SET, "source": SOURCE_HASH},
                                   article_id(SET, article_key(source=SOURCE_HASH))),
             "account": ({"secret": SECRET}, ADA),
             "replica": ({"account": ADA, "random": R1[:12]}, R1),
             "article-of-another-set": ({"set": OTHER_SET, "url": URL},
                                        article_id(OTHER_SET, article_key(url=URL)))}
    for title, (parts, result) in cases.items():
        yield f"name-{title}", {"kind": f"{title.split('-')[0]}ID", "clause": "03, 2",
                                "comment": f"the id of: {title}", "input": parts, "expected": {"id": result}}
    tag = op("tag", note(R1, 2), stamp=at(2), payload=WORD["green"])
    for title, made, set_, value, making in [
            ("making", MARK, SET, "", wire.UNSET), ("personal", MARK, bytes(16).hex(), "", wire.UNSET),
            ("tag", tag, SET, tag["payload"], name("a making") * 2)]:
        yield f"name-foreign-{title}", {
            "kind": "foreignIdentity", "clause": "03, 2.8", "comment": "the first issue that a note of another program has",
            "input": {"account": ADA, "set": set_, "format": "w3c", "key": "http://example.org/anno1", "op": made,
                      "value": value, "making": making},
            "expected": foreign_identity(ADA, set_, "w3c", "http://example.org/anno1", made, value, making)}
    moved = {**MARK, "target": on(name("elsewhere")), "was": identity((R1, 2), MARK)}
    for title, made in {"annotation": MARK, "annotation-after-a-move": moved}.items():
        first = made["was"] or identity((R1, 2), made)
        key = first["set"], first["replica"], first["counter"], first["hash"]
        yield f"name-{title}", {
            "kind": "annotationID", "clause": "03, 2.5", "comment": "the id depends on the first issue, not on the target",
            "input": {"op": made, "identity": first}, "expected": {"id": annotation_id(made, key)}}


# ---- 3

def merges():
    base = [((R1, 1), ADA, ADD), ((R1, 2), ADA, MARK)]
    mark = note(R1, 2)
    edit = lambda runs, seen, minutes: op("text", mark, seen, stamp=at(minutes), payload=wire.runs(*runs))
    reply = op("reply", mark, stamp=at(3), payload=WORD["yes"])
    colour = lambda value, seen, minutes: op("colour", mark, seen, stamp=at(minutes), payload=WORD[value])
    delete = lambda *seen: op("delete", mark, kills=seen, stamp=at(4))
    first_colour = colour("green", [], 1)
    for title, comment, more in [
        ("made", "an article and a note, both alive", []),
        ("register-overwritten", "a later value names the earlier one",
         [((R2, 1), BEN, first_colour), ((R1, 3), ADA, colour("blue", [(R2, 1)], 2))]),
        ("register-conflict", "two values, nobody saw the other: the later stamp is shown",
         [((R2, 1), BEN, colour("green", [], 9)), ((R1, 3), ADA, colour("blue", [], 2))]),
        ("register-tie", "equal stamps: 80 is after 7f",
         [((R2, 1), BEN, colour("green", [], 2)), ((R1, 3), ADA, colour("blue", [], 2))]),
        ("register-wrong-clock", "an overwritten value loses, however late its stamp",
         [((R2, 1), BEN, colour("green", [], 99)), ((R1, 3), ADA, colour("blue", [(R2, 1)], 2))]),
        ("register-three", "one of two live values overwritten",
         [((R2, 1), BEN, colour("green", [], 3)), ((R1, 3), ADA, colour("blue", [], 2)),
          ((R3, 1), CLEO, colour("", [(R1, 3)], 5))]),
        ("tags-add-wins", "a tag put on while it was taken off stays",
         [((R1, 3), ADA, op("tag", mark, payload=WORD["bagh"])),
          ((R1, 4), ADA, op("untag", mark, [(R1, 3)])), ((R2, 1), BEN, op("tag", mark, payload=WORD["bagh"]))]),
        ("tags-taken-off", "a removal names both ops that put the tag on",
         [((R1, 3), ADA, op("tag", mark, payload=WORD["bagh"])), ((R2, 1), BEN, op("tag", mark, payload=WORD["bagh"])),
          ((R1, 4), ADA, op("untag", mark, [(R1, 3), (R2, 1)]))]),
        ("deleted", "a deletion that had seen everything", [((R2, 1), BEN, delete((R1, 2)))]),
        ("delete-against-edit", "an edit that the deletion had not seen keeps the note and its article",
         [((R2, 1), BEN, delete((R1, 2))), ((R1, 3), ADA, edit([(4, 3, "TWO")], [(R1, 2)], 5))]),
        ("delete-against-colour", "a colour brings nothing back",
         [((R2, 1), BEN, delete((R1, 2))), ((R1, 3), ADA, first_colour)]),
        ("delete-against-reply", "a reply keeps the note it answers",
         [((R2, 1), BEN, delete((R1, 2))), ((R3, 1), CLEO, reply)]),
        ("delete-seen-reply", "a deletion that had seen note and reply leaves the reply alive",
         [((R3, 1), CLEO, reply), ((R2, 1), BEN, delete((R1, 2), (R3, 1)))]),
        ("reply-edited", "an edited reply does not bring its parent back",
         [((R3, 1), CLEO, reply), ((R2, 1), BEN, delete((R1, 2), (R3, 1))),
          ((R3, 2), CLEO, op("text", note(R3, 1), [(R3, 1)], stamp=at(6), payload=wire.runs((0, 3, "no"))))]),
        ("deleted-and-revived", "the undo of a deletion",
         [((R2, 1), BEN, delete((R1, 2))), ((R2, 2), BEN, op("revive", mark, stamp=at(6)))]),
        ("edit-names-the-token-it-follows", "an edit takes the place of what it follows, on the article too",
         [((R1, 3), ADA, edit([(0, 3, "ONE")], [(R1, 2)], 5)), ((R2, 1), BEN, delete((R1, 3)))]),
        ("article-deleted-against-note", "a new note keeps the article",
         [((R2, 1), BEN, op("deleteArticle", on(ARTICLE), kills=[(R1, 1), (R1, 2)], stamp=at(4))),
          ((R3, 1), CLEO, op("annotate", on(ARTICLE), stamp=at(3), payload=wire.annotate("late")))]),
        ("article-deleted", "an article deleted with all its notes: they have tokens, it has none",
         [((R2, 1), BEN, op("deleteArticle", on(ARTICLE), kills=[(R1, 1), (R1, 2)], stamp=at(4)))]),
        ("same-article-twice", "one article, two titles; the smaller identity's fields count",
         [((R2, 1), BEN, op("addArticle", on(ARTICLE), stamp=at(1), payload=article_payload("Chaya")))]),
        ("title-over-both", "a title that names both",
         [((R2, 1), BEN, op("addArticle", on(ARTICLE), stamp=at(1), payload=article_payload("Chaya"))),
          ((R3, 1), CLEO, op("title", on(ARTICLE), [(R1, 1), (R2, 1)], stamp=at(2), payload=WORD["Night"]))]),
        ("texts-joined", "two edits at different places",
         [((R1, 3), ADA, edit([(4, 3, "TWO")], [(R1, 2)], 5)), ((R2, 1), BEN, edit([(13, 0, " four")], [(R1, 2)], 5))]),
        ("texts-joined-and-followed", "a third edit over both heads",
         [((R1, 3), ADA, edit([(4, 3, "TWO")], [(R1, 2)], 5)), ((R2, 1), BEN, edit([(13, 0, " four")], [(R1, 2)], 5)),
          ((R3, 1), CLEO, edit([(0, 3, "1")], [(R1, 3), (R2, 1)], 6))]),
        ("issued-again-twice", "one first issue under two dots counts once; either dot names it",
         [((R2, 1), BEN, first_colour), ((R3, 1), BEN, {**first_colour, "was": identity((R2, 1), first_colour)}),
          ((R1, 3), ADA, colour("blue", [(R3, 1)], 2))]),
        ("issued-again-only", "an op whose first issue never came keeps its identity",
         [((R3, 1), BEN, {**first_colour, "was": identity((R2, 5), first_colour)})]),
        ("note-issued-again", "a note made under another replica has the first issue's id",
         [((R3, 1), ADA, {**MARK, "was": identity((R1, 2), MARK)}),
          ((R3, 2), ADA, op("reply", note(R3, 1), stamp=at(8), payload=WORD["no"]))]),
        ("unknown-kinds", "a register, a content op and a removal of kinds nobody knows",
         [((R1, 3), ADA, op(99 << 6 | 1 << 3 | 2, mark, payload="ff00")),
          ((R1, 4), ADA, op(99 << 6 | 1 << 3 | 2, mark, [(R1, 3)], payload="ff01")),
          ((R2, 1), BEN, delete((R1, 2))), ((R3, 1), CLEO, op(98 << 6 | 1 << 3 | 1, mark, stamp=at(5))),
          ((R3, 2), CLEO, op(97 << 6 | 3 << 3, None, stamp=at(6)))]),
        ("set-named", "the set is an entity too", [((R1, 3), ADA, op("setName", payload=WORD["Morning"]))]),
        ("moved-from-another-set", "first issued in another set",
         [((R3, 1), CLEO, {**op("annotate", on(ARTICLE), payload=wire.annotate("from afar")),
                           "was": identity((R2, 3), MARK, OTHER_SET)})]),
    ]:
        state, ops = State(SET), base + more
        for dot, author, one in ops:
            state.accept(dot, one, author)
        yield f"merge-{title}", {
            "kind": "merge", "clause": "03, 3", "comment": comment, "set": SET,
            "ops": [{"dot": list(dot), "author": author, "op": one} for dot, author, one in ops],
            "expected": state.report()}


# ---- 5

def judged(is_accepted):
    base = [((R1, 1), ADA, EDITOR, ADD), ((R1, 2), ADA, COMMENTER, MARK)]
    mark, made = note(R1, 2), (R2, 1)
    refused_mark = [((R2, 1), BEN, READER, op("annotate", on(ARTICLE), stamp=at(2), payload=wire.annotate("no")))]
    refused_colour = [((R2, 1), BEN, COMMENTER, op("colour", mark, stamp=at(2), payload=WORD["green"]))]
    colour = lambda *seen: op("colour", mark, seen, stamp=at(5), payload=WORD["blue"])
    edit = lambda seen, payload=wire.runs((0, 0, "x")): op("text", mark, seen, stamp=at(5), payload=payload)
    forged = op("addArticle", on(name("any")), stamp=at(5), payload=article_payload())
    not_made = on(name("never added"))
    for title, comment, before, (author, role, last) in [
        ("reader-annotates", "a reader may only read", [], (BEN, READER, MARK)),
        ("commenter-annotates", "a commenter may annotate", [], (BEN, COMMENTER, MARK)),
        ("nobody-annotates", "somebody whose role was taken", [], (BEN, 0, MARK)),
        ("author-changes-own", "own from a commenter up", [], (ADA, COMMENTER, colour())),
        ("author-lowered-to-reader", "own, but a reader now", [], (ADA, READER, colour())),
        ("commenter-changes-others", "somebody else's note", [], (BEN, COMMENTER, colour())),
        ("editor-changes-others", "somebody else's note, by an editor", [], (BEN, EDITOR, colour())),
        ("commenter-deletes-others", "somebody else's note", [], (BEN, COMMENTER, op("delete", mark, kills=[(R1, 2)]))),
        ("commenter-replies", "a reply is a new note", [], (BEN, COMMENTER, op("reply", mark, payload=WORD["yes"]))),
        ("commenter-adds-article", "articles are for editors", [],
         (BEN, COMMENTER, op("title", on(ARTICLE), [(R1, 1)], payload=WORD["Night"]))),
        ("editor-names-set", "the set is for owners", [], (BEN, EDITOR, op("setName", payload=WORD["Night"]))),
        ("owner-names-set", "the set is for owners", [], (BEN, OWNER, op("setName", payload=WORD["Night"]))),
        ("class-unknown", "class 4", [], (BEN, OWNER, op(9 << 6 | 4 << 3 | 2, mark))),
        ("unknown-kind-of-own-note", "judged by class", [], (ADA, COMMENTER, op(99 << 6 | 1 << 3 | 2, mark, payload="00"))),
        ("unknown-kind-of-others-note", "judged by class", [], (BEN, COMMENTER, op(99 << 6 | 1 << 3 | 2, mark))),
        ("note-class-that-creates", "a change of somebody's note that says it makes one", [],
         (BEN, COMMENTER, op(99 << 6 | 1 << 3 | 4, mark, kills=[(R1, 2)]))),
        ("make-class-that-does-not-create", "a new note that is a change of somebody's", [],
         (BEN, COMMENTER, op(99 << 6 | 0 << 3 | 2, mark, names=[(R1, 2)]))),
        ("set-class-that-creates", "a set is founded, not made by an op", [], (BEN, OWNER, op(99 << 6 | 3 << 3 | 4))),
        ("names-a-refused-op", "leans on a refused colour", refused_colour, (ADA, COMMENTER, colour(made))),
        ("kills-a-refused-op", "leans on a refused colour", refused_colour,
         (ADA, COMMENTER, op("delete", mark, kills=[made]))),
        ("reply-to-a-refused-note", "leans on a refused note", refused_mark,
         (ADA, COMMENTER, op("reply", note(*made), payload=WORD["yes"]))),
        ("reader-changes-a-refused-note", "the note was never made, so the right is not asked first", refused_mark,
         (BEN, READER, op("colour", note(*made), payload=WORD["blue"]))),
        ("note-on-an-article-never-added", "nothing it could be about", [],
         (BEN, COMMENTER, {**MARK, "target": not_made})),
        ("title-of-an-article-never-added", "nothing it could be about", [],
         (BEN, EDITOR, op("title", not_made, payload=WORD["Night"]))),
        ("note-on-a-refused-article", "its creation was refused",
         [((R3, 1), CLEO, COMMENTER, op("addArticle", on(article_id(SET, article_key(url="u"))), stamp=at(1),
                                        payload=article_payload("U", "u")))],
         (BEN, COMMENTER, {**MARK, "target": on(article_id(SET, article_key(url="u")))})),
        ("note-on-the-set", "a set is no target of a note", [], (BEN, OWNER, {**MARK, "target": None})),
        ("issued-again-by-another", "somebody else's first issue", [],
         (BEN, EDITOR, {**MARK, "was": identity((R1, 2), MARK)})),
        ("issued-again-by-the-author", "one's own first issue", [],
         (ADA, COMMENTER, {**MARK, "was": identity((R1, 2), MARK)})),
        ("lost-and-issued-again-by-another", "a first issue that is not here, under another account's replica", [],
         (BEN, EDITOR, {**MARK, "was": identity((R1, 7), MARK)})),
        ("lost-and-issued-again-by-the-author", "a first issue that is not here, under a replica of the account", [],
         (BEN, COMMENTER, {**MARK, "was": identity((R2, 7), MARK)})),
        ("written-before-the-log-in", "a first issue that is not here, under a replica of nobody's", [],
         (BEN, COMMENTER, {**MARK, "was": identity((R0, 7), MARK)})),
        ("issued-again-after-another-did", "a first issue of another set that somebody else's op is accepted under",
         [((R3, 1), CLEO, COMMENTER, {**MARK, "was": identity((R1, 7), MARK, OTHER_SET)})],
         (BEN, COMMENTER, {**MARK, "was": identity((R1, 7), MARK, OTHER_SET)})),
        ("text-over-its-note", "names the creating op", [], (ADA, COMMENTER, edit([(R1, 2)]))),
        ("text-without-predecessor", "only a creation has none", [], (ADA, COMMENTER, edit([]))),
        ("text-over-a-colour", "a predecessor that is no text",
         [((R1, 3), ADA, COMMENTER, colour())], (ADA, COMMENTER, edit([(R1, 3)]))),
        ("text-over-another-note", "a predecessor of another note",
         [((R1, 3), ADA, COMMENTER, {**MARK, "stamp": at(7)})], (ADA, COMMENTER, edit([(R1, 3)]))),
        ("text-payload", "a text where runs belong", [], (ADA, COMMENTER, edit([(R1, 2)], WORD["blue"]))),
        ("delete-with-payload", "a deletion says nothing", [],
         (ADA, COMMENTER, op("delete", mark, kills=[(R1, 2)], payload="00"))),
        ("note-that-names", "a new note overwrites nothing", [], (ADA, COMMENTER, {**MARK, "names": [[R1, 1]]})),
        ("colour-on-an-article", "a note's op on an article", [],
         (ADA, EDITOR, op("colour", on(ARTICLE), payload=WORD["blue"]))),
        ("title-on-a-note", "an article's op on a note", [], (ADA, EDITOR, op("title", mark, payload=WORD["Night"]))),
        ("set-name-on-an-article", "a set's op on an article", [],
         (ADA, OWNER, op("setName", on(ARTICLE), payload=WORD["Night"]))),
        ("colour-over-another-note", "a name on another entity",
         [((R1, 3), ADA, COMMENTER, {**MARK, "stamp": at(7)}),
          ((R1, 4), ADA, COMMENTER, op("colour", note(R1, 3), stamp=at(8), payload=WORD["green"]))],
         (ADA, COMMENTER, colour((R1, 4)))),
        ("colour-over-the-text", "only a text op follows a text op", [], (ADA, COMMENTER, colour((R1, 2)))),
        ("colour-over-a-colour", "a register over its value", [((R1, 3), ADA, COMMENTER, colour())],
         (ADA, COMMENTER, colour((R1, 3)))),
        ("title-of-a-note-by-id", "an article's op, the id is a note's", [],
         (ADA, EDITOR, op("title", on(MARK_ID), payload=WORD["Night"]))),
        ("title-of-the-set-by-id", "an article's op, the id is the set's", [],
         (ADA, EDITOR, op("title", on(SET), payload=WORD["Night"]))),
        ("colour-of-an-article-by-dot", "a note's op, the dot is an article's", [],
         (ADA, COMMENTER, op("colour", note(R1, 1), payload=WORD["blue"]))),
        ("delete-of-an-article-by-dot", "who added it may only comment now", [],
         (ADA, COMMENTER, op("delete", note(R1, 1), kills=[(R1, 1), (R1, 2)]))),
        ("reply-to-an-article-by-dot", "a reply answers a note", [],
         (BEN, COMMENTER, op("reply", note(R1, 1), payload=WORD["yes"]))),
        ("note-on-a-note-by-id", "a note is on an article", [], (BEN, COMMENTER, {**MARK, "target": on(MARK_ID)})),
        ("article-over-a-note", "an unknown kind that makes an article where a note is", [],
         (BEN, EDITOR, op(99 << 6 | 2 << 3 | 7, on(MARK_ID)))),
        ("unknown-kind-that-makes-an-article", "judged by class", [],
         (BEN, EDITOR, op(99 << 6 | 2 << 3 | 7, on(name("any"))))),
        ("article-id-forged", "an article's id follows from its payload", [], (BEN, EDITOR, forged)),
    ]:
        ops = base + [(dot, who, may, one) for dot, who, may, one in before] + [((R2, 9), author, role, last)]
        state = State(SET)
        verdicts = [state.arrive(dot, one, who, may) for dot, who, may, one in ops]
        if (verdicts[-1] == "accepted") != is_accepted:
            continue
        vector = {"kind": "judge", "clause": "03, 5", "comment": comment, "set": SET,
                  "ops": [{"dot": list(dot), "author": who, "role": may, "op": one} for dot, who, may, one in ops]}
        outcome = {"expected": {"verdicts": verdicts}} if is_accepted else {
            "refused": verdicts[-1], "expected": {"verdicts": verdicts}}
        yield f"judge-{title}", {**vector, **outcome}


# ---- 6

R4 = "ff" + name("r4")[2:]


def text_vector(clause, comment, ops):
    """ops: [(replica, counter, indexes of predecessors, runs)] in a causal order."""
    names = [(SET, replica, counter, name(f"text {replica} {counter}", 32)) for replica, counter, _, _ in ops]
    graph = [(names[at], [names[index] for index in ops[at][2]], ops[at][3]) for at in range(len(ops))]
    return {"kind": "text", "clause": clause, "comment": comment,
            "ops": [{"identity": dict(zip(("set", "replica", "counter", "hash"), names[at])),
                     "predecessors": ops[at][2], "runs": [list(run) for run in ops[at][3]]}
                    for at in range(len(ops))],
            "expected": {"text": text_of(graph)}}


def texts():
    one = lambda text: (R1, 1, [], [(0, 0, text)])
    for title, clause, comment, ops in [
        ("empty", "T13", "a note without words", [one("")]),
        ("two-places", "T5", "two edits at different places",
         [one("one two three"), (R1, 2, [0], [(4, 3, "TWO")]), (R2, 1, [0], [(13, 0, " four")])]),
        ("code-points", "T4", "positions count code points, not octets and not signs",
         [one("ক্ষমা e\u0301 👩‍👧 x"), (R2, 1, [0], [(6, 2, "E")]), (R3, 1, [0], [(8, 0, "→")])]),
        ("line-ends", "T4", "CR and LF are two", [one("a\r\nb"), (R2, 1, [0], [(2, 1, "")])]),
        ("octets-unsigned", "T12", "7f before 80, and ff last",
         [one("[]"), (R4, 1, [0], [(1, 0, "C")]), (R2, 1, [0], [(1, 0, "B")]), (R1, 2, [0], [(1, 0, "A")])]),
        ("counter-as-number", "T12", "one replica, two branches: 2 before 10",
         [one("[]"), (R1, 10, [0], [(1, 0, "B")]), (R1, 2, [0], [(1, 0, "A")])]),
        ("runs-not-mixed", "T14", "words typed at one place stay whole",
         [one("[]"), (R1, 2, [0], [(1, 0, "ab")]), (R2, 1, [0], [(1, 0, "xy")]), (R1, 3, [1], [(3, 0, "cd")]),
          (R2, 2, [2], [(3, 0, "zz")])]),
        ("typed-backwards", "T14", "typed backwards at one place, by two",
         [one("[]"), (R1, 2, [0], [(1, 0, "c")]), (R2, 1, [0], [(1, 0, "z")]), (R1, 3, [1], [(1, 0, "b")]),
          (R2, 2, [2], [(1, 0, "y")]), (R1, 4, [3], [(1, 0, "a")]), (R2, 3, [4], [(1, 0, "x")])]),
        ("furthest-right-origin-first", "T12", "this is FugueMax: plain Fugue says aXYb",
         [(R1, 1, [], [(0, 0, "a")]), (R2, 1, [], [(0, 0, "b")]), (R2, 2, [0, 1], [(1, 0, "X")]),
          (R4, 1, [0], [(1, 0, "Y")])]),
        ("right-origin-deleted", "T10", "the right origin exists and is not visible",
         [one("ab"), (R1, 2, [0], [(1, 1, "")]), (R1, 3, [1], [(1, 0, "X")]), (R2, 1, [0], [(2, 0, "Y")]),
          (R3, 1, [0], [(1, 0, "Z")])]),
        ("replaced-twice", "T9", "both replace the same word: both words",
         [one("say teh word"), (R1, 2, [0], [(4, 3, "the")]), (R2, 1, [0], [(4, 3, "the")])]),
        ("typed-into-a-deleted-range", "T9", "what came in between stays",
         [one("one two three"), (R1, 2, [0], [(0, 13, "")]), (R2, 1, [0], [(5, 0, "!")])]),
        ("deletes-what-it-typed", "T6", "the second run sees what the first left",
         [one("abc"), (R2, 1, [0], [(1, 0, "XYZ"), (2, 2, "-")]), (R1, 2, [0], [(1, 1, "")])]),
        ("runs-backwards", "T5", "runs from right to left",
         [one("abc"), (R2, 1, [0], [(3, 0, "!"), (0, 1, "A")]), (R1, 2, [0], [(0, 1, "")])]),
        ("beyond-the-end", "T8", "cut, not refused",
         [one("abc"), (R2, 1, [0], [(99, 4, "d"), (2, 99, "C")])]),
        ("heads-joined", "T3", "an op without runs joins heads",
         [one("ab"), (R1, 2, [0], [(1, 0, "X")]), (R2, 1, [0], [(1, 0, "Y")]), (R3, 1, [1, 2], []),
          (R3, 2, [3], [(2, 1, "-")])]),
        ("implied-predecessor", "T3", "a predecessor that another implies changes nothing",
         [one("ab"), (R1, 2, [0], [(1, 0, "X")]), (R1, 3, [0, 1], [(0, 1, "A")])]),
        ("late-op", "T16", "an op on the first version that comes last",
         [one("ab"), (R1, 2, [0], [(1, 1, "")]), (R1, 3, [1], [(0, 1, "")]), (R1, 4, [2], [(0, 0, "new")]),
          (R2, 1, [0], [(1, 0, "late")])]),
    ]:
        yield f"text-{title}", text_vector(clause, comment, ops)
    for seed in range(12):
        yield f"text-drawn-{seed:02}", text_vector("T14", f"drawn, number {seed}", drawn(seed))


def drawn(seed):
    """A graph of 24 ops by four replicas, the same for each seed."""
    state = seed

    def below(limit):
        nonlocal state
        state = int.from_bytes(wire.blake(b"drawn ", str(seed).encode(), wire.u64(state % 2**64))[:8], "big")
        return state % limit

    ops, past, counters = [(R1, 1, [], [(0, 0, "abcdefgh")])], [{0}], {R1: 1}
    for index in range(1, 24):
        replica = (R1, R2, R3, R4)[below(4)]
        counters[replica] = counters.get(replica, 0) + 1
        chosen = {below(index) for _ in range(1 + below(3))}
        heads = sorted(op for op in chosen if not any(op in past[other] for other in chosen if other != op))
        runs = []
        for _ in range(1 + below(2)):
            deleted, count = below(3), below(4)
            text = "".join(chr(65 + below(26)) for _ in range(count if deleted else count + 1))
            runs.append((below(12), deleted, text))
        ops.append((replica, counters[replica], heads, runs))
        past.append({index}.union(*[past[head] for head in heads]))
    return ops
