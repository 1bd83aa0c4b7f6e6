import HTTPMessage
import JSON
import SyncHTTP
import Testing

@testable import PeerServer

@Suite struct RouteTests {
    @Test func everyPathThatClientsWriteIsARoute() {
        let paths: [(HTTPMethod, String, Route)] = [
            (.post, SyncRoute.sync, .sync), (.post, SyncRoute.accounts, .makeAccount),
            (.get, SyncRoute.me, .me), (.get, SyncRoute.devices, .devices),
            (.post, SyncRoute.deviceCodes, .makeDeviceCode), (.post, SyncRoute.logout, .logout),
            (.post, SyncRoute.joins, .join), (.get, SyncRoute.version, .version),
            (.get, SyncRoute.members("aa"), .members),
            (.put, SyncRoute.member("aa", "bb"), .setMember),
            (.post, SyncRoute.invites("aa"), .makeInvite),
            (.get, SyncRoute.blob("aa", "bb"), .blob), (.put, SyncRoute.blob("aa", "bb"), .putBlob),
            (.post, SyncRoute.reconcile("aa"), .reconcile),
            (.delete, SyncRoute.devices + "/aa", .revokeDevice), (.get, "/healthz", .health),
            (.get, "/readyz", .ready), (.get, "/metrics", .metrics),
        ]
        for (method, path, route) in paths {
            guard case .route(let found, _) = RouteMatch(method, path) else {
                Issue.record("\(path) is no route")
                continue
            }
            #expect(found == route, "\(path)")
        }
        #expect(Set(paths.map(\.2)) == Set(Route.allCases))
    }

    @Test func noTwoRoutesHaveOneMethodAndPath() {
        let names = Route.allCases.map { "\($0.method) \($0.path)" }
        #expect(Set(names).count == names.count)
    }

    @Test func wordsAreTakenFromThePathInOrder() {
        #expect(
            RouteMatch(.put, "/v1/sets/aa/members/bb") == .route(.setMember, ["aa", "bb"]))
        #expect(RouteMatch(.head, "/v1/sets/aa/blobs/bb") == .route(.blob, ["aa", "bb"]))
    }

    @Test func whatIsNoPathOrNoMethodIsTold() {
        for path in ["/", "/v1", "/v1/sync/", "//v1/sync", "/v1/Sync", "/v1/sets", "/V1/sync"] {
            #expect(RouteMatch(.post, path) == .none, "\(path)")
        }
        #expect(RouteMatch(.get, "/v1/sync") == .otherMethods([.post]))
        #expect(RouteMatch(.delete, "/v1/sets/a/blobs/b") == .otherMethods([.get, .head, .put]))
        // No device is called that.
        for method in [HTTPMethod.get, .delete] {
            #expect(RouteMatch(method, "/v1/devices/codes") == .otherMethods([.post]))
        }
    }

    @Test func noCacheKeepsWhatIsNotThereOrNotAllowed() async throws {
        let desk = try Desk()
        for path in ["/nowhere", "/v1/me", "/v1/sync", "/metrics", "/healthz"] {
            let answer = await desk.ask(.get, path)
            #expect(answer.fields.values(named: "Cache-Control") == ["no-store"], "\(path)")
        }
    }

    @Test func anotherMethodIsAnsweredWithThoseThereAre() async throws {
        let answer = await (try Desk()).ask(.delete, "/v1/sets/a/blobs/b")
        #expect(answer.status == 405)
        #expect(answer.fields["Allow"] == "GET, HEAD, PUT")
        #expect(answer.problem == "method-not-allowed")
    }
}
