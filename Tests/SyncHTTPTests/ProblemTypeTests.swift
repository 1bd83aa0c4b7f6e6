import SyncHTTP
import Testing

/// The registered types as the contract names them: word, status, whether to try again.
private let registered: [ProblemType: (word: String, status: Int, again: Bool)] = [
    .malformed: ("malformed", 400, false),
    .loginNeeded: ("login-needed", 401, false),
    .notAllowed: ("not-allowed", 403, false),
    .notFound: ("not-found", 404, false),
    .methodNotAllowed: ("method-not-allowed", 405, false),
    .membersChanged: ("members-changed", 409, true),
    .setHeld: ("set-held", 423, true),
    .nameTaken: ("name-taken", 409, false),
    .keyTaken: ("key-taken", 409, false),
    .inviteInvalid: ("invite-invalid", 409, false),
    .lastOwner: ("last-owner", 409, false),
    .blobGap: ("blob-gap", 409, false),
    .tooLarge: ("too-large", 413, false),
    .blobMismatch: ("blob-mismatch", 422, false),
    .versionMismatch: ("version-mismatch", 426, false),
    .tooMany: ("too-many", 429, true),
    .internalError: ("internal-error", 500, true),
    .busy: ("busy", 503, true),
    .storageFull: ("storage-full", 507, true),
]

@Suite struct ProblemTypeTests {
    @Test func everyTypeIsRegistered() {
        #expect(Set(ProblemType.allCases) == Set(registered.keys))
    }

    @Test(arguments: ProblemType.allCases)
    func aTypeIsAsRegistered(type: ProblemType) throws {
        let row = try #require(registered[type])
        #expect(type.rawValue == row.word)
        #expect(type.status == row.status)
        #expect(type.mayBeRetried == row.again)
        #expect(type.uri == "urn:postil:problem:" + row.word)
    }

    @Test(arguments: ProblemType.allCases)
    func aTypeIsFoundByItsURI(type: ProblemType) {
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
