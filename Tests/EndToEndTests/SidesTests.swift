import Foundation
import Testing

/// `merges` where three machines of two people, and one who only reads, met.
@Suite(.enabled(if: Programs.areBuilt, Programs.missing))
struct SidesTests {
    private static let text = "Sallow Quay\n\nNobody asked the eelgrass. It came back anyway.\n"

    private let server: LiveServer
    private let laptop: Machine
    private let desktop: Machine
    private let ben: Machine
    private let cleo: Machine
    private let mark: String

    private var machines: [Machine] { [laptop, desktop, ben, cleo] }

    /// Three that edited one text and two that coloured one note, and all synced.
    init() throws {
        server = try LiveServer()
        (laptop, desktop) = (try Machine(), try Machine())
        (ben, cleo) = (try Machine(), try Machine())
        try laptop.login(server, as: "ada")
        let device = try #require(try laptop.ask("device", "add")["code"] as? String)
        try desktop.ask("login", server.url, "--invite", device)
        try laptop.ask("set", "new", "press")
        try laptop.ask("add", laptop.file("a.txt", Self.text), "--set", "press")
        let made = try laptop.ask("mark", "@@", "the eelgrass", "-m", "one two three")
        mark = try #require(made["id"] as? String)
        for (machine, name, role) in [(ben, "ben", "editor"), (cleo, "cleo", "reader")] {
            try machine.login(server, as: name)
            let code = try #require(
                try laptop.ask("set", "invite", "press", "--role", role)["code"] as? String)
            try machine.ask("set", "join", code)
        }
        for machine in [laptop, desktop, ben, cleo] { try machine.ask("sync") }
        try laptop.ask("edit", mark, "-m", "one TWO three")
        try desktop.ask("edit", mark, "-m", "one two three four", "-c", "pink")
        try ben.ask("edit", mark, "-m", "one deux three", "-c", "blue")
        for machine in [ben, laptop, cleo, desktop, ben, laptop, cleo] { try machine.ask("sync") }
    }

    private func agree() throws {
        for machine in machines + machines { try machine.ask("sync") }
        let exports = try machines.map { try $0.export("press") }
        #expect(exports.dropFirst().allSatisfy { $0 == exports[0] })
    }

    private struct Shown: Equatable {
        let text: String?
        let colour: String?
    }

    private func shown(_ machine: Machine) throws -> Shown {
        let item = try #require(try machine.items("show", mark).first)
        return Shown(
            text: (item["body"] as? [String: Any])?["value"] as? String,
            colour: item["color"] as? String)
    }

    /// What a person sees.
    private func page(_ machine: Machine, _ more: String = "") throws -> String {
        let line = "\(Programs.client ?? "") --store \(machine.store) merges \(more) --color never"
        let page = try run("/usr/bin/script", ["-qec", line, "/dev/null"])
        return page.out.split(whereSeparator: \.isNewline).map { $0 + "\n" }.joined()
    }

    @Test(arguments: [0, 1, 2], ["mine", "theirs"])
    func `either side is taken on each of three machines`(place: Int, side: String) throws {
        let machine = machines[place]
        try machine.ask("merges", mark, "--take", side)
        let isAdas = (place < 2) == (side == "mine")
        let now = try shown(machine)
        #expect(now.text == (isAdas ? "one TWO three four" : "one deux three"))
        #expect(now.colour == (isAdas ? "pink" : "blue"))
        #expect(try machine.items("merges").isEmpty)
        try agree()
        #expect(try shown(ben) == now)
        // What was decided on one machine is open on none.
        for machine in machines { #expect(try machine.items("merges").isEmpty) }
        #expect(try laptop.items("merges", mark).allSatisfy { $0["open"] as? Bool == false })
        #expect(try page(laptop, mark).contains(", settled\n"))
    }

    @Test func `sides are named by who wrote them, and offered where they may be taken`() throws {
        let short = mark.prefix(4)
        for machine in [laptop, desktop] {
            let lines = try page(machine).split(separator: "\n").map { $0.split(separator: " ") }
            #expect(lines.contains { $0.first == "yours" && $0.last == "pink" })
            #expect(lines.contains { $0.first == "ben" && $0.last == "blue" })
            for (name, side) in [("yours", "mine"), ("ben", "theirs")] {
                let line = "\(name) postil merges \(short) --take \(side) --only colour"
                #expect(lines.contains { $0.joined(separator: " ") == line })
            }
        }
        let reader = try page(cleo)
        #expect(!reader.contains("yours") && !reader.contains("--take"))
        let lines = reader.split(separator: "\n").map { $0.split(separator: " ") }
        #expect(lines.contains { $0.first == "ada" && $0.last == "pink" })
        #expect(lines.contains { $0.first == "ben" && $0.last == "blue" })
        #expect(try cleo.postil("merges", mark, "--take", "mine").status == 4)
    }

    @Test func `a choice that is taken back can be made otherwise`() throws {
        let before = try shown(ben)
        try ben.ask("merges", mark, "--take", "theirs")
        try ben.ask("undo")
        #expect(try shown(ben).text == before.text)
        #expect(try ben.items("merges").contains { $0["what"] as? String == "text" })
        try ben.ask("merges", mark, "--take", "mine")
        #expect(try shown(ben).text == "one deux three")
        try ben.ask("merges", mark, "--take", "theirs")
        #expect(try shown(ben).text == "one TWO three four")
    }

    @Test func `a field is taken where another was changed again, and that one is named`() throws {
        try laptop.ask("edit", mark, "-m", "one and four")
        let taken = try laptop.postil("merges", mark, "--take", "theirs")
        #expect(taken.status == 6 && taken.out.contains("Not the text: it was changed again"))
        #expect(try shown(laptop) == Shown(text: "one and four", colour: "blue"))
        #expect(try laptop.items("merges").isEmpty)
        try agree()
        let late = try desktop.postil("merges", mark, "--take", "mine")
        #expect(late.status == 6 && late.out.contains("text"))
        try desktop.ask("edit", mark, "-c", "green")
        let none = try desktop.postil("merges", mark, "--take", "mine")
        #expect(none.status == 7 && none.err.contains("changed again"))
    }

    @Test func `what was written over or accepted is not open any more`() throws {
        #expect(try ben.items("merges").count == 2)
        let merged = try shown(ben).text
        try ben.ask("edit", mark, "-c", "green")
        #expect(try ben.items("merges").map { $0["what"] as? String } == ["text"])
        let changes = try ben.items("log").count
        try ben.ask("merges", mark, "--take", "both")
        #expect(try ben.items("merges").isEmpty && shown(ben).text == merged)
        // It changed nothing, so that undo takes back what was before it.
        #expect(try ben.items("log").count == changes)
        try agree()
        for machine in machines { #expect(try machine.items("merges").isEmpty) }
        #expect(try shown(laptop) == Shown(text: merged, colour: "green"))
        let history = try laptop.postil("show", mark, "--history").out
        #expect(history.contains("kept both"))
        let taken = try laptop.postil("merges", mark, "--take", "mine")
        #expect(taken.status == 6 && taken.out.contains("Not the colour"))
        #expect(try shown(laptop).text == "one TWO three four")
    }

    @Test func `a deletion that others wrote against is open until one knows of it`() throws {
        try ben.ask("rm", mark)
        try laptop.ask("edit", mark, "-m", "one")
        for machine in [ben, laptop, ben] { try machine.ask("sync") }
        let page = try page(laptop)
        #expect(page.contains("deleted by ben, and changed at the same time; kept"))
        #expect(page.contains("postil rm \(mark.prefix(4))"))
        try laptop.ask("close", mark)
        #expect(try !laptop.items("merges").contains { $0["what"] as? String == "deletion" })
        #expect(try self.page(laptop, mark).contains("deletion, merged just now, settled"))
        #expect(try self.page(ben).contains("deleted, and changed by ada at the same time; kept"))
    }
}
