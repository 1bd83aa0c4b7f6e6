import Access
import AnnotationModel
import CommandLine
import Crypto
import HTTPMessage
import JSON
import MemoryStorage
import Octets
@testable import PeerServer
import Reconciliation
import Synchronization
import Testing
import WireFormat

/// Every route for everybody: who gets in where is said here a second time, by hand.
@Suite struct MatrixTests {
    enum Who: String, CaseIterable {
        case noToken, badToken, revoked, reader, commenter, editor, owner, removed, elsewhere

        var role: Role? {
            switch self {
            case .reader: .reader
            case .commenter: .commenter
            case .editor: .editor
            case .owner: .owner
            case .noToken, .badToken, .revoked, .removed, .elsewhere: nil
            }
        }
    }

    /// The least role that may use a route of a set; nil for routes of no set.
    private static func leastRole(_ route: Route) -> Role? {
        switch route {
        case .members, .blob, .reconcile: .reader
        case .putBlob: .editor
        case .makeInvite, .setMember: .owner
        case .sync, .makeAccount, .me, .devices, .makeDeviceCode, .revokeDevice, .logout, .join,
            .health, .ready, .version, .metrics:
            nil
        }
    }

    private static let open: Set<Route> = [.makeAccount, .health, .ready, .version, .metrics]

    private static func expected(_ route: Route, _ who: Who) -> Int {
        if open.contains(route) { return 200 }
        if who == .noToken || who == .badToken || who == .revoked { return 401 }
        guard let least = leastRole(route) else { return 200 }
        guard let role = who.role else { return 404 }
        return role >= least ? 200 : 403
    }

    @Test(arguments: Route.allCases)
    func everybodyGetsExactlyWhatTheyMay(_ route: Route) async throws {
        let world = try await World.made()
        for who in Who.allCases {
            let answer = await world.desk.ask(try await world.request(route, who))
            let status = answer.status
            let wanted = Self.expected(route, who)
            let isAsWanted = wanted == 200 ? (200...202).contains(status) : status == wanted
            #expect(isAsWanted, "\(route) for \(who): \(status), not \(wanted)")
            #expect((answer.problem == nil) == (wanted == 200), "\(route) for \(who)")
        }
        #expect(world.desk.faults.lines.withLock { $0 } == [])
    }

    /// A set with a member of each role, and people who are none.
    struct World {
        let desk: Desk
        let set: SetID
        let people: [Who: Person]
        let bystander: Person
        let blob = Array("a blob".utf8)

        static func made() async throws -> World {
            let desk = try Desk()
            let owner = try await desk.join("owner")
            let set = try await owner.found(desk)
            var people: [Who: Person] = [.owner: owner]
            for who in Who.allCases where who != .owner && who != .noToken && who != .badToken {
                people[who] = try await newcomer(who, desk, set, owner)
            }
            let bystander = try await desk.join("bystander")
            try await desk.admit(bystander, to: set, as: .commenter, by: owner)
            let world = World(desk: desk, set: set, people: people, bystander: bystander)
            try await world.putBlob(by: owner)
            return world
        }

        private static func newcomer(
            _ who: Who, _ desk: Desk, _ set: SetID, _ owner: Person
        ) async throws -> Person {
            let person = try await desk.join(who.rawValue.lowercased())
            if who == .elsewhere {
                _ = try await person.found(desk)
            } else {
                try await desk.admit(person, to: set, as: who.role ?? .owner, by: owner)
            }
            if who == .removed { try await desk.remove(person, from: set, by: owner) }
            if who == .revoked { try await desk.revoke(person) }
            return person
        }

        private func putBlob(by owner: Person) async throws {
            let path =
                "/v1/sets/\(set.hex)/blobs/\(Alphabet.hex.text(BLAKE2b.hash(blob).octets))"
            let answer = await desk.ask(.put, path, owner.token, body: blob)
            try #require(answer.status == 201)
        }

        /// A request that is right in all but, perhaps, who makes it.
        func request(_ route: Route, _ who: Who) async throws -> HTTPRequest {
            let owner = try #require(people[.owner])
            var path = route.path
            func fill(_ word: String, _ value: String) {
                guard let range = path.utf8.firstRange(of: Array(word.utf8)) else { return }
                path.replaceSubrange(range, with: value)
            }
            fill("{set}", set.hex)
            fill("{account}", bystander.account)
            fill("{device}", people[who]?.device ?? owner.device)
            fill("{hash}", Alphabet.hex.text(BLAKE2b.hash(blob).octets))
            var request = HTTPRequest(method: route.method, path: path)
            request.body = try await body(route, who, owner)
            switch who {
            case .noToken: break
            case .badToken:
                let strange = AccessToken(seed: .random(count: 32), proof: [])
                let token = strange.text.withOctets { String(decoding: $0, as: UTF8.self) }
                request.fields["Authorization"] = "Bearer \(token)"
            default: request.fields["Authorization"] = "Bearer \(people[who]?.token ?? "")"
            }
            return request
        }

        private func body(_ route: Route, _ who: Who, _ owner: Person) async throws -> [UInt8] {
            switch route {
            case .sync:
                return SyncRequest(replica: owner.store.replica, parts: []).encoded()
            case .makeAccount:
                let person = Person(name: "new-" + who.rawValue.lowercased())
                return Array(person.joining(try desk.accountCode()).utf8)
            case .join:
                let other = try await owner.found(desk)
                let invite = await desk.ask(
                    .post, "/v1/sets/\(other.hex)/invites", owner.token,
                    json: #"{"role":"reader"}"#)
                return Array(#"{"code":"\#(try invite.json.string("code"))"}"#.utf8)
            case .makeInvite: return Array(#"{"role":"reader"}"#.utf8)
            case .setMember:
                let seen = try await desk.members(set, owner)
                let role = who.rawValue.utf8.count % 2 == 0 ? "reader" : "editor"
                return Array(
                    #"""
                    {"role":"\#(role)","members":\#(try seen.int("members")),
                    "hash":"\#(try seen.string("hash"))"}
                    """#.utf8)
            case .putBlob: return blob
            case .reconcile:
                return ReconcileRequest(
                    seq: 0, running: .zero, key: SessionKey(high: 1, low: 2)
                ).encoded()
            case .me, .devices, .makeDeviceCode, .revokeDevice, .logout, .members, .blob, .health,
                .ready, .version, .metrics:
                return []
            }
        }
    }
}
