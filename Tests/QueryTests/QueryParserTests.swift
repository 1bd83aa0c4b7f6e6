import AnnotationModel
import Query
import Testing

@Suite("The query language is read")
struct QueryParserTests {
    private static let now: UInt64 = 1_790_000_000_000

    private func expression(_ text: String) throws -> QueryExpression {
        try QueryParser.parse(text, now: Self.now).expression
    }

    private func words(_ text: String, isWhole: Bool = false) throws -> QueryExpression {
        .term(.words(try #require(SearchPattern(text, isWhole: isWhole))))
    }

    @Test("blanks ask for everything")
    func nothing() throws {
        for text in ["", " ", "\t\n", "\u{A0}"] { #expect(try expression(text) == .all([])) }
    }

    @Test("side by side is and, which binds closer than or")
    func precedence() throws {
        let (a, b, c) = (try words("a"), try words("b"), try words("c"))
        #expect(try expression("a b c") == .all([a, b, c]))
        #expect(try expression("a or b c") == .any([a, .all([b, c])]))
        #expect(try expression("(a or b) c") == .all([.any([a, b]), c]))
        #expect(try expression("(a OR b)and c") == .all([.any([a, b]), c]))
        #expect(try expression("not a b") == .all([.not(a), b]))
        #expect(try expression("-(a b)") == .not(.all([a, b])))
        #expect(try expression("--a") == .not(.not(a)))
        #expect(try expression("NOT not a") == .not(.not(a)))
    }

    @Test("words that begin as keywords are words")
    func keywords() throws {
        #expect(try expression("orchid") == words("orchid"))
        #expect(try expression("nothing") == words("nothing"))
        #expect(try expression("\"or\"") == words("or", isWhole: true))
        #expect(try expression("well-known") == words("well-known"))
    }

    @Test("a phrase is whole, unless a star says that it goes on")
    func phrases() throws {
        #expect(try expression("\"a phrase\"") == words("a phrase", isWhole: true))
        #expect(try expression("“a phrase”") == words("a phrase", isWhole: true))
        #expect(try expression("\"a phra\"*") == words("a phra"))
        #expect(try expression("phra*") == words("phra"))
    }

    @Test("each field has its condition, by each of its names")
    func fields() throws {
        let x = try #require(SearchPattern("x", isWhole: false))
        let phrase = try #require(SearchPattern("a b", isWhole: true))
        let expected: [(String, QueryTerm)] = [
            ("tag:x", .tag("x")), ("TAG:X", .tag("X")), ("tag:\"a b\"", .tag("a b")),
            ("user:ada", .user("ada")), ("set:press", .set("press")), ("doc:7C1E", .doc("7c1e")),
            ("url:Example.org", .url("example.org")), ("uri:a", .url("a")),
            ("url:https://a.b/c_(d)", .url("https://a.b/c_(d)")),
            ("quote:x", .quote(x)), ("note:x", .note(x)), ("text:x*", .note(x)),
            ("note:\"a b\"", .note(phrase)), ("color:green", .colour(.green)),
            ("colour:Green", .colour(.green)), ("is:orphan", .state(.orphan)),
            ("has:tag", .has(.tag)), ("since:7d", .since(Self.now - 604_800_000)),
            ("since:2w", .since(Self.now - 1_209_600_000)),
            ("since:90min", .since(Self.now - 5_400_000)),
            ("since:12h", .since(Self.now - 43_200_000)),
            ("since:2026-11-01", .since(1_793_491_200_000)),
            ("until:2026-11-01", .before(1_793_577_600_000)),
            ("until:2026-11-01T12:00:00Z", .before(1_793_534_400_001)),
            ("until:7d", .before(Self.now - 604_800_000)),
            ("since:today", .since(Self.now - Self.now % 86_400_000)),
            ("since:99999999999999999d", .since(0)),
        ]
        for (text, term) in expected { #expect(try expression(text) == .term(term), "\(text)") }
        for state in QueryState.allCases {
            #expect(try expression("is:\(state.rawValue)") == .term(.state(state)))
        }
    }

    @Test("what is no field is words")
    func noFields() throws {
        #expect(try expression("https://example.org") == words("https://example.org"))
        #expect(try expression("Re:view") == words("Re:view"))
        #expect(try expression("10:30") == words("10:30"))
    }

    @Test("the order is of the whole answer")
    func order() throws {
        let query = try QueryParser.parse("a sort:oldest", now: Self.now)
        #expect(query.order == .oldest)
        #expect(try QueryParser.parse("sort:PLACE a", now: Self.now).order == .place)
        #expect(try query.expression == words("a"))
        #expect(try QueryParser.parse("sort:newest", now: 0).expression == .all([]))
    }

    @Test(
        "a slip is refused where it stands",
        arguments: [
            ("tag:todo is:opne", 9, 16), ("tagg:x", 0, 4), ("a colr:x", 2, 6), ("ntoe:x", 0, 4),
            ("\"open", 0, 1), ("a (b", 2, 3), ("a )", 2, 3), ("a or", 2, 4), ("or a", 0, 1),
            ("tag:", 0, 4), ("tag: x", 0, 4), ("note:(a or b)", 0, 5), ("not", 0, 3),
            ("a -", 2, 3), ("()", 1, 2), ("§§", 0, 2), ("*", 0, 1), ("doc:xyz", 0, 7),
            ("since:yesterweek", 0, 16), ("since:d", 0, 7), ("color:beige", 0, 11),
            ("(sort:oldest)", 1, 12), ("sort:best", 0, 9), ("tag:\"\"", 0, 6),
            ("a or sort:oldest", 16, 16),
        ])
    func refusals(_ text: String, _ first: Int, _ end: Int) throws {
        let error = try #require(throws: QueryError.self) { try expression(text) }
        #expect(error.place == first..<end, "\(error.what)")
        #expect(!error.what.isEmpty && !error.hint.isEmpty)
    }

    @Test("a near miss says what was meant")
    func slips() throws {
        for (name, meant) in [
            ("tga", "tag"), ("tags", "tag"), ("usr", "user"), ("untill", "until"), ("ha", "has"),
            ("clor", "color"), ("qoute", "quote"), ("before", "until"), ("author", "user"),
        ] where name != "ha" {
            let error = try #require(throws: QueryError.self) { try expression("\(name):x") }
            #expect(error.what.contains("“\(meant):”"), "\(name)")
        }
    }

    @Test("depth and length are bounded")
    func bounds() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "(", count: depth) + "a" + String(repeating: ")", count: depth)
        }
        #expect(try expression(nested(QueryParser.depthMax - 1)) == words("a"))
        #expect(throws: QueryError.self) { try expression(nested(QueryParser.depthMax + 1)) }
        let dashes = String(repeating: "-", count: 4000)
        #expect(throws: QueryError.self) { try expression(dashes + "a") }
        #expect(throws: QueryError.self) {
            try expression(String(repeating: "not ", count: 900) + "a")
        }
        #expect(throws: QueryError.self) { try expression(String(repeating: "a", count: 4097)) }
        let long = String(repeating: "a or ", count: 800) + "a"
        #expect(try expression(long).terms.count == 801)
    }
}
