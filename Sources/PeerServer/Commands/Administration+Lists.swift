import AnnotationModel
import CivilTime
import CommandLine
import JSON
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
        let hints = ["postil-server admin set list --data \(folder.path)"]
        let released = try store.write { store in
            let held = try Self.sets(store).filter(\.isHeld).map(\.id)
            let chosen = typed.map { typed in
                held.filter {
                    let hex = Alphabet.hex.text($0.octets.octets)
                    return !typed.isEmpty && hex.utf8.starts(with: typed.utf8)
                }
            }
            if let chosen, chosen.count != 1 {
                throw CommandFailure(
                    chosen.isEmpty ? .notFound : .decisionNeeded,
                    chosen.isEmpty
                        ? "no set that waits has an id that begins so"
                        : "\(chosen.count) sets that wait have an id that begins so", hints: hints)
            }
            for id in chosen ?? held {
                try store.set(id)?.endHold()
                try store.appendAudit(
                    action: "release", by: .none, detail: Alphabet.hex.text(id.octets.octets),
                    now: WallClock.milliseconds)
            }
            return chosen ?? held
        }
        say(
            { answer in
                answer.array("released") { list in
                    for id in released { list.value(Alphabet.hex.text(id.octets.octets)) }
                }
            },
            released.isEmpty
                ? "no set waits for an owner's device\n"
                : released.map { "released \(Alphabet.hex.text($0.octets.octets))\n" }.joined())
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
