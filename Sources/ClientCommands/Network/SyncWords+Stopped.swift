import AnnotationModel
import CommandLine
import JSON
import Octets
import Storage
import SyncEngine

extension SyncWords.Stopped {
    /// The sets of a store that are not synced.
    static func all(_ workspace: Workspace) throws -> [Self] {
        try workspace.transaction.sets().compactMap { set in
            guard let reason = try workspace.copy(of: set).state.stop else { return nil }
            let name = try FormerSets.name(of: set, workspace) ?? workspace.name(of: set)
            return Self(set: set, name: name, reason: reason)
        }
    }

    /// The reason as scripts read it.
    var code: String {
        switch reason {
        case .serverWasPutBack: "server-was-put-back"
        case .contentDiffers: "content-differs"
        case .removed: "removed"
        case .serverLies: "not-verified"
        case .serverRefuses: "not-taken"
        }
    }

    private static let afterwards = "  Once that is put right: postil doctor --repair\n"

    /// What happened, what is safe, and what to do.
    var text: String {
        let typed = TerminalSafe.line(ShellWords.quoted(name))
        let name = TerminalSafe.line(name)
        return switch reason {
        case .serverWasPutBack:
            "\(name): the server does not know how far this store has read, and nothing proves "
                + "that it did, so this set is not synced for now.\n  Nothing here is lost. "
                + "Ask the server's admin; to keep a copy: postil export --set \(typed)\n"
                + Self.afterwards
        case .contentDiffers:
            "\(name): this store and the server hold different content after the same changes, so "
                + "this set is not synced for now.\n"
                + "  Nothing here is lost. Tell the server's admin; "
                + "to keep a copy: postil export --set \(typed)\n"
        case .removed:
            "\(name): you are no member of it any more; what others wrote was taken away here.\n"
                + "  It keeps what you had sent to it. "
                + "Your own words lie in the drawer: postil drawer\n"
        case .serverLies:
            "\(name): the server sent what does not verify; it was not taken in, and this "
                + "set is not synced for now.\n  Nothing here is lost. Tell the server's admin\n"
                + Self.afterwards
        case .serverRefuses:
            "\(name): the server does not take what this store signed, so this set is not synced "
                + "for now.\n  Nothing here is lost. Is this device still listed? "
                + "postil device list\n" + Self.afterwards
        }
    }

    func write(to writer: inout JSONWriter) {
        writer.member("set", set.octets.hex)
        writer.member("name", name)
        writer.member("reason", code)
    }
}
