import Access
import AnnotationModel
import CommandLine
import HTTPMessage
import JSON
import Octets
import Storage
import SyncEngine
import SyncHTTP

/// `postil set members SET`: who is in it, as the server has it now.
enum SetMembersCommand {
    static func run(_ session: Session) throws -> Reply {
        let desk = try MemberDesk(session)
        let people = try desk.people()
        return Reply(
            text: people.text, plain: people.plain,
            lines: people.all.map { person in { person.write(to: &$0) } }
        ) {
            $0.member("id", desk.set.octets.hex)
            people.write(to: &$0)
        }
    }
}

/// `postil set invite SET`: a code that lets one person in.
enum SetInviteCommand {
    static func run(_ session: Session) throws -> Reply {
        let role = try MemberDesk.role(session.command.value("role") ?? Role.commenter.name)
        let desk = try MemberDesk(session)
        let path = SyncRoute.invites(desk.set.octets.hex)
        let value = try desk.client.json(.post, path, having: "code", isIdempotent: false) {
            $0.member("role", role.name)
        }
        guard let code = value["code"]?.string else {
            throw desk.client.unreadable("there is no code in it")
        }
        let text =
            "Send this to one person, who will be \(role.name):\n\n"
            + "  postil set join \(TerminalSafe.line(code))\n\n"
            + "It needs a log-in on \(desk.client.address.host).\n"
        return Reply(text: text) {
            $0.member("code", code)
            $0.member("set", desk.set.octets.hex)
            $0.member("role", role.name)
            $0.member("expires", value["expires"] ?? .null)
        }
    }
}

/// `postil set role SET USER ROLE`.
enum SetRoleCommand {
    static func run(_ session: Session) throws -> Reply {
        let role = try MemberDesk.role(session.command.argument("ROLE") ?? "")
        let name = session.command.argument("USER") ?? ""
        let desk = try MemberDesk(session)
        let person = try desk.change(to: role) { try $0.person(name) }
        return Reply(text: "\(TerminalSafe.line(person.name)) is \(role.name) now\n") {
            $0.member("set", desk.set.octets.hex)
            $0.member("name", person.name)
            $0.member("role", role.name)
        }
    }
}

/// `postil set remove SET USER`.
enum SetRemoveCommand {
    static func run(_ session: Session) throws -> Reply {
        let name = session.command.argument("USER") ?? ""
        let desk = try MemberDesk(session)
        let person = try desk.change(to: nil) { try $0.person(name) }
        return Reply(text: "\(TerminalSafe.line(person.name)) is no member any more\n") {
            $0.member("set", desk.set.octets.hex)
            $0.member("name", person.name)
            $0.member("role", String?.none)
        }
    }
}

/// `postil set leave SET`.
enum SetLeaveCommand {
    static func run(_ session: Session) throws -> Reply {
        let desk = try MemberDesk(session)
        _ = try desk.change(to: nil) { people in
            guard let me = people.all.first(where: \.isMe) else {
                throw CommandFailure(
                    .notFound, code: "no-member", "you are no member of it",
                    hints: ["postil set list"])
            }
            return me
        }
        let kept = try session.write { workspace in
            // What is wiped already needs no place in lists; the drawer stays.
            if try workspace.transaction.copy(of: desk.set)?.state.stop == .removed {
                try workspace.transaction.removeCopy(of: desk.set)
            }
            return try workspace.transaction.drawer().filter { $0.item.set == desk.set }.count
        }
        let rest =
            kept == 0 ? "" : "What you wrote in it (\(kept)) lies in the drawer: postil drawer\n"
        return Reply(text: "You left; what others wrote was taken away here\n" + rest) {
            $0.member("set", desk.set.octets.hex)
            $0.member("drawer", kept)
        }
    }
}

/// Changes a set's members over the very membership log that the person has seen.
struct MemberDesk {
    let session: Session
    let client: ServerClient
    let set: SetID

    /// Brings the set to the server if it is not there yet, and its membership log here.
    init(_ session: Session) throws {
        self.session = session
        client = try ServerClient(session)
        let name = session.command.argument("SET") ?? ""
        let (set, isPersonal) = try session.read { workspace in
            let set = try workspace.set(named: name)
            return (set, try workspace.copy(of: set).state.isPersonal)
        }
        self.set = set
        if isPersonal, session.command.path.last != "members" {
            throw CommandFailure(
                .notAllowed, code: "personal", "the personal set is yours alone",
                hints: ["make one to share: postil set new NAME"])
        }
        try sync()
    }

    private func sync() throws {
        let outcome = try SyncDriver.run(session, client, only: set)
        if let failure = outcome.failure {
            throw try SyncCommand.complete(failure, outcome, session)
        }
        let stopped = try session.read { try SetView(set, $0) }.stopped
        if let stopped {
            throw CommandFailure(
                stopped.reason == .removed ? .notAllowed : .failed, code: stopped.code,
                stopped.text.trimmedASCII, hints: ["postil status"])
        }
        if outcome.report.unknown.contains(set) {
            throw CommandFailure(
                .notFound, code: "set-not-found",
                "\(client.address.host) has no such set for this account",
                evidence: ["nothing here is lost"], hints: ["postil whoami"])
        }
    }

    func people() throws -> People { try session.read { try People(set, $0) } }

    /// Gives the person who is chosen among the members a role, or none; once more if the members
    /// changed.
    func change(to role: Role?, _ choose: (People) throws -> People.Person) throws -> People.Person
    {
        let before = try people()
        let person = try choose(before)
        do {
            try put(role, person, over: before)
        } catch let failure as CommandFailure
            where failure.code == ProblemType.membersChanged.rawValue
        {
            try sync()
            let now = try people()
            // The request was sent again, and its first answer was lost: it is done already.
            if now.role(of: person.account) == role { return person }
            try put(role, choose(now), over: now)
        } catch let failure as CommandFailure
            where failure.code == ProblemType.notFound.rawValue && person.isMe && role == nil
        {
            // To who is no member there is no such set: the first answer was lost, or somebody
            // else was faster.
        }
        // The change is done; what it means here comes with a sync, now or later.
        _ = try SyncDriver.run(session, client, only: set)
        return person
    }

    private func put(_ role: Role?, _ person: People.Person, over people: People) throws {
        let path = SyncRoute.member(set.octets.hex, person.account.octets.hex)
        _ = try client.json(.put, path, having: "members") {
            $0.member("role", role?.name)
            $0.member("members", people.count)
            $0.member("hash", Alphabet.hex.text(people.hash.octets))
        }
    }

    static func role(_ word: String) throws -> Role {
        if let role = Role(name: word) { return role }
        let all = Role.allCases.map(\.name).joined(separator: ", ")
        throw CommandFailure(
            .usage, code: "bad-role", "“\(word)” is no role", hints: ["the roles are \(all)"])
    }
}
