import CommandLine
import Glibc
import Storage

/// One thing that `doctor` looked at, and how it was found.
struct DoctorCheck {
    enum Result: String {
        case ok
        /// Nothing to judge.
        case info
        /// It works, and should be otherwise.
        case warning
        case error
        /// It was not looked at.
        case skipped
    }

    let result: Result
    let name: String
    let message: String

    init(_ result: Result, _ name: String, _ message: String) {
        self.result = result
        self.name = name
        self.message = message
    }

    /// All that a visit looked at.
    static func all(_ visit: DoctorVisit) -> [DoctorCheck] {
        let session = visit.session
        return [
            DoctorCheck(.ok, "version", "postil \(ClientProgram.version), protocol 1"),
            settings(session), store(visit),
            judged(visit, .files, .warning, "closed to others"),
            judged(visit, .clock, .warning, "not behind what this store has seen"),
            judged(visit, .sets, .warning, sets(session)), secret(session), server(visit),
            tools(session),
        ]
    }

    private static func settings(_ session: Session) -> DoctorCheck {
        let paths = session.settings.layers.map(\.path)
        let count = session.settings.warnings.count
        if paths.isEmpty { return DoctorCheck(.info, "settings", "none; postil help settings") }
        let files = paths.joined(separator: ", ")
        if count == 0 { return DoctorCheck(.ok, "settings", files) }
        return DoctorCheck(
            .warning, "settings", "\(Counted.text(count, "line")) not understood in \(files)")
    }

    private static func store(_ visit: DoctorVisit) -> DoctorCheck {
        let folder = visit.session.folder
        let octets = ["store.db", "store.db-wal"].reduce(Int64(0)) { sum, name in
            var info = stat()
            return sum + (stat(folder + "/" + name, &info) == 0 ? Int64(info.st_size) : 0)
        }
        return judged(
            visit, .store, .error, "\(folder), \(size(octets)); every row is as it was written")
    }

    private static func size(_ octets: Int64) -> String {
        let tenths = octets / 100_000
        return octets < 1_000_000 ? "\(octets / 1_000) kB" : "\(tenths / 10).\(tenths % 10) MB"
    }

    private static func judged(
        _ visit: DoctorVisit, _ check: DoctorVisit.Check, _ wrong: Result, _ well: String
    ) -> DoctorCheck {
        let complaints = visit.complaints.filter { $0.check == check }
        let left = complaints.count(where: \.isLeft)
        if left > 0 {
            let what = left == 1 ? "1 finding, below" : "\(left) findings, below"
            return DoctorCheck(wrong, check.rawValue, what)
        }
        if !complaints.isEmpty {
            return DoctorCheck(
                .ok, check.rawValue, "\(Counted.text(complaints.count, "finding")), mended")
        }
        return DoctorCheck(.ok, check.rawValue, well)
    }

    private static func sets(_ session: Session) -> String {
        let count = try? session.read { try $0.transaction.sets().count }
        return count.map { "\(Counted.text($0, "set")), none is held back" } ?? "none is held back"
    }

    /// Where the secret of the log-in is, not what it is.
    private static func secret(_ session: Session) -> DoctorCheck {
        let isLoggedIn = try? session.read { try $0.transaction.setting(.token) != nil }
        guard isLoggedIn == true else { return DoctorCheck(.info, "secret", "not logged in") }
        return DoctorCheck(.ok, "secret", "the log-in's token is in \(session.folder)/store.db")
    }

    private static func server(_ visit: DoctorVisit) -> DoctorCheck {
        guard let words = visit.server else {
            return DoctorCheck(.skipped, "server", "not asked: postil doctor --online")
        }
        return DoctorCheck(visit.serverFailure == nil ? .ok : .error, "server", words)
    }

    private static func tools(_ session: Session) -> DoctorCheck {
        let path = session.console.environment["PATH"] ?? "/usr/bin:/bin"
        func shown(_ role: String, _ command: String?) -> String {
            guard let command, let program = ShellWords.split(command)?.first else {
                return "no \(role)"
            }
            let places =
                program.utf8.contains(0x2F)
                ? [program] : path.split(separator: ":").map { "\($0)/\(program)" }
            let isThere = places.contains { access($0, X_OK) == 0 }
            return "\(role) \(program)\(isThere ? "" : " (missing)")"
        }
        let pager = (try? session.settings.pager()) ?? nil
        let editor = try? session.settings.editor()
        return DoctorCheck(.info, "tools", shown("editor", editor) + ", " + shown("pager", pager))
    }
}
