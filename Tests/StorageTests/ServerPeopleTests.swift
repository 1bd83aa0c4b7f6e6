import Access
import AnnotationModel
import MemoryStorage
import Octets
import Replication
import Storage
import SyncEngine
import Testing
import WireFormat

@Suite struct ServerPeopleTests {
    let folder: ServerFolder
    let store: ServerStore

    init() throws {
        folder = try ServerFolder()
        store = try ServerWorld.open(folder)
    }

    private func account(_ name: String) throws -> AccountID {
        try store.write { try $0.makeAccount(name: name, isAdmin: false, now: 5) }
    }

    @Test func namesAreUniqueWhateverTheirCase() throws {
        let id = try account("Ada-1")
        #expect(throws: ServerRefusal.nameTaken) { try account("aDA-1") }
        let found = try store.read { try $0.account(named: "ADA-1") }
        #expect(found?.id == id && found?.name == "ada-1" && found?.created == 5)
        #expect(try store.read { try $0.name(of: id) } == "ada-1")
    }

    @Test(arguments: [
        "a", "", "with space", "ä-b", "a.b", String(repeating: "a", count: 33), "a\u{0}b",
    ])
    func otherNamesAreRefused(name: String) throws {
        #expect(throws: ServerRefusal.nameMalformed) { try account(name) }
    }

    @Test func aDeviceIsFoundByItsTokenUntilItOrItsAccountIsShutOut() throws {
        let id = try account("ada")
        let token = ServerWorld.octets32(1)
        let device = try store.write {
            try $0.addDevice(id, key: ServerWorld.octets32(2), name: "x", tokenHash: token, now: 7)
        }
        for _ in 0..<2 {
            #expect(try store.read { try $0.caller(tokenHash: token)?.device } == device)
        }
        #expect(throws: ServerRefusal.deviceTaken) {
            try store.write {
                _ = try $0.addDevice(
                    id, key: ServerWorld.octets32(2), name: "x", tokenHash: .zero, now: 7)
            }
        }
        try store.write { try $0.setDisabled(true, id) }
        #expect(try store.read { try $0.caller(tokenHash: token)?.device } == nil)
        try store.write { try $0.setDisabled(false, id) }
        #expect(try store.write { try $0.caller(tokenHash: token)?.device } == device)
        try store.write {
            try $0.noteSeen(device.id, now: 9)
            try $0.revokeDevice(device.id, by: id)
            let caller = try $0.caller(tokenHash: token)
            #expect(caller == nil)
        }
        let devices = try store.read { try $0.devices(of: id) }
        #expect(devices.map(\.isRevoked) == [true] && devices.map(\.lastSeen) == [9])
    }

    @Test func anotherProcessesRevocationHoldsFromTheNextRequest() throws {
        let id = try account("ada")
        let owner = ServerPerson(1, account: id)
        let token = ServerWorld.octets32(1)
        let (device, set) = try store.write { store in
            let device = try store.addDevice(
                id, key: owner.signer.key, name: "x", tokenHash: token, now: 7)
            let set = try ServerWorld.found(owner, in: store)
            var owner = owner
            let bundle = owner.bundle([ServerWorld.addArticle()], in: set)
            #expect(try ServerWorld.push([bundle], by: owner, to: set, in: store) == [.ok])
            return (device, set)
        }
        let isIn: @Sendable (ServerTransaction) throws -> Bool = {
            let caller = try $0.caller(tokenHash: token)
            return try caller != nil && $0.set(set)?.membership.isRevoked(owner.signer.key) == false
        }
        #expect(try store.read(isIn) && store.write(isIn))
        let admin = try ServerWorld.open(folder)
        try admin.write { try $0.revokeDevice(device.id, by: id) }
        #expect(try !store.read(isIn))
        #expect(try !store.write(isIn))
        try store.read { store in
            let set = try #require(try store.set(set))
            #expect(set.membership.isRevoked(owner.signer.key))
        }
    }

    @Test func fiftyCallersUseAnInviteOnce() async throws {
        let code = ServerWorld.octets32(3)
        let invite = Invite(codeHash: code, purpose: .account(isAdmin: false), expires: 100)
        try store.write { try $0.addInvite(invite) }
        let store = store
        let count = await withTaskGroup(of: Bool.self) { tasks in
            for index in 0..<50 {
                tasks.addTask {
                    let id = try? store.write {
                        _ = try $0.useInvite(code, now: 99)
                        return try $0.makeAccount(name: "n\(index)", isAdmin: false, now: 99)
                    }
                    return id != nil
                }
            }
            return await tasks.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(count == 1)
        #expect(try store.counts().accounts == 1)
        #expect(throws: ServerRefusal.inviteUsed) {
            try store.write { _ = try $0.useInvite(code, now: 99) }
        }
    }

    @Test func anInviteIsRefusedWhenItIsUnknownOverOrVoid() throws {
        let code = ServerWorld.octets32(3)
        #expect(throws: ServerRefusal.noInvite) {
            try store.write { _ = try $0.useInvite(code, now: 1) }
        }
        let id = try account("ada")
        let owner = ServerPerson(1, account: id)
        let set = try store.write { try ServerWorld.found(owner, in: $0) }
        let invite = Invite(
            codeHash: code, purpose: .set(set, .editor, by: id), expires: 10, usesLeft: 3)
        try store.write { try $0.addInvite(invite) }
        #expect(try store.read { try $0.invite(code) } == invite)
        #expect(throws: ServerRefusal.inviteExpired) {
            try store.write { _ = try $0.useInvite(code, now: 10) }
        }
        #expect(try store.write { try $0.useInvite(code, now: 9).usesLeft } == 2)
        try store.write { store in
            let set = try #require(try store.set(set))
            try set.append(
                MemberEntry(
                    id: .zero, by: id, change: .role(account: id, name: "ada", role: .editor)))
        }
        #expect(throws: ServerRefusal.inviteVoid) {
            try store.write { _ = try $0.useInvite(code, now: 9) }
        }
        #expect(try store.read { try $0.invites().map(\.usesLeft) } == [2])
    }

    @Test func anAccountsSetsFollowItsRoles() throws {
        let owner = ServerPerson(1)
        let other = ServerPerson(2)
        let id = try store.write { try ServerWorld.found(owner, others: [other], in: $0) }
        #expect(try store.read { try $0.sets(of: other.account) } == [id])
        try store.write { store in
            let set = try #require(try store.set(id))
            try set.append(
                MemberEntry(
                    id: .zero, by: owner.account,
                    change: .role(account: other.account, name: "m", role: nil)))
        }
        #expect(try store.read { try $0.sets(of: other.account) } == [])
        #expect(try store.read { try $0.sets(of: owner.account) } == [id])
        try store.write { try $0.putPersonalSet(id, of: owner.account) }
        #expect(try store.read { try $0.personalSet(of: owner.account) } == id)
    }

    @Test func theAuditIsReadNewestFirst() throws {
        try store.write { store in
            for time in 1...3 as ClosedRange<UInt64> {
                try store.appendAudit(action: "a\(time)", by: .none, detail: "d", now: time)
            }
        }
        #expect(try store.read { try $0.audit(last: 2).map(\.action) } == ["a3", "a2"])
    }
}
