import Foundation
import Testing

/// A full disk is told, loses nothing, and is over when there is room again.
@Suite(
    .enabled(if: Programs.areBuilt, Programs.missing),
    .enabled(if: SmallDisk.isPossible, "this process may not mount a small disk"))
struct FullDiskTests {
    private static let text = "Sallow Quay\n\nNobody asked the eelgrass. It came back anyway.\n"

    /// Text that does not fit into what a full disk's database has in reserve.
    private static let long: String = {
        var state: UInt64 = 7
        var words = "Long\n\n"
        for _ in 0..<60_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            words += String(state >> 34, radix: 36) + " "
        }
        return words
    }()

    @Test func `a server without room answers 507, serves what it has, and goes on with room`()
        throws
    {
        let server = try LiveServer(diskSize: "6m")
        let disk = try #require(server.disk)
        let (ada, ben) = (try Machine(), try Machine())
        try ada.login(server, as: "ada")
        try ada.ask("add", ada.file("a.txt", Self.text))
        try ada.ask("mark", "@@", "eelgrass", "-m", "with room")
        try ada.ask("sync")
        let code = try #require(try ada.ask("device", "add")["code"] as? String)
        try ben.ask("login", server.url, "--invite", code)
        disk.fill()
        try ada.ask("mark", "@@", "anyway", "-m", "without room")
        try ada.ask("add", ada.file("long.txt", Self.long))
        let refused = try ada.postil("sync")
        #expect(refused.status == 5)
        #expect(refused.err.contains("the server's disk is full; nothing was changed"))
        #expect(refused.err.contains("2 changes of yours are safe here and will be sent next time"))
        #expect(refused.out.isEmpty)
        let problem = try ada.postil("sync", "--json")
        #expect(problem.status == 5 && problem.err.contains("\"storage-full\""))
        // Reading needs no room.
        #expect(try ben.ask("sync")["received"] as? Int == 0)
        disk.relieve()
        #expect(try ada.ask("sync")["sent"] as? Int == 2)
        try ben.ask("sync")
        #expect(try ada.export("personal") == ben.export("personal"))
        #expect(try ben.items("list").count == 2)
    }

    @Test func `a store without room keeps what it has, and the same commands go on with room`()
        throws
    {
        let server = try LiveServer()
        let (ada, ben) = (try Machine(), try Machine())
        let disk = try SmallDisk(at: ben.folder.path("disk"), "8m")
        let small = Machine(folder: ben.folder, name: "disk/store")
        try ada.login(server, as: "ada")
        try ada.ask("add", ada.file("a.txt", Self.text))
        try ada.ask("mark", "@@", "eelgrass", "-m", "with room")
        try ada.ask("sync")
        let code = try #require(try ada.ask("device", "add")["code"] as? String)
        try small.ask("login", server.url, "--invite", code)
        disk.fill()
        try ada.ask("add", ada.file("long.txt", Self.long))
        try ada.ask("sync")
        let comment = String(repeating: "a long comment ", count: 3_000)
        for command in [["mark", "Sallow", "anyway", "-m", comment], ["sync"]] {
            let refused = try small.postil(command)
            #expect(refused.status == 9, "\(command)")
            #expect(refused.err.contains("the disk is full; free some space and try again"))
            #expect(refused.err.contains(small.store) && refused.out.isEmpty)
        }
        #expect(try small.items("list").count == 1)
        #expect(try small.postil("read", "Sallow").out.contains("[[eelgrass]]"))
        disk.relieve()
        for command in [["mark", "Sallow", "anyway", "-m", comment], ["sync"]] {
            #expect(try small.postil(command).status == 0, "\(command)")
        }
        try ada.ask("sync")
        #expect(try ada.items("list").count == 2)
        #expect(try ada.export("personal") == small.export("personal"))
        #expect(try small.items("docs").count == 2)
    }

    @Test func `every command on a full disk is done or says why, and is done once there is room`()
        throws
    {
        let ben = try Machine()
        let disk = try SmallDisk(at: ben.folder.path("disk"), "8m")
        let small = Machine(folder: ben.folder, name: "disk/store")
        try small.ask("add", small.file("a.txt", Self.text))
        try small.ask("mark", "@@", "eelgrass", "-m", "with room", "-t", "old")
        let source = try small.file("b.txt", "Heron\n\nIt stood there all morning.\n")
        let out = ben.folder.path("disk/out.jsonl")
        var refusals = 0
        for command in [
            ["edit", "@", "-m", "changed"], ["tag", "@", "+new", "-old"], ["close", "@"],
            ["reply", "@", "-m", "a reply"], ["rm", "@"], ["undo"], ["note", "@@", "-m", "a note"],
            ["export", "-o", out], ["add", source], ["mark", "Heron", "all morning"],
        ] {
            disk.fill()
            let before = try small.export("personal")
            let told = try small.postil(command)
            let after = try small.export("personal")
            if told.status != 0 {
                refusals += 1
                #expect(told.status == 9, "\(command): \(told.err)")
                #expect(told.err.contains("isk is full") || told.err.contains("No space left"))
                #expect(before == after && told.out.isEmpty, "\(command)")
                disk.relieve()
                #expect(try small.postil(command).status == 0, "\(command)")
            }
            disk.relieve()
        }
        #expect(refusals > 5)
        #expect(try small.items("docs").count == 2 && small.items("list").count == 4)
    }

    @Test func `an admin of a server without room is told, and goes on with room, no restart`()
        throws
    {
        let server = try LiveServer(diskSize: "6m")
        let disk = try #require(server.disk)
        let data = server.folder.path("data")
        let ada = try Machine()
        try ada.login(server, as: "ada")
        disk.fill()
        let told = try run(Programs.server, ["admin", "invite", "--data", data])
        #expect(told.status == 9 && told.err.contains("the disk is full"), "\(told.err)")
        let refused = try ada.postil("device", "add")
        #expect(refused.status == 5 && refused.err.contains("disk is full"), "\(refused.err)")
        let copy = try run(Programs.server, ["admin", "backup", data + "/copy", "--data", data])
        #expect(copy.status == 9, "\(copy.err)")
        #expect(try run(Programs.server, ["admin", "check", "--data", data]).status == 0)
        disk.relieve()
        for words in [["invite"], ["backup", data + "/copy"], ["check", "--deep"]] {
            let done = try run(Programs.server, ["admin"] + words + ["--data", data])
            #expect(done.status == 0, "\(words): \(done.err)")
        }
        try ada.ask("device", "add")
    }
}
