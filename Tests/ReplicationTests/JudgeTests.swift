import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import Testing
import WireFormat

@Suite struct JudgeTests {
    enum Subject: CaseIterable, Sendable {
        case there, refused, missing
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let opClass: OpClass
        let role: Role?
        let isAuthor: Bool
        let subject: Subject

        var testDescription: String {
            "\(opClass) by \(role?.name ?? "nobody")\(isAuthor ? ", author" : ""), \(subject)"
        }

        static let all: [Case] = OpClass.allCases.flatMap { opClass in
            ([nil] + Role.allCases).flatMap { role in
                [true, false].flatMap { isAuthor in
                    Subject.allCases.map {
                        Case(opClass: opClass, role: role, isAuthor: isAuthor, subject: $0)
                    }
                }
            }
        }

        /// The table of Protocol/07-access.md, row by row.
        var isAllowed: Bool {
            switch (opClass, role) {
            case (_, nil), (_, .reader): false
            case (.make, _): true
            case (.note, .commenter): isAuthor && subject == .there
            case (.note, _): true
            case (.article, .commenter): false
            case (.article, _): true
            case (.set, .owner): true
            case (.set, _): false
            }
        }

        var expected: Verdict {
            // A set always exists.
            if opClass == .set { return isAllowed ? .accepted : .denied }
            if opClass == .make, !isAllowed { return .denied }
            switch subject {
            case .there: return isAllowed ? .accepted : .denied
            case .refused: return .depends
            case .missing: return isAllowed ? .gone : .depends
            }
        }
    }

    private func judge(_ op: PlacedOp, _ bench: Bench, _ role: Role?) throws -> Verdict {
        try bench.merge.judge(
            op, isWellFormed: Payload.isWellFormed,
            may: { Policy.can(role, $0.action(isAuthor: $1)) },
            isOwn: { Naming(Bench.hashing).isReplica($0, of: op.author) })
    }

    @Test(arguments: Case.all) func everyClassRoleAndSubjectHasItsVerdict(_ it: Case) throws {
        var ada = Bench(1)
        let judging = it.isAuthor ? ada : Bench(2)
        let article = try ada.addArticle("t")
        let note = try ada.annotate(article)
        switch it.subject {
        case .there: for op in [article, note] { try judging.accept(op) }
        case .refused: for op in [article, note] { try judging.refuse(op) }
        case .missing: break
        }
        // The author's own bench holds what it wrote: judge on one that holds only what the case
        // says.
        let server = it.isAuthor ? try copy(of: it, article, note) : judging
        let (kind, target, payload): (OpKind, Op.Target, Payload) =
            switch it.opClass {
            case .make: (.annotate, article.op.target, .annotation(text: "x", anchor: nil))
            case .note: (.colour, .annotation(note.dot), .name("red"))
            case .article: (.title, article.op.target, .name("new"))
            case .set: (.setName, .set, .name("new"))
            }
        let op = Op(
            kind: kind, target: target, stamp: HybridTimestamp(bits: 9), payload: payload.encoded())
        let placed = try server.merge.place(
            op, at: Dot(replica: judging.replica, counter: 9),
            hash: OpEncoding.hash(op, Bench.hashing), author: judging.account, verdict: .accepted)
        #expect(try judge(placed, server, it.role) == it.expected)
    }

    private func copy(of it: Case, _ article: PlacedOp, _ note: PlacedOp) throws -> Bench {
        let server = Bench(9)
        for op in [article, note] {
            switch it.subject {
            case .there: try server.accept(op)
            case .refused: try server.refuse(op)
            case .missing: break
            }
        }
        return server
    }

    @Test(arguments: 4...7 as ClosedRange<UInt32>)
    func anUnknownClassIsRefusedWhoeverAsks(number: UInt32) throws {
        var ada = Bench(1)
        let article = try ada.addArticle("t")
        let op = try ada.place(
            Op(
                kind: OpKind(raw: 70 << 6 | number << 3 | 2), target: article.op.target,
                stamp: HybridTimestamp(bits: 9)), counter: 9)
        #expect(try judge(op, ada, .owner) == .unknownClass)
    }

    struct Odd: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let verdict: Verdict
        let make: @Sendable (_ note: PlacedOp, _ other: PlacedOp, _ article: PlacedOp) -> Op

        static func op(
            _ kind: OpKind, _ target: Op.Target, names: [Dot] = [], kills: [Dot] = [],
            _ payload: Payload = .name("x")
        ) -> Op {
            Op(
                kind: kind, target: target, names: names, kills: kills,
                stamp: HybridTimestamp(bits: 9), payload: payload.encoded())
        }

        static let all: [Odd] = [
            Odd(testDescription: "a colour", verdict: .accepted) { note, _, _ in
                op(.colour, .annotation(note.dot))
            },
            Odd(testDescription: "a colour with another payload", verdict: .malformed) {
                note, _, _ in op(.colour, .annotation(note.dot), .status(isClosed: true))
            },
            Odd(testDescription: "an unknown kind", verdict: .accepted) { note, _, _ in
                op(OpKind(number: 99, .note, keeps: true), .annotation(note.dot))
            },
            Odd(testDescription: "a note op that makes a note", verdict: .malformed) {
                note, _, _ in
                op(OpKind(number: 99, .note, creates: true, keeps: true), .annotation(note.dot))
            },
            Odd(testDescription: "a making op that makes nothing", verdict: .malformed) {
                note, _, _ in op(OpKind(number: 99, .make, keeps: true), .annotation(note.dot))
            },
            Odd(testDescription: "a new note that overwrites", verdict: .malformed) {
                _, other, article in
                op(
                    OpKind(number: 99, .make, creates: true, keeps: true, isContent: true),
                    article.op.target, names: [other.dot, article.dot])
            },
            Odd(testDescription: "a value of another note overwritten", verdict: .malformed) {
                note, other, _ in
                op(
                    OpKind(number: 99, .note, keeps: true, isContent: true),
                    .annotation(note.dot), names: [other.dot])
            },
            Odd(testDescription: "a text overwritten by a colour", verdict: .malformed) {
                note, _, _ in op(.colour, .annotation(note.dot), names: [note.dot])
            },
            Odd(testDescription: "a text op without predecessors", verdict: .malformed) {
                note, _, _ in op(.text, .annotation(note.dot), .runs([]))
            },
            Odd(testDescription: "a text op over its note", verdict: .accepted) { note, _, _ in
                op(.text, .annotation(note.dot), names: [note.dot], .runs([]))
            },
            Odd(testDescription: "a title of a note", verdict: .malformed) { note, _, _ in
                op(.title, .annotation(note.dot))
            },
            Odd(testDescription: "a colour of an article", verdict: .malformed) { _, _, article in
                op(.colour, article.op.target)
            },
        ]
    }

    @Test(arguments: Odd.all) func whatDoesNotFitTogetherIsMalformed(_ odd: Odd) throws {
        var ada = Bench(1)
        let article = try ada.addArticle("t")
        let note = try ada.annotate(article, "a")
        let other = try ada.annotate(article, "b")
        let op = try ada.place(odd.make(note, other, article), counter: 9)
        #expect(try judge(op, ada, .owner) == odd.verdict)
    }

    @Test func nobodyIssuesAgainWhatSomebodyElseWrote() throws {
        var ada = Bench(1)
        let ben = Bench(2)
        let article = try ada.addArticle("t")
        let note = try ada.annotate(article)
        for op in [article, note] { try ben.accept(op) }
        let op = try ben.place(note.op.reissued(as: note.identity), counter: 1)
        #expect(try judge(op, ben, .owner) == .denied)
    }

    @Test func whatLeansOnSomethingHiddenIsHidden() throws {
        var ada = Bench(1)
        let server = Bench(2)
        let article = try ada.addArticle("t")
        let note = try ada.annotate(article)
        let one = try ada.edit(note)
        let two = try ada.edit(note)
        let three = try ada.edit(note)
        for op in [article, note] { try server.accept(op) }
        try server.refuse(one)
        for op in [two, three] {
            let pending = try server.merge.place(
                op.op, at: op.dot, hash: op.hash, author: op.author, verdict: .pending)
            try server.set.put(pending)
            #expect(try server.merge.show(pending).isEmpty)
        }
    }
}
