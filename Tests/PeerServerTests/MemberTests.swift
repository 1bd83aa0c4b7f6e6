import Access
import AnnotationModel
import CommandLine
import HTTPMessage
import JSON
@testable import PeerServer
import SyncEngine
import Testing

@Suite struct MemberTests {
    @Test func whoWasRemovedIsAStranger() async throws {
        let desk = try Desk()
        let (ada, bob) = (try await desk.join("ada"), try await desk.join("bob"))
        let set = try await ada.found(desk)
        try await desk.admit(bob, to: set, as: .editor, by: ada)
        try await bob.sync(desk)
        let answer = try await desk.setRole("null", of: bob, in: set, by: ada, seenBy: ada)
        #expect(answer.status == 200)
        #expect(await desk.ask(.get, "/v1/sets/\(set.hex)/members", bob.token).status == 404)
        let report = try await bob.sync(desk)
        #expect(report.stopped[set] == .removed)
    }

    @Test func theLastOwnerStaysOwner() async throws {
        let desk = try Desk()
        let (ada, bob) = (try await desk.join("ada"), try await desk.join("bob"))
        let set = try await ada.found(desk)
        try await desk.admit(bob, to: set, as: .editor, by: ada)
        for role in ["null", "\"editor\""] {
            let answer = try await desk.setRole(role, of: ada, in: set, by: ada, seenBy: ada)
            #expect(answer.problem == "last-owner")
        }
        let raised = try await desk.setRole("\"owner\"", of: bob, in: set, by: ada, seenBy: ada)
        #expect(raised.status == 200)
        let left = try await desk.setRole("null", of: ada, in: set, by: ada, seenBy: ada)
        #expect(left.status == 200)
    }

    @Test func aReaderMayLeaveAndNothingElse() async throws {
        let desk = try Desk()
        let (ada, bob) = (try await desk.join("ada"), try await desk.join("bob"))
        let set = try await ada.found(desk)
        try await desk.admit(bob, to: set, as: .reader, by: ada)
        for role in ["\"owner\"", "\"reader\""] {
            let answer = try await desk.setRole(role, of: bob, in: set, by: bob, seenBy: bob)
            #expect(answer.problem == "not-allowed")
        }
        let other = try await desk.setRole("null", of: ada, in: set, by: bob, seenBy: bob)
        #expect(other.problem == "not-allowed")
        let left = try await desk.setRole("null", of: bob, in: set, by: bob, seenBy: bob)
        #expect(left.status == 200)
        #expect(await desk.ask(.get, "/v1/sets/\(set.hex)/members", bob.token).status == 404)
    }

    @Test func aCommandOverOtherMembersThanThereAreIsRefused() async throws {
        let desk = try Desk()
        let (ada, bob) = (try await desk.join("ada"), try await desk.join("bob"))
        let set = try await ada.found(desk)
        let seen = try await desk.members(set, ada)
        try await desk.admit(bob, to: set, as: .reader, by: ada)
        let json = #"""
            {"role":"editor","members":\#(try seen.int("members")),
            "hash":"\#(try seen.string("hash"))"}
            """#
        let path = "/v1/sets/\(set.hex)/members/\(bob.account)"
        #expect(await desk.ask(.put, path, ada.token, json: json).problem == "members-changed")
    }

    @Test func ofTwoOwnersWhoRemoveEachOtherAtOnceExactlyOneWins() async throws {
        for _ in 0..<10 {
            let desk = try Desk()
            let (ada, bob) = (try await desk.join("ada"), try await desk.join("bob"))
            let set = try await ada.found(desk)
            try await desk.admit(bob, to: set, as: .owner, by: ada)
            let seen = try await desk.members(set, ada)
            let json = #"""
                {"role":null,"members":\#(try seen.int("members")),
                "hash":"\#(try seen.string("hash"))"}
                """#
            let members = "/v1/sets/\(set.hex)/members"
            let (adasPath, bobsPath) = ("\(members)/\(bob.account)", "\(members)/\(ada.account)")
            let (adasToken, bobsToken) = (ada.token, bob.token)
            async let first = desk.ask(.put, adasPath, adasToken, json: json)
            async let second = desk.ask(.put, bobsPath, bobsToken, json: json)
            let answers = await [first, second]
            #expect(answers.count { $0.status == 200 } == 1)
            // The loser is not a member any more, or saw another log than there is.
            let loser = answers.first { $0.status != 200 }
            #expect(["not-found", "members-changed"].contains(loser?.problem))
            let winner = answers[0].status == 200 ? ada : bob
            let left = try await desk.members(set, winner).array("items")
            #expect(try left.map { try $0.string("name") } == [winner.name])
        }
    }

    @Test func aPersonalSetIsNotShared() async throws {
        let desk = try Desk()
        let ada = try await desk.join("ada")
        let set = try await ada.found(desk, isPersonal: true)
        let answer = await desk.ask(
            .post, "/v1/sets/\(set.hex)/invites", ada.token, json: #"{"role":"reader"}"#)
        #expect(answer.problem == "not-allowed")
    }

    @Test func anInviteHoldsAsLongAsItsGiverMayInviteAndIsUsedOnce() async throws {
        let desk = try Desk()
        let ada = try await desk.join("ada")
        let bob = try await desk.join("bob")
        let eve = try await desk.join("eve")
        let set = try await ada.found(desk)
        try await desk.admit(bob, to: set, as: .owner, by: ada)
        func invite() async throws -> String {
            let answer = await desk.ask(
                .post, "/v1/sets/\(set.hex)/invites", bob.token, json: #"{"role":"editor"}"#)
            return #"{"code":"\#(try answer.json.string("code"))"}"#
        }
        let (first, second) = (try await invite(), try await invite())
        let joined = await desk.ask(.post, "/v1/joins", eve.token, json: first)
        #expect(joined.status == 200)
        #expect(try joined.json["name"]?.isNull == true)
        // The same request again, as after a lost answer, does no harm.
        #expect(await desk.ask(.post, "/v1/joins", eve.token, json: first).status == 200)
        let removal = try await desk.setRole("null", of: eve, in: set, by: ada, seenBy: ada)
        #expect(removal.status == 200)
        #expect(
            await desk.ask(.post, "/v1/joins", eve.token, json: first).problem == "invite-invalid")
        let lowered = try await desk.setRole("\"editor\"", of: bob, in: set, by: ada, seenBy: ada)
        #expect(lowered.status == 200)
        #expect(
            await desk.ask(.post, "/v1/joins", eve.token, json: second).problem
                == "invite-invalid")
    }
}
