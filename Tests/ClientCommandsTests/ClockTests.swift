import CommandLine
import JSON
import Testing

/// Clocks that are years off disturb nothing but the times that are shown.
@Suite struct ClockTests {
    static let year2099: UInt64 = 4_070_908_800_000

    @Test(arguments: [0, 1, year2099, 253_402_300_799_999] as [UInt64])
    func everyCommandWorksAtAnyTime(now: UInt64) throws {
        let desk = try Desk()
        desk.now = now
        let id = try desk.add(Desk.harbour)
        let mark = try desk.id("mark", id, "learned to wait", "-m", "one")
        #expect(try desk.json("edit", mark, "-m", "two").at("body", "value")?.string == "two")
        desk.isTerminal = true
        for command in [["list"], ["docs"], ["read", id], ["show", mark, "--history"], ["log"]] {
            #expect(desk.run(command).status == 0, "\(command)")
        }
        #expect(desk.run("undo").status == 0)
        #expect(try desk.shown(mark).at("body", "value")?.string == "one")
        // A clock that stands at nothing tells no time.
        let year = try desk.shown(mark)["created"]?.string?.prefix(4)
        #expect(year == nil ? now == 0 : ["1970", "2099", "9999"].contains(year))
    }

    @Test func whatIsWrittenLaterWinsThoughTheClockWentBack() throws {
        let desk = try Desk()
        desk.now = Self.year2099
        let id = try desk.add(Desk.harbour)
        let mark = try desk.id("mark", id, "learned to wait", "-m", "one", "-c", "green")
        desk.run("close", mark)
        desk.run("tag", mark, "+x")
        desk.now = 0
        desk.run("edit", mark, "-m", "two", "-c", "pink")
        desk.run("reopen", mark)
        desk.run("tag", mark, "-x")
        let shown = try desk.shown(mark)
        #expect(shown.at("body", "value")?.string == "two")
        #expect(try shown.string("color") == "pink")
        #expect(try shown.string("status") == "open")
        #expect(shown["tags"]?.strings == [])
        #expect(shown["conflicts"]?.strings == [])
        desk.run("undo")
        #expect(try desk.shown(mark)["tags"]?.strings == ["x"])
        desk.isTerminal = true
        #expect(desk.run("list").status == 0)
        #expect(desk.run("log").status == 0)
    }

    @Test func anExportDoesNotDependOnTheClock() throws {
        let desk = try Desk()
        let id = try desk.add(Desk.harbour)
        desk.run("note", id, "-m", "x")
        let text = desk.run("export", "--history").out
        for now in [0, Self.year2099] {
            desk.now = now
            #expect(desk.run("export", "--history").out == text)
        }
    }
}
