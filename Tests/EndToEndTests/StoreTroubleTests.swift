import Foundation
import Glibc
import SQLite
import Testing

/// Stores and sources that are not what they should be, and many commands at once.
@Suite(.enabled(if: Programs.areBuilt, Programs.missing))
struct StoreTroubleTests {
    private static let text = "Sallow Quay\n\nNobody asked the eelgrass. It came back anyway.\n"

    /// Makes a database that of a later program, in one file; its octets.
    private func later(_ path: String) throws -> [UInt8] {
        do {
            let database = try Database(path)
            try database.write { try $0.execute("PRAGMA user_version=99") }
            try database.checkpoint()
        }
        for ending in ["-wal", "-shm"] { unlink(path + ending) }
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    @Test func `eight marks at once on one store are all there and all sent`() throws {
        let server = try LiveServer()
        let (ada, other) = (try Machine(), try Machine())
        try ada.login(server, as: "ada")
        try ada.ask("add", ada.file("a.txt", Self.text))
        let processes = try (0..<8).map { number in
            try ada.start("mark", "Sallow", "eelgrass", "-m", "note \(number)")
        }
        for process in processes {
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
        try ada.ask("sync")
        let code = try #require(try ada.ask("device", "add")["code"] as? String)
        try other.ask("login", server.url, "--invite", code)
        for machine in [ada, other] {
            let texts = try machine.items("list").map {
                ($0["body"] as? [String: Any])?["value"] as? String ?? ""
            }
            #expect(texts.sorted() == (0..<8).map { "note \($0)" })
        }
        #expect(try ada.export("personal") == other.export("personal"))
    }

    @Test func `a store of a later program is left alone with 11, what is no store with 10`()
        throws
    {
        let ada = try Machine()
        try ada.ask("add", ada.file("a.txt", Self.text))
        let path = ada.store + "/store.db"
        let later = try later(path)
        let letter = [UInt8](String(repeating: "a letter to my aunt\n", count: 300).utf8)
        for (octets, status, words) in [
            (later, 11, "a later program made it (version 99"),
            (letter, 10, "its file is not a Postil store"),
        ] as [([UInt8], Int32, String)] {
            try Data(octets).write(to: URL(fileURLWithPath: path))
            for command in [["list"], ["sync"], ["status"], ["mark", "Sallow", "eelgrass"]] {
                let told = try ada.postil(command)
                #expect(told.status == status, "\(command)")
                #expect(told.err.contains(words) && told.err.contains(ada.store))
                #expect(told.out.isEmpty)
            }
            #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) == octets)
        }
    }

    @Test func `a server's folder of a later program ends with 11, what is none with 10`() throws {
        let server = try LiveServer()
        server.stop()
        let path = server.folder.path("data/server.db")
        let later = try later(path)
        let letter = [UInt8](String(repeating: "a letter to my aunt\n", count: 300).utf8)
        for (octets, status, words) in [
            (later, 11, "a later program made it (version 99"),
            (letter, 10, "its file is not a Postil store"),
        ] as [([UInt8], Int32, String)] {
            try Data(octets).write(to: URL(fileURLWithPath: path))
            // A port that cannot be: were the folder taken, this would end all the same.
            let told = try run(
                Programs.server,
                ["serve", "--data", server.folder.path("data"), "--listen", "192.0.2.1:1"])
            #expect(told.status == status)
            #expect(told.err.contains(words), "\(told.err)")
            #expect(told.out.isEmpty)
            #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) == octets)
        }
    }

    @Test func `a source that is empty, huge or not UTF-8 is told and adds nothing`() throws {
        let ada = try Machine()
        let huge = [UInt8](repeating: 0x61, count: (16 << 20) + 1)
        for (name, octets, words) in [
            ("empty.txt", [], "no text"),
            ("blank.txt", Array(" \n\n \t\n".utf8), "no text"),
            ("latin.txt", Array("Caf".utf8) + [0xE9], "not UTF-8 text: the byte at offset 3"),
            ("wide.txt", [0xFF, 0xFE, 0x61, 0], "convert the source to UTF-8 first"),
            ("nul.txt", Array("a\0b".utf8), "a NUL byte stands at offset 1"),
            ("huge.txt", huge, "too large: over 16777216 bytes; split the source"),
        ] as [(String, [UInt8], String)] {
            let path = try ada.file(name, octets: octets)
            let told = try ada.postil("add", path)
            #expect(told.status == 1, "\(name)")
            #expect(told.err.contains("cannot add \(path): "), "\(told.err)")
            #expect(told.err.contains(words), "\(told.err)")
            #expect(told.err.contains("nothing was added") && told.out.isEmpty)
        }
        #expect(try ada.postil("add", "-").status == 1)
        #expect(try ada.postil("add", ada.folder.path("none.txt")).status == 3)
        #expect(try ada.items("docs").isEmpty)
    }
}
