import Foundation
import JSON

/// A store that random commands have filled, in many scripts.
final class RandomWorld {
    let desk: Desk
    private var random: SystemNumbers
    private(set) var articles: [String] = []
    private(set) var notes: [String] = []

    /// Numbers that are the same for the same seed (Steele, Lea and Flood, 2014).
    struct SystemNumbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
            return mixed ^ mixed >> 31
        }
    }

    static let words = [
        "harbour", "Harbours", "law", "lawful", "Straße", "strasse", "café", "cafe\u{301}", "naïve",
        "人工智能", "智能", "论文", "がくせい", "か\u{3099}く", "ภาษาไทย", "ไทย", "كتاب", "كِتَاب",
        "שלום", "हिन्दी", "한국어", "👍🏽", "👩\u{200D}💻", "don’t", "co\u{AD}op", "2026", "x",
        "İstanbul", "e\u{301}", "ﬁne", "ΣΟΦΟΣ", "well-known", "v2", "AI", "EU",
    ]
    static let tags = ["todo", "Todo", "law", "café", "人工", "c++", "c", "#1", "a-b", "später"]
    static let colours = ["yellow", "orange", "pink", "green", "blue", "purple"]

    init(seed: UInt64) throws {
        desk = try Desk()
        random = SystemNumbers(state: seed)
        desk.run("set", "new", "press")
        for number in 0..<3 {
            let path = desk.folder.file("\(number).txt")
            let lines = (0..<30).map { _ in words(6) + ".\n" }.joined()
            let text = "Title \(number) \(words(2))\n\n" + lines
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            let set = number == 2 ? ["--set", "press"] : []
            articles.append(
                try add(path, ["--url", "https://example.org/\(number)/Page"] + set))
        }
    }

    private func add(_ path: String, _ flags: [String]) throws -> String {
        try desk.run(["add", path, "--json"] + flags).json.array("articles").map {
            try $0.string("id")
        }.joined()
    }

    func below(_ bound: Int) -> Int { Int.random(in: 0..<max(bound, 1), using: &random) }

    func pick(_ from: [String]) -> String { from[below(from.count)] }

    func words(_ count: Int) -> String {
        (0..<1 + below(count)).map { _ in pick(Self.words) }.joined(
            separator: pick([" ", " ", ", ", "\n"]))
    }

    /// Runs random commands; some of them are refused, as happens.
    func live(_ steps: Int) {
        for _ in 0..<steps {
            desk.now += UInt64(below(40_000_000))
            step()
        }
    }

    private func step() {
        let note = notes.isEmpty ? "@" : pick(notes)
        switch below(16) {
        case 0...3: make(["mark", pick(articles), pick(Self.words), "--nth", "\(1 + below(3))"])
        case 4: make(["note", pick(articles), "-m", words(5)])
        case 5, 6: make(["reply", note, "-m", words(4)])
        case 7, 8: desk.run("edit", note, "-m", below(6) == 0 ? "" : words(5))
        case 9, 10: desk.run("tag", note, (below(3) == 0 ? "-" : "+") + pick(Self.tags))
        case 11: desk.run("edit", note, "-c", pick(Self.colours))
        case 12: desk.run(below(3) == 0 ? "reopen" : "close", note)
        case 13: desk.run("rm", note)
        case 14: desk.run("undo")
        default:
            if below(4) > 0 { return }
            desk.run("rm", pick(articles))
            if below(2) == 0 { desk.run("undo") }
        }
    }

    private func make(_ command: [String]) {
        var command = command
        if command[0] == "mark" {
            if below(2) == 0 { command += ["-m", words(5)] }
            if below(2) == 0 { command += ["-t", pick(Self.tags)] }
            if below(3) == 0 { command += ["-c", pick(Self.colours)] }
        }
        let answer = desk.run(command + ["--json"])
        if answer.status == 0, let id = try? answer.json.string("id") { notes.append(id) }
    }

    // MARK: Queries

    func query(depth: Int = 0) -> String {
        let parts = (0..<1 + below(depth == 0 ? 3 : 2)).map { _ in part(depth: depth) }
        return parts.joined(separator: below(4) == 0 ? " or " : " ")
    }

    private func part(depth: Int) -> String {
        if depth < 2, below(6) == 0 { return "(" + query(depth: depth + 1) + ")" }
        return (below(6) == 0 ? pick(["-", "not "]) : "") + term()
    }

    /// A piece of a word, or some words.
    private func sought() -> String {
        let word = pick(Self.words).unicodeScalars
        switch below(4) {
        case 0:
            let start = below(word.count)
            let piece = word.dropFirst(start).prefix(1 + below(4))
            return "\"a" + String(String.UnicodeScalarView(piece)) + "\"*"
        case 1: return "\"" + String(String.UnicodeScalarView(word.prefix(1 + below(4)))) + "\"*"
        case 2: return "\"" + pick(Self.words) + pick([" ", ""]) + pick(Self.words) + "\""
        default: return pick(Self.words)
        }
    }

    private func term() -> String {
        switch below(20) {
        case 0...6: return sought()
        case 7: return "quote:" + sought()
        case 8: return "note:" + sought()
        case 9, 10: return "tag:" + pick(Self.tags)
        case 11: return "color:" + pick(Self.colours)
        case 12: return "has:" + pick(["note", "tag", "reply"])
        case 13: return "user:" + pick(["me", "ada"])
        case 14: return "set:" + pick(["personal", "PRESS", "none"])
        case 15: return "doc:" + String(pick(articles).prefix(below(6) + 1))
        case 16: return "url:" + pick(["example.org", "/1/", "PAGE", "nowhere"])
        case 17: return pick(["since:", "until:"]) + pick(["2d", "12h", "30d", "2026-09-23"])
        default:
            return "is:"
                + pick([
                    "open", "closed", "reply", "page", "private", "unsynced", "conflict", "moved",
                    "edited", "uncertain", "orphan", "deleted",
                ])
        }
    }
}
