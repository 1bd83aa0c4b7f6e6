import Access
import AnnotationModel
import CommandLine
import HTTPMessage
import HTTPServer
@testable import PeerServer
import JSON
import SyncEngine
import Testing
import WireFormat

@Suite struct SocketTests {
    private func listen(_ desk: Desk, bodyBytesMax: Int = 1 << 20) throws -> HTTPListener {
        var configuration = HTTPServerConfiguration()
        configuration.limits.bodyBytesMax = bodyBytesMax
        let server = desk.server
        return try HTTPListener(configuration: configuration) { request, responder in
            server.answer(request) { responder.respond($0) }
        }
    }

    @Test func aDeviceJoinsPushesAndPullsOverASocket() async throws {
        let desk = try Desk()
        let listener = try listen(desk)
        defer { listener.stop() }
        let ada = try await desk.join("ada")
        let set = try ada.replica.found(isPersonal: false)
        try ada.write("over the wire", in: set)
        let request = try ada.replica.request()
        let answer = try Wire.ask(
            listener.port, "POST", "/v1/sync", ada.token, body: request.encoded())
        #expect(answer.status == 200)
        try ada.take(answer.body, to: request)
        #expect(try ada.outbox(set) == 0)
        let members = try Wire.ask(
            listener.port, "GET", "/v1/sets/\(set.hex)/members", ada.token)
        #expect(try JSONReader.parse(members.body).array("items").count == 1)
    }

    @Test func whatIsTooLongIsRefusedBeforeItIsRead() async throws {
        let desk = try Desk()
        let listener = try listen(desk, bodyBytesMax: 1_000)
        defer { listener.stop() }
        let ada = try await desk.join("ada")
        let answer = try Wire.ask(
            listener.port, "POST", "/v1/sync", ada.token,
            body: [UInt8](repeating: 0, count: 1_001))
        #expect(answer.status == 413)
    }

    @Test func manyDevicesPushAtOnceAndNothingIsLost() async throws {
        let desk = try Desk()
        let listener = try listen(desk)
        defer { listener.stop() }
        let ada = try await desk.join("ada")
        let set = try await ada.found(desk)
        var pushes: [(token: String, body: [UInt8])] = []
        for index in 0..<8 {
            let person = try await desk.join("person-\(index)")
            try await desk.admit(person, to: set, as: .editor, by: ada)
            try person.replica.join(set)
            try person.write("article \(index)", in: set)
            pushes.append((person.token, try person.replica.request().encoded()))
        }
        let port = listener.port
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for push in pushes {
                group.addTask {
                    try Wire.ask(port, "POST", "/v1/sync", push.token, body: push.body).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 200, count: 8))
        #expect(try await ada.sync(desk).received == 8)
    }

    @Test func theSamePortIsFreeAtOnceAfterAStop() async throws {
        let desk = try Desk()
        let first = try listen(desk)
        let address = first.address
        #expect(try Wire.ask(first.port, "GET", "/healthz", nil).status == 200)
        first.stop()
        let second = try HTTPListener(configuration: HTTPServerConfiguration(address: address)) {
            _ in .text(200, "again")
        }
        defer { second.stop() }
        #expect(try Wire.ask(second.port, "GET", "/", nil).status == 200)
    }
}
