import Access
import AnnotationModel
import CommandLine
import JSON
import Octets
import Storage
import SyncEngine

/// The members of a set, as its membership log says.
struct People {
    /// One of them.
    struct Person {
        let account: AccountID
        let name: String
        let role: Role
        let isMe: Bool
    }

    let all: [Person]
    /// Entries of the membership log.
    let count: Int
    /// Its hash.
    let hash: Octets32

    init(_ set: SetID, _ workspace: Workspace) throws {
        let membership = try workspace.copy(of: set).membership
        count = membership.count
        hash = membership.hash
        let me = workspace.transaction.account
        all = membership.present.compactMap { account, member in
            member.role.map {
                Person(account: account, name: member.name, role: $0, isMe: account == me)
            }
        }
    }

    /// The role of an account; nil if it is no member.
    func role(of account: AccountID) -> Role? {
        all.first { $0.account == account }?.role
    }

    /// The member of this name.
    ///
    /// - Throws: `CommandFailure` if there is none, or several (an account's name is one of its
    ///   server's).
    func person(_ name: String) throws -> Person {
        let found = all.filter {
            $0.name.utf8.elementsEqual(name.utf8)
                || $0.account.octets.hex.utf8.elementsEqual(name.utf8)
        }
        if found.count == 1 { return found[0] }
        throw CommandFailure(
            found.isEmpty ? .notFound : .decisionNeeded, code: "member-not-found",
            found.isEmpty
                ? "nobody called “\(name)” is a member"
                : "\(found.count) members are called “\(name)”",
            evidence: all.map { "\($0.name)  \($0.role.name)" },
            hints: found.isEmpty ? ["postil set invite SET"] : ["name the account by its id"])
    }

    var text: String {
        var table = Table([.init(""), .init("NAME"), .init("ROLE"), .init("")])
        for person in all {
            table.append(["", person.name, person.role.name, person.isMe ? "you" : ""])
        }
        return table.terminalText()
    }

    var plain: String {
        var table = Table([.init("name"), .init("role"), .init("account")])
        for person in all {
            table.append([person.name, person.role.name, person.account.octets.hex])
        }
        return table.tabSeparated()
    }

    func write(to writer: inout JSONWriter) {
        writer.array("members") { list in
            for person in all { list.object { person.write(to: &$0) } }
        }
    }
}

extension People.Person {
    func write(to writer: inout JSONWriter) {
        writer.member("name", name)
        writer.member("account", account.octets.hex)
        writer.member("role", role.name)
        writer.member("me", isMe)
    }
}
