import CommandLine
import Crypto
import HTTPMessage
@testable import PeerServer
import JSON
import SQLite
import Storage
import Synchronization
import Testing

@Suite struct CommandTests {
    private final class Lines: Sendable {
        let all = Mutex<[String]>([])
    }

    @Test func theTableContradictsNothing() {
        #expect(ServerCommands.table.problems == [])
    }

    @Test func aCodeOfTheAdminsMakesAnAccount() async throws {
        let desk = try Desk()
        let admin = Admin(desk.folder.path)
        #expect(admin.run("admin", "invite", "--admin", "--json") == 0)
        let code = try JSONReader.parse(Array(admin.out.utf8)).string("code")
        // The desk's clock is ahead of the wall's, where the code is seven days old long since.
        let answer = await desk.ask(
            .post, "/v1/accounts", json: Person(name: "ada").joining(code))
        #expect(answer.problem == "invite-invalid")
        #expect(
            try desk.store.read { try $0.invites().map(\.purpose) } == [.account(isAdmin: true)])
        #expect(admin.run("admin", "invite") == 0)
        #expect(admin.out.contains("postil login URL --invite "))
    }

    @Test func listsShowWhatThereIs() async throws {
        let desk = try Desk()
        let ada = try await desk.join("ada")
        let set = try await ada.found(desk)
        let admin = Admin(desk.folder.path)
        #expect(admin.run("admin", "user", "list", "--json") == 0)
        let users = try JSONReader.parse(Array(admin.out.utf8)).array("items")
        #expect(try users.map { try $0.string("name") } == ["ada"])
        #expect(admin.run("admin", "set", "list", "--json") == 0)
        let sets = try JSONReader.parse(Array(admin.out.utf8)).array("items")
        #expect(try sets.map { try $0.string("id") } == [set.hex])
        #expect(admin.run("admin", "stats", "--json") == 0)
        #expect(try JSONReader.parse(Array(admin.out.utf8)).int("accounts") == 1)
    }

    @Test func aBackupIsReadBackAndRestoredAsANewEpoch() async throws {
        let desk = try Desk()
        let ada = try await desk.join("ada")
        let set = try await ada.found(desk)
        let admin = Admin(desk.folder.path)
        let copy = desk.folder.path + "/copy"
        #expect(admin.run("admin", "backup", copy) == 0)
        #expect(admin.run("admin", "backup", copy) == 8)
        let folder = TestFolder()
        let other = Admin(folder.path)
        #expect(other.run("admin", "restore", copy) == 0)
        let restored = try Desk(in: folder)
        #expect(try restored.store.epoch() != desk.store.epoch())
        #expect(restored.key.publicKey == desk.key.publicKey)
        // An owner's device has to say first what the server may have forgotten.
        let held = await restored.ask(.get, "/v1/sets/\(set.hex)/members", ada.token)
        #expect(held.status == 423)
        try await ada.sync(restored)
        #expect(try await restored.members(set, ada).array("items").count == 1)
        #expect(other.run("admin", "check", "--deep") == 0)
    }

    @Test func nothingIsRestoredIntoAFolderThatIsServed() async throws {
        let desk = try Desk()
        let copy = desk.folder.path + "/copy"
        #expect(Admin(desk.folder.path).run("admin", "backup", copy) == 0)
        let folder = TestFolder()
        let admin = Admin(folder.path)
        var claim: ServeClaim? = try DataFolder(path: folder.path).claim()
        #expect(admin.run("admin", "restore", copy) == 9)
        #expect(DataFolder(path: folder.path).isEmpty(but: ["serve.lock"]))
        #expect(claim != nil)
        claim = nil
        #expect(admin.run("admin", "restore", copy) == 0)
        #expect(admin.out.contains("admin set release --all --data \(folder.path)"))
        #expect(admin.run("admin", "set", "release", "--all") == 0)
        #expect(admin.out == "no set waits for an owner's device\n")
    }

    @Test func aRepairSaysTheSameAsACheckAndNamesArticlesAsSuch() async throws {
        let desk = try Desk()
        let ada = try await desk.join("ada")
        let set = try await ada.found(desk)
        try ada.write("an article", in: set)
        _ = try await ada.sync(desk)
        let database = try Database(desk.folder.path + "/server.db")
        try database.write { try $0.run(script: "DELETE FROM entity") }
        let admin = Admin(desk.folder.path)
        #expect(admin.run("admin", "check", "--deep") == 12)
        #expect(admin.out.contains(", article ") && !admin.out.contains(", note "))
        #expect(admin.run("admin", "check", "--deep", "--json") == 12)
        let found = try JSONReader.parse(Array(admin.out.utf8)).array("problems")
        #expect(admin.run("admin", "check", "--repair", "--json") == 0)
        let mended = try JSONReader.parse(Array(admin.out.utf8)).array("problems")
        #expect(try found.map { try $0.string("what") } == mended.map { try $0.string("what") })
        #expect(found.allSatisfy { $0["left"]?.bool == true })
        #expect(mended.allSatisfy { $0["left"]?.bool == false })
        #expect(admin.run("admin", "check", "--repair", "--from", desk.folder.path + "/none") == 3)
    }

    @Test func whatIsNotThereIsSaid() {
        let folder = TestFolder()
        let admin = Admin(folder.path + "/none")
        for words in ["stats", "check"] {
            #expect(admin.run("admin", words) == 3)
            #expect(admin.err.contains("there is no store"))
        }
        #expect(Admin(folder.path).run("admin", "user", "disable", "bob") == 3)
    }

    @Test func settingsComeFromFlagsThenVariablesAndAreChecked() {
        let admin = Admin("/data")
        #expect(admin.run("serve", "--print-config", "--listen", "[::1]:9") == 0)
        #expect(admin.out.contains("data = /data\nlisten = [::1]:9\n"))
        for wrong in [["--listen", "nowhere"], ["--max-body", "7"], ["--log", "loud"]] {
            #expect(admin.run("serve", "--print-config", wrong[0], wrong[1]) == 2)
        }
        #expect(admin.run("serv") == 2)
        #expect(admin.run("version") == 0)
        #expect(admin.out == "postil-server \(PeerServer.programVersion)\n")
    }

    @Test func oneProcessServesAFolder() throws {
        let folder = DataFolder(path: TestFolder().path + "-claimed")
        let holder = TestFolder()
        let data = DataFolder(path: holder.path)
        let claim = try data.claim()
        claim.say("http://127.0.0.1:1")
        #expect(throws: CommandFailure.self) { try data.claim() }
        #expect(data.url == "http://127.0.0.1:1")
        #expect(throws: CommandFailure.self) { try folder.claim() }
    }

    @Test func aLineOfTheLogHoldsNoSecret() {
        let lines = Lines()
        let log = RequestLog(form: .json) { line in lines.all.withLock { $0.append(line) } }
        var request = HTTPRequest(method: .get, path: "/v1/me", query: "token=secret")
        request.fields["Authorization"] = "Bearer secret"
        request.body = Array("secret".utf8)
        log.note(request, .text(200, "secret"), microseconds: 1_500, now: 0)
        let line = lines.all.withLock { $0.joined() }
        #expect(!line.contains("secret"))
        #expect(line.contains("\"ms\":1.5"))
    }
}
