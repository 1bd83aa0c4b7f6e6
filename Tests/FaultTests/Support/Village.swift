import CommandLine
import JSON
import Storage
import Testing

/// A server's data and two machines of one person, in one folder that can be copied.
struct Village: Sendable {
    /// What waits to be done.
    enum Errand: Sendable, CaseIterable {
        /// The first machine has written and not sent.
        case push
        /// The first machine has sent, the second has not asked.
        case pull
    }

    let folder: Folder

    var data: String { folder.path("data") }
    var first: Desk { Desk(store: folder.path("first")) }
    var second: Desk { Desk(store: folder.path("second")) }

    private static let quay = "Sallow Quay\n\nNobody asked the eelgrass. It came back anyway.\n"

    init(folder: Folder) { self.folder = folder }

    /// Two machines that agree, then something that waits.
    init(_ errand: Errand) throws {
        try self.init(folder: Folder())
        let text = try folder.file("quay.txt", Self.quay)
        let other = try folder.file("heron.txt", "Heron\n\nIt stood there all morning.\n")
        let served = try Served(data)
        try first.ask("add", text)
        try first.ask("mark", "@@", "eelgrass", "-m", "one two three")
        try first.ask("login", served.url, "--invite", Served.invite(data), "--user", "ada")
        let code = try first.json("device", "add").string("code")
        try second.ask("login", served.url, "--invite", code)
        let exports = (try first.ask("export"), try second.ask("export"))
        try #require(exports.0 == exports.1)
        try first.ask("edit", "@", "-m", "one two three four")
        try first.ask("mark", "@@", "Nobody", "-m", "who then?", "-t", "later")
        try first.ask("add", other)
        try first.ask("mark", "@@", "all morning")
        if errand == .pull { try first.ask("sync") }
    }

    /// A copy of it, for one try.
    func copied() throws -> Village { Village(folder: try Folder(copyOf: folder)) }

    /// Points both machines to a server.
    func move(to url: String) throws {
        try first.move(to: url)
        try second.move(to: url)
    }

    /// After all faults: one sync of each machine, and all is everywhere, once.
    func heal(_ url: String, expecting content: [String], _ comment: Comment) throws {
        try move(to: url)
        for desk in [first, second, first] {
            let answer = desk.run(["sync"])
            #expect(answer.status == 0, "\(comment): \(answer.err)")
            #expect(try desk.unsynced() == 0, comment)
        }
        for desk in [first, second] {
            #expect(try desk.content() == content, comment)
            let problems = try desk.check()
            #expect(problems.isEmpty, "\(comment): \(problems)")
            #expect(desk.run(["read", "Heron"]).out.contains("[[all morning]]"), comment)
        }
        #expect(try first.ask("export") == second.ask("export"), comment)
        let problems = try Served.open(data).check(deep: true)
        #expect(problems.isEmpty, "\(comment): \(problems)")
    }
}
