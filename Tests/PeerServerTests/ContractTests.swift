import Access
import HTTPMessage
import JSON
import SyncHTTP
import Testing

@testable import PeerServer

/// The routes and problems are the same in the code, in chapters 06 and 08 and in openapi.json.
@Suite struct ContractTests {
    /// What all three say of a route.
    private struct Entry: Hashable {
        let name: String
        let isOpen: Bool
    }

    /// A route as chapter 06 has it.
    private struct Row {
        let entry: Entry
        /// The statuses of success.
        let statuses: Set<Int>
    }

    private let api: OpenAPI

    init() throws { api = try OpenAPI.shared() }

    private static func name(_ route: Route) -> String {
        "\(route.method.rawValue) \(route.path)"
    }

    private static func rows() throws -> [Row] {
        try Contract.rows("06-http.md", under: "route").flatMap { cells in
            let numbers = cells[2].split { !("0"..."9").contains($0) }.compactMap { Int($0) }
            return Contract.code(in: cells[0]).map { name in
                Row(
                    entry: Entry(name: name, isOpen: cells[0].contains("*open*")),
                    statuses: Set(numbers.filter { (200...299).contains($0) }))
            }
        }
    }

    // MARK: Routes

    @Test func theRoutesAreThoseOfTheChapterAndOfTheDescription() throws {
        let code = Set(
            Route.allCases.map { Entry(name: Self.name($0), isOpen: $0.scope == .open) })
        let chapter = try Self.rows().map(\.entry)
        let described = api.operations.filter { $0.method != "HEAD" }
            .map { Entry(name: "\($0.method) \($0.path)", isOpen: $0.isOpen) }
        #expect(chapter.count == code.count && described.count == code.count)
        #expect(code.symmetricDifference(chapter) == [])
        #expect(code.symmetricDifference(described) == [])
    }

    @Test func statusesOfSuccessAreTheSameInTheChapterAndTheDescription() throws {
        for row in try Self.rows() {
            let operation = api.operations.first { "\($0.method) \($0.path)" == row.entry.name }
            let statuses = api.answers(try #require(operation)).keys.filter { $0 < 300 }
            #expect(Set(statuses) == row.statuses, "\(row.entry.name)")
        }
    }

    @Test func headIsAnsweredWhereverGetIs() {
        func form(_ operation: OpenAPI.Operation) -> [String] {
            ["\(operation.path) \(operation.isOpen)"]
                + api.answers(operation).keys.sorted().map(String.init)
        }
        let heads = api.operations.filter { $0.method == "HEAD" }.map(form)
        #expect(heads == api.operations.filter { $0.method == "GET" }.map(form))
    }

    @Test(arguments: Route.allCases)
    func anOperationIsNamedAsTheRouteAndTellsTheWordsOfItsPath(_ route: Route) throws {
        let operation = try #require(api.operation(route))
        #expect(operation.json["operationId"]?.string == route.rawValue)
        let words = route.path.split(separator: "/").filter { $0.hasPrefix("{") }
            .map { String($0.dropFirst().dropLast()) }
        let told = (api.json["paths"]?[route.path]?["parameters"]?.array ?? []).map(api.resolved)
        #expect(told.compactMap { $0["name"]?.string } == words)
        #expect(told.allSatisfy { $0["in"]?.string == "path" })
    }

    @Test(arguments: Route.allCases)
    func anOperationListsTheProblemsThatItsScopeImplies(_ route: Route) throws {
        let problems = api.problems(try #require(api.operation(route)))
        let least: Role? =
            switch route.scope {
            case .open, .account: nil
            case .set(let action), .setOrSelf(let action, _): Policy.leastRole(for: action)
            }
        func lists(_ type: ProblemType) -> Bool { problems.contains(type.uri) }
        #expect(lists(.loginNeeded) == (route.scope != .open))
        #expect(lists(.notAllowed) == (least.map { $0 > .reader } ?? false))
        #expect(lists(.setHeld) == (least != nil || route == .join))
        if least != nil { #expect(lists(.notFound)) }
    }

    // MARK: Problems

    @Test func theTypesOfProblemAreThoseOfTheChapter() throws {
        let rows = try Contract.rows("08-problems.md", under: "name").map {
            $0.prefix(3).joined(separator: " ")
        }
        let code = ProblemType.allCases.map {
            "`\($0.rawValue)` \($0.status) \($0.mayBeRetried ? "yes" : "no")"
        }
        #expect(rows.count == code.count)
        #expect(Set(code).symmetricDifference(rows) == [])
    }

    @Test func theTypesOfProblemAreThoseOfTheDescription() throws {
        let code = Set(
            ProblemType.allCases.map { "problem-\($0.rawValue) \($0.status) \($0.uri)" })
        let schemas = api.components("schemas").filter { $0.name.hasPrefix("problem-") }
        let described = schemas.map { schema in
            let parts = schema.value["properties"]
            let status = parts?["status"]?["const"]?.int ?? 0
            return "\(schema.name) \(status) \(parts?["type"]?["const"]?.string ?? "")"
        }
        #expect(code.symmetricDifference(described) == [])
        var answered: Set<String> = []
        for operation in api.operations {
            for (status, answer) in api.answers(operation) {
                let problems = api.problems(answer)
                #expect(
                    problems.allSatisfy { $0.status == status },
                    "\(status) of \(operation.method) \(operation.path)")
                answered.formUnion(problems.map(\.uri))
            }
        }
        // No operation answers this one: it is for methods that are none.
        answered.insert(ProblemType.methodNotAllowed.uri)
        #expect(answered.symmetricDifference(ProblemType.allCases.map(\.uri)) == [])
    }

    // MARK: The description itself

    @Test func everyReferenceLeadsSomewhereAndEveryPartIsReferredTo() {
        var used: Set<String> = []
        func walk(_ value: JSONValue) {
            if let reference = value["$ref"]?.string {
                used.insert(reference)
                #expect(api.target(of: reference) != nil, "\(reference)")
            }
            for member in value.object ?? [] { walk(member.value) }
            for element in value.array ?? [] { walk(element) }
        }
        walk(api.json)
        let kinds = ["parameters", "headers", "responses", "schemas"]
        let parts = kinds.flatMap { kind in
            api.components(kind).map { "#/components/\(kind)/\($0.name)" }
        }
        #expect(Set(parts).subtracting(used) == ["#/components/responses/method-not-allowed"])
    }

    @Test(arguments: [
        (#"{"v":1,"status":"ok"}"#, 200, "application/json", true),
        (#"{"v":1,"status":"well"}"#, 200, "application/json", false),
        (#"{"v":1}"#, 200, "application/json", false),
        (#"{"v":1,"status":"ok","more":0}"#, 200, "application/json", false),
        (#"{"v":"1","status":"ok"}"#, 200, "application/json", false),
        (#"["v"]"#, 200, "application/json", false), ("ok", 200, "application/json", false),
        ("ok", 200, "text/plain", false), (#"{"v":1,"status":"ok"}"#, 202, "text/plain", false),
    ])
    func anAnswerThatIsNotDescribedIsFound(
        _ body: String, _ status: Int, _ type: String, _ isDescribed: Bool
    ) {
        var answer = HTTPResponse(
            status: status,
            fields: [
                "Content-Type": type, "Cache-Control": "no-store", "Content-Digest": "sha-256=::",
            ], body: Array(body.utf8))
        func isFine() -> Bool {
            api.faults(HTTPRequest(method: .get, path: "/healthz"), answer).isEmpty
        }
        #expect(isFine() == isDescribed)
        answer.fields["X-Other"] = "1"
        #expect(!isFine())
        answer.fields["X-Other"] = nil
        for value in [nil, "private"] {
            answer.fields["Cache-Control"] = value
            #expect(!isFine())
        }
    }
}
