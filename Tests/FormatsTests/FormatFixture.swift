import Foundation

/// Files of other programs, small and made for these tests.
enum FormatFixture {
    static func octets(_ name: String) throws -> [UInt8] {
        let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return [UInt8](
            try Data(contentsOf: root.appendingPathComponent("Fixtures/formats/" + name)))
    }
}
