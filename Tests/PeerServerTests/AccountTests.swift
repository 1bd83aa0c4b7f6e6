import CommandLine
import Crypto
import HTTPMessage
import JSON
import MemoryStorage
import Octets
@testable import PeerServer
import SyncEngine
import Testing

@Suite struct AccountTests {
    @Test func aCodeMakesOneAccount() async throws {
        let desk = try Desk()
        let code = try desk.accountCode(isAdmin: true)
        let ada = try await Person(name: "ada").loggedIn(desk, code: code.lowercased())
        let me = try await desk.ask(.get, "/v1/me", ada.token).json
        #expect(try me.string("name") == "ada")
        #expect(try me.bool("isAdmin"))
        let again = await desk.ask(
            .post, "/v1/accounts", json: Person(name: "eve").joining(code))
        #expect(again.problem == "invite-invalid")
    }

    @Test func aNameIsTakenOnce() async throws {
        let desk = try Desk()
        _ = try await desk.join("ada")
        let code = try desk.accountCode()
        let taken = await desk.ask(
            .post, "/v1/accounts", json: Person(name: "ADA").joining(code))
        #expect(taken.problem == "name-taken")
        let odd = await desk.ask(.post, "/v1/accounts", json: Person(name: "a b").joining(code))
        #expect(odd.problem == "malformed")
        // The code was not used up by what failed.
        _ = try await Person(name: "bob").loggedIn(desk, code: code)
    }

    @Test func aKeyIsTakenOnce() async throws {
        let desk = try Desk()
        let ada = try await desk.join("ada")
        let code = try await desk.ask(.post, "/v1/devices/codes", ada.token).json.string("code")
        let taken = await desk.ask(.post, "/v1/accounts", json: ada.joining(code))
        #expect(taken.status == 409 && taken.problem == "key-taken")
        // The code was not used up by what failed.
        _ = try await Person(name: "ada").loggedIn(desk, code: code)
    }

    @Test func anAnswerThatWasLostIsGivenAgain() async throws {
        let desk = try Desk()
        let code = try desk.accountCode()
        let person = Person(name: "ada")
        let request = person.joining(code)
        let first = try await desk.ask(.post, "/v1/accounts", json: request).json
        let again = await desk.ask(.post, "/v1/accounts", json: request)
        #expect(again.status == 201)
        for member in ["account", "device", "token", "name", "serverKey"] {
            #expect(try again.json.string(member) == first.string(member))
        }
        #expect(try again.json.bool("isAdmin") == first.bool("isAdmin"))
        let token = try first.string("token")
        let devices = try await desk.ask(.get, "/v1/devices", token).json.array("items")
        #expect(devices.count == 1)
        // The code is used up for everybody else, and for this device under another code.
        let other = await desk.ask(.post, "/v1/accounts", json: Person(name: "eve").joining(code))
        #expect(other.problem == "invite-invalid")
        let otherCode = try desk.accountCode()
        let taken = await desk.ask(.post, "/v1/accounts", json: person.joining(otherCode))
        #expect(taken.problem == "key-taken")
        // Who is shut out is not let in by what let him in.
        #expect(await desk.ask(.post, "/v1/logout", token).status == 200)
        let late = await desk.ask(.post, "/v1/accounts", json: request)
        #expect(late.problem == "invite-invalid")
    }

    @Test func anOldCodeIsRefused() async throws {
        let desk = try Desk()
        let code = try desk.accountCode()
        desk.wait(milliseconds: 60_000)
        let answer = await desk.ask(
            .post, "/v1/accounts", json: Person(name: "ada").joining(code))
        #expect(answer.problem == "invite-invalid")
    }

    @Test func aDeviceCodeBringsAFurtherDeviceIntoTheAccount() async throws {
        let desk = try Desk()
        let ada = try await desk.join("ada")
        let code = try await desk.ask(.post, "/v1/devices/codes", ada.token).json.string("code")
        let second = try await Person(name: "ignored").loggedIn(desk, code: code)
        #expect(second.account == ada.account)
        #expect(second.device != ada.device)
        let devices = try await desk.ask(.get, "/v1/devices", ada.token).json.array("items")
        #expect(try devices.map { try $0.bool("isCurrent") }.filter { $0 }.count == 1)
        #expect(devices.count == 2)
    }

    @Test func aRevokedDeviceIsRefusedAtItsNextRequestAndItsKeyInItsSets() async throws {
        let desk = try Desk()
        let ada = try await desk.join("ada")
        let set = try await ada.found(desk)
        try ada.write("one", in: set)
        try await ada.sync(desk)
        let code = try await desk.ask(.post, "/v1/devices/codes", ada.token).json.string("code")
        let second = try await Person(name: "ada").loggedIn(desk, code: code)
        try await second.sync(desk)
        let path = "/v1/devices/\(ada.device)"
        #expect(await desk.ask(.delete, path, second.token).status == 200)
        #expect(await desk.ask(.get, "/v1/me", ada.token).problem == "login-needed")
        try ada.write("two", in: set)
        #expect(await ada.push(try ada.replica.request(), desk).problem == "login-needed")
        try second.replica.join(set)
        try await second.sync(desk)
        let membership = try #require(try second.store.copy(of: set)).membership
        #expect(membership.isRevoked(ada.key.publicKey))
        #expect(!membership.isRevoked(second.key.publicKey))
    }

    @Test func nobodyRevokesADeviceOfSomebodyElse() async throws {
        let desk = try Desk()
        let (ada, bob) = (try await desk.join("ada"), try await desk.join("bob"))
        let answer = await desk.ask(.delete, "/v1/devices/\(ada.device)", bob.token)
        #expect(answer.problem == "not-found")
        #expect(await desk.ask(.get, "/v1/me", ada.token).status == 200)
    }

    @Test func whatAnotherProcessRevokedHoldsAtTheNextRequest() async throws {
        let desk = try Desk()
        let ada = try await desk.join("ada")
        #expect(await desk.ask(.get, "/v1/me", ada.token).status == 200)
        let admin = Admin(desk.folder.path)
        #expect(admin.run("admin", "user", "disable", "ada") == 0)
        #expect(await desk.ask(.get, "/v1/me", ada.token).problem == "login-needed")
        #expect(admin.run("admin", "user", "enable", "ada") == 0)
        #expect(await desk.ask(.get, "/v1/me", ada.token).status == 200)
    }

    @Test func guessingCodesIsSlow() async throws {
        let desk = try Desk()
        func guess(_ address: String) async -> String? {
            await desk.ask(
                .post, "/v1/accounts", json: Person(name: "eve").joining("0000-0000-0000"),
                from: address
            ).problem
        }
        for _ in 0..<20 { #expect(await guess("10.0.0.1") == "invite-invalid") }
        #expect(await guess("10.0.0.1") == "too-many")
        #expect(await guess("10.0.0.2") == "invite-invalid")
        desk.wait(milliseconds: 60_000)
        #expect(await guess("10.0.0.1") == "invite-invalid")
    }

    @Test func theTableOfTriesIsBounded() {
        let tries = TryLimiter(triesMax: 2, addressesMax: 2)
        for address in ["a", "b", "c", "d"] { tries.note(address, now: 0) }
        #expect(!tries.isOver("a", now: 0))
        #expect(tries.isOver("c", now: 0))
        #expect(tries.isOver("never seen", now: 0))
        #expect(!tries.isOver("never seen", now: 60_000))
    }

    @Test func aCodeIsReadAsAPersonMeansIt() throws {
        let code = InviteCode()
        let shown = code.shown
        #expect(shown.utf8.count == 14)
        let typed = shown.lowercased().split(separator: "-").joined(separator: " ")
        #expect(try #require(InviteCode(typed: typed)).hash == code.hash)
        #expect(
            InviteCode(typed: "OIL0-0000-0000")?.hash == InviteCode(typed: "0110-0000-0000")?.hash)
        for wrong in ["", "0000-0000-000", "0000-0000-0000-0", "UUUU-0000-0000", "é000-0000-0000"] {
            #expect(InviteCode(typed: wrong) == nil, "\(wrong)")
        }
        #expect(InviteCode().hash != code.hash)
    }
}
