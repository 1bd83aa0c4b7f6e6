import AnnotationModel
import CommandLine
import Octets
import Storage
import SyncEngine

extension Administration {
    func listUsers(_ store: ServerStore) throws {
        let users = try store.read { store in
            try store.accounts().map { ($0, try store.devices(of: $0.id).count { !$0.isRevoked }) }
        }
        say(
            { answer in
                answer.array("items") { list in
                    for (account, devices) in users {
                        list.object { item in
                            item.member("id", Alphabet.hex.text(account.id.octets.octets))
                            item.member("name", account.name)
                            item.member("isAdmin", account.isAdmin)
                            item.member("isDisabled", account.isDisabled)
                            item.member("devices", devices)
                            item.member("created", Self.time(account.created))
                        }
                    }
                }
            },
            users.map { account, devices in
                let marks = (account.isAdmin ? "  admin" : "") + (account.isDisabled ? "  off" : "")
                let noun = devices == 1 ? "device" : "devices"
                return "\(account.name)  \(devices) \(noun)  since "
                    + "\(Self.time(account.created))\(marks)\n"
            }.joined())
    }

    func listSets(_ store: ServerStore) throws {
        let sets = try store.read { store in try Self.sets(store) }
        say(
            { answer in
                answer.array("items") { list in
                    for set in sets {
                        list.object { item in
                            item.member("id", Alphabet.hex.text(set.id.octets.octets))
                            item.member("isPersonal", set.isPersonal)
                            item.member("members", set.members)
                            item.member("records", set.records)
                            item.member("isHeld", set.isHeld)
                        }
                    }
                }
            },
            sets.map { set in
                "\(Alphabet.hex.text(set.id.octets.octets))  members \(set.members)  "
                    + "records \(set.records)\(set.isPersonal ? "  personal" : "")"
                    + "\(set.isHeld ? "  waits for an owner's device" : "")\n"
            }.joined())
    }

    private struct SetLine: Sendable {
        let id: SetID
        let isPersonal: Bool
        let members: Int
        let records: Int
        let isHeld: Bool
    }

    /// Serves sets again that wait for an owner's device: what the owners know and the server lost
    /// is given up, above all who was removed since the backup.
    func release() throws {
        let store = try folder.openExisting()
        let typed = command.argument("SET")
        guard (typed == nil) == command.has("all") else {
            throw CommandFailure(
                .usage, "name a set, or say --all",
                hints: ["postil-server admin set list --data \(folder.path)"])
        }
        let released = try store.write { store in
            var released: [SetID] = []
            for line in try Self.sets(store) where line.isHeld {
                let text = Alphabet.hex.text(line.id.octets.octets)
                if let typed, !text.utf8.starts(with: typed.utf8) { continue }
                try store.set(line.id)?.endHold()
                released.append(line.id)
            }
            if let account = try store.accounts().first(where: \.isAdmin), !released.isEmpty {
                try store.appendAudit(
                    action: "release", by: account.id, detail: "\(released.count) by an admin",
                    now: WallClock.milliseconds)
            }
            return released
        }
        guard typed == nil || !released.isEmpty else {
            throw CommandFailure(
                .notFound, "no set that waits has an id that begins so",
                hints: ["postil-server admin set list --data \(folder.path)"])
        }
        say(
            { answer in
                answer.array("released") { list in
                    for id in released { list.value(Alphabet.hex.text(id.octets.octets)) }
                }
            },
            released.map { "released \(Alphabet.hex.text($0.octets.octets))\n" }.joined())
    }

    /// The sets somebody is in, ascending.
    private static func sets(_ store: ServerTransaction) throws -> [SetLine] {
        var ids: Set<SetID> = []
        for account in try store.accounts() { ids.formUnion(try store.sets(of: account.id)) }
        return try ids.sorted().compactMap { id in
            guard let set = try store.set(id) else { return nil }
            return SetLine(
                id: id, isPersonal: set.membership.isPersonal,
                members: set.membership.present.count, records: Int(clamping: set.end.seq),
                isHeld: set.isHeld)
        }
    }

    static func time(_ milliseconds: UInt64) -> String {
        UTCTime.text(Int64(clamping: milliseconds))
    }
}
