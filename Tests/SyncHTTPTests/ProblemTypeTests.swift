import SyncHTTP
import Testing

@Suite struct ProblemTypeTests {
    @Test(arguments: ProblemType.allCases)
    func aTypeIsFoundByItsURI(type: ProblemType) {
        #expect(type.uri == "urn:postil:problem:" + type.rawValue)
        #expect(ProblemType(uri: type.uri) == type)
    }

    @Test(arguments: [
        "", "about:blank", "urn:postil:problem:", "urn:postil:problem:busy2",
        "urn:postil:problem:Busy", "urn:postil:problem: busy", "urn:other:problem:busy",
        "URN:postil:problem:busy", "busy", "urn:postil:problem:internalError",
        "urn:postil:problem:\u{301}busy",
    ])
    func aForeignURIIsNoType(uri: String) {
        #expect(ProblemType(uri: uri) == nil)
    }

    @Test(arguments: ProblemType.allCases)
    func whatTheServerLacksMayBeTriedAgainAndAWrongRequestMayNot(type: ProblemType) {
        if type.status >= 500 || type.status == 429 { #expect(type.mayBeRetried) }
        if [400, 401, 403, 404, 405, 413, 422, 426].contains(type.status) {
            #expect(!type.mayBeRetried)
        }
    }
}

@Suite struct SyncRouteTests {
    @Test func routesOfASetLieBelowIt() {
        let set = String(repeating: "0a", count: 16)
        let other = String(repeating: "ff", count: 32)
        #expect(SyncRoute.members(set) == "/v1/sets/\(set)/members")
        #expect(SyncRoute.member(set, other) == "/v1/sets/\(set)/members/\(other)")
        #expect(SyncRoute.invites(set) == "/v1/sets/\(set)/invites")
        #expect(SyncRoute.blob(set, other) == "/v1/sets/\(set)/blobs/\(other)")
    }

    @Test func everyRouteIsOfThisVersionButTheOneThatNamesIt() {
        let fixed = [
            SyncRoute.sync, SyncRoute.accounts, SyncRoute.me, SyncRoute.devices,
            SyncRoute.deviceCodes, SyncRoute.logout, SyncRoute.joins,
        ]
        for route in fixed { #expect(route.hasPrefix("/v1/")) }
        #expect(Set(fixed).count == fixed.count)
        #expect(SyncRoute.version == "/version")
    }
}
