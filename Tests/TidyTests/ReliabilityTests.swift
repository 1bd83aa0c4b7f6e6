import Foundation
import Testing

/// The README shows what the ledger of long runs adds up to.
@Suite struct ReliabilityTests {
    static let isBegun = Repository.exists("RELIABILITY.tsv")

    @Test(.enabled(if: isBegun, "no long run is in the ledger yet"))
    func theTotalsOfTheReadmeAreThoseOfTheLedger() throws {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = [Repository.root.path + "/tools/reliability", "totals"]
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let totals = String(decoding: output, as: UTF8.self)
        #expect(totals.split(separator: "\n").count > 2)
        #expect(try Repository.text("README.md").contains(totals), "\(totals)")
    }
}
