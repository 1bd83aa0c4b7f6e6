import HTTPMessage
import JSON
@testable import PeerServer

/// Protocol/openapi.json, and what of a request and its answer is not as it says.
struct OpenAPI: Sendable {
    /// One method of one path.
    struct Operation: Sendable {
        let method: String
        let path: String
        let json: JSONValue

        /// Whether it is asked without a token.
        var isOpen: Bool { json["security"]?.array?.isEmpty == true }
    }

    private static let read = Result { try OpenAPI() }

    let json: JSONValue
    let operations: [Operation]

    /// The document, read once.
    static func shared() throws -> OpenAPI { try read.get() }

    private init() throws {
        let json = try Contract.description()
        self.json = json
        operations = (json["paths"]?.object ?? []).flatMap { path in
            (path.value.object ?? []).filter { $0.name != "parameters" }.map {
                Operation(method: $0.name.uppercased(), path: path.name, json: $0.value)
            }
        }
    }

    func operation(_ route: Route) -> Operation? {
        operations.first { $0.method == route.method.rawValue && $0.path == route.path }
    }

    /// The parts of a kind that are described for all operations.
    func components(_ kind: String) -> [JSONValue.Member] {
        json["components"]?[kind]?.object ?? []
    }

    /// What a reference leads to; nil if it leads nowhere.
    func target(of reference: String) -> JSONValue? {
        guard reference.hasPrefix("#/") else { return nil }
        return reference.split(separator: "/").dropFirst().reduce(json) { $0?[String($1)] }
    }

    /// The value itself, or what it refers to.
    func resolved(_ value: JSONValue) -> JSONValue {
        value["$ref"]?.string.flatMap(target) ?? value
    }

    /// The answers of an operation by status, `default` left out.
    func answers(_ operation: Operation) -> [Int: JSONValue] {
        let members = operation.json["responses"]?.object ?? []
        return members.reduce(into: [:]) { answers, member in
            if let status = Int(member.name) { answers[status] = resolved(member.value) }
        }
    }

    /// The types of problem that an answer may be of, and the statuses they say.
    func problems(_ answer: JSONValue) -> [(uri: String, status: Int)] {
        guard let schema = answer["content"]?["application/problem+json"]?["schema"] else {
            return []
        }
        return (schema["oneOf"]?.array ?? [schema]).compactMap { choice in
            let parts = resolved(choice)["properties"]
            guard let uri = parts?["type"]?["const"]?.string,
                let status = parts?["status"]?["const"]?.int
            else { return nil }
            return (uri, Int(status))
        }
    }

    /// All types of problem that an operation may answer with.
    func problems(_ operation: Operation) -> Set<String> {
        Set(answers(operation).values.flatMap { problems($0).map(\.uri) })
    }

    // MARK: Requests and answers

    /// What an answer has that is not described, or lacks that is.
    func faults(_ request: HTTPRequest, _ response: HTTPResponse) -> [String] {
        let described: JSONValue?
        switch RouteMatch(request.method, request.path) {
        case .none: described = target(of: "#/components/responses/not-found")
        case .otherMethods: described = target(of: "#/components/responses/method-not-allowed")
        case .route(let route, _):
            let operation = operation(route)
            described = operation.flatMap { answers($0)[response.status] }
            if response.status < 300, let body = operation?.json["requestBody"] {
                let faults = bodyFaults(request.body, "application/json", body["content"])
                if !faults.isEmpty { return faults }
            }
        }
        guard let described else { return ["status \(response.status) is not described"] }
        let type = response.fields["Content-Type"]
        let media = type.flatMap { $0.split(separator: ";").first.map(String.init) }
        let content = described["content"]
        guard media == nil ? content == nil : content?[media ?? ""] != nil else {
            return ["\(response.status) of \(media ?? "no type") is not described"]
        }
        return fieldFaults(response, described["headers"]?.object ?? [])
            + bodyFaults(response.body, media ?? "", content)
    }

    private func fieldFaults(_ response: HTTPResponse, _ fields: [JSONValue.Member]) -> [String] {
        let known = fields.map(\.name) + ["Content-Type", "X-Content-Type-Options"]
        let others = response.fields.all.map(\.name).filter { !known.contains($0) }
        return others.map { "the field \($0) is not described" }
            + fields.flatMap { field in
                let form = resolved(field.value)
                guard let value = response.fields[field.name] else {
                    // Not required, as what is refused before there is a route has none of it.
                    let isNeeded = ["Cache-Control", "Retry-After"].contains(field.name)
                    let isRequired = isNeeded || form["required"]?.bool == true
                    return isRequired ? ["\(field.name) is missing"] : []
                }
                let json = Int64(value).map(JSONValue.int) ?? .string(value)
                return faults(json, form["schema"] ?? .null, "the field \(field.name)")
            }
    }

    /// What of a body of JSON is not as its schema says.
    private func bodyFaults(
        _ body: [UInt8], _ media: String, _ content: JSONValue?
    ) -> [String] {
        guard media.hasSuffix("json"), let schema = content?[media]?["schema"] else { return [] }
        guard let value = try? JSONReader.parse(body) else { return ["the body is no JSON"] }
        return faults(value, schema, "the body")
    }
}
