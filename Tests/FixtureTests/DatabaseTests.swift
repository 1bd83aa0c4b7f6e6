import AnnotationModel
import CommandLine
import HTTPServer
import JSON
import Storage
import Testing

/// Stores of every version that was ever released open, sync and export with this code.
@Suite struct DatabaseTests {
    @Test(arguments: Fixtures.versions)
    func everyStoreOpensAndIsWhole(version: String) throws {
        let copies = try Copies(version)
        for name in ["laptop", "desktop"] {
            #expect(try copies.openClient(name).check(deep: true).isEmpty)
        }
        let server = try copies.openServer()
        #expect(try server.check(deep: true).isEmpty)
        let counts = try server.counts()
        #expect(counts.accounts == 2 && counts.devices == 3)
        // Two personal sets, and one that each of the two shares.
        #expect(counts.sets == 4)
        #expect(counts.records > 5)
    }

    @Test(arguments: Fixtures.versions)
    func anExportHasTheOctetsOfItsTime(version: String) throws {
        let copies = try Copies(version)
        let before = try Fixtures.text("databases/\(version)/press.jsonl")
        #expect(before.utf8.elementsEqual(copies.text("laptop", "export", "--set", "press").utf8))
        // It says more than that nothing was exported.
        #expect(
            before.contains("TWO three four laptop") && before.contains("Please keep this one."))
    }

    @Test(arguments: Fixtures.versions)
    func whatWasNotSentIsSentAndMergedAsItsTimeWouldHave(version: String) throws {
        let copies = try Copies(version)
        let expected = try Fixtures.text("databases/\(version)/press-synced.jsonl")
        #expect(!expected.elementsEqual(try Fixtures.text("databases/\(version)/press.jsonl")))
        let unsent = try ["laptop", "desktop"].map { try unsynced(copies, $0) }
        #expect(unsent == [3, 2])
        let listener = try copies.serve()
        defer { listener.stop() }
        for store in ["laptop", "desktop", "laptop"] { _ = copies.text(store, "sync") }
        for store in ["laptop", "desktop"] {
            let export = copies.text(store, "export", "--set", "press")
            #expect(expected.utf8.elementsEqual(export.utf8), "\(store)")
            #expect(try unsynced(copies, store) == 0)
            #expect(try copies.openClient(store).check(deep: true).isEmpty)
        }
        #expect(
            copies.text("laptop", "export", "--set", "personal")
                == copies.text("desktop", "export", "--set", "personal"))
        let all = copies.text("desktop", "list", "--json")
        for words in [
            "desktop one", "three four laptop", "not sent yet", "written before any log-in",
            "Not sent from the desktop either.",
        ] {
            #expect(all.contains(words), "\(words)")
        }
        #expect(try copies.openServer().check(deep: true).isEmpty)
    }

    @Test(arguments: Fixtures.versions)
    func wordsThatWereRefusedStayInTheDrawer(version: String) throws {
        let copies = try Copies(version)
        let listener = try copies.serve()
        defer { listener.stop() }
        for _ in 0..<2 {
            let status = try JSONReader.parse(Array(copies.text("laptop", "status", "--json").utf8))
            #expect(
                try status.array("drawer").compactMap { $0["text"]?.string } == ["refused words"])
            _ = copies.text("laptop", "sync")
        }
    }

    private func unsynced(_ copies: Copies, _ store: String) throws -> Int64 {
        let status = copies.text(store, "status", "--json")
        return Int64(try JSONReader.parse(Array(status.utf8)).int("unsynced"))
    }
}
