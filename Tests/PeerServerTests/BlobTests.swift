import AnnotationModel
import Crypto
import HTTPMessage
import Octets
import Testing

@testable import PeerServer

@Suite struct BlobTests {
    private let content = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }

    private func path(_ set: SetID, _ content: [UInt8]) -> String {
        "/v1/sets/\(set.hex)/blobs/\(Alphabet.hex.text(BLAKE2b.hash(content).octets))"
    }

    private func world() async throws -> (Desk, Person, SetID) {
        let desk = try Desk()
        let ada = try await desk.join("ada")
        return (desk, ada, try await ada.found(desk))
    }

    @Test func aBlobComesInPartsAndIsReadInRanges() async throws {
        let (desk, ada, set) = try await world()
        let path = path(set, content)
        #expect(await desk.ask(.get, path, ada.token).problem == "not-found")
        let first = await desk.ask(
            .put, path, ada.token, body: Array(content[..<600]),
            fields: ["Content-Range": "bytes 0-599/1000"])
        #expect(first.status == 202)
        let asked = await desk.ask(.head, path, ada.token)
        #expect(asked.status == 404)
        #expect(asked.fields["Upload-Offset"] == "600")
        let gap = await desk.ask(
            .put, path, ada.token, body: Array(content[700...]),
            fields: ["Content-Range": "bytes 700-999/1000"])
        #expect(gap.problem == "blob-gap")
        let last = await desk.ask(
            .put, path, ada.token, body: Array(content[600...]), query: "offset=600")
        #expect(last.status == 201)
        #expect(await desk.ask(.get, path, ada.token).body == content)
        let part = await desk.ask(
            .get, path, ada.token, fields: ["Range": "bytes=990-2000"])
        #expect(part.status == 206)
        #expect(part.body == Array(content[990...]))
        #expect(part.fields["Content-Range"] == "bytes 990-999/1000")
        let beyond = await desk.ask(
            .get, path, ada.token, fields: ["Range": "bytes=1000-"])
        #expect(beyond.status == 416)
    }

    @Test func wrongOctetsAreDroppedAndTheRightOnesTakenAfterwards() async throws {
        let (desk, ada, set) = try await world()
        let path = path(set, content)
        var wrong = content
        wrong[999] ^= 1
        let first = await desk.ask(
            .put, path, ada.token, body: Array(wrong[..<600]),
            fields: ["Content-Range": "bytes 0-599/1000"])
        #expect(first.status == 202)
        let last = await desk.ask(
            .put, path, ada.token, body: Array(wrong[600...]),
            fields: ["Content-Range": "bytes 600-999/1000"])
        #expect(last.problem == "blob-mismatch")
        #expect(await desk.ask(.head, path, ada.token).fields["Upload-Offset"] == nil)
        #expect(await desk.ask(.put, path, ada.token, body: content).status == 201)
        #expect(await desk.ask(.get, path, ada.token).body == content)
    }

    @Test func anotherSetsBlobIsNotThere() async throws {
        let (desk, ada, set) = try await world()
        #expect(await desk.ask(.put, path(set, content), ada.token, body: content).status == 201)
        let other = try await ada.found(desk)
        #expect(await desk.ask(.get, path(other, content), ada.token).status == 404)
    }

    @Test(arguments: [
        "bytes 0-599/", "bytes 0-598/1000", "bytes 5-4/10", "bytes 0-599/599", "0-599/1000",
        "bytes */1000", "bytes 0-599/9999999999999999", "bytes -1-599/1000", "",
    ])
    func anOddPlaceIsMalformed(_ range: String) async throws {
        let (desk, ada, set) = try await world()
        let answer = await desk.ask(
            .put, path(set, content), ada.token, body: Array(content[..<600]),
            fields: ["Content-Range": range])
        #expect(answer.problem == "malformed")
    }
}
