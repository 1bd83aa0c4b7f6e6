import Formats
import Foundation

/// What a reader found.
struct Reading {
    typealias Reader = @Sendable ([UInt8], (ExchangeItem) throws -> Void) throws -> Void

    private(set) var items: [ExchangeItem] = []
    private(set) var error: FormatError?

    init(_ reader: Reader, _ text: String) throws { try self.init(reader, Array(text.utf8)) }

    init(_ reader: Reader, _ octets: [UInt8]) throws {
        do {
            try reader(octets) { items.append($0) }
        } catch let error as FormatError {
            self.error = error
        }
    }

    var notes: [ExchangeNote] {
        items.compactMap { if case .note(let note) = $0 { note } else { nil } }
    }

    var bad: [(line: Int, why: String)] {
        items.compactMap { if case .bad(let line, let why) = $0 { (line, why) } else { nil } }
    }

    var skipped: [String] {
        items.compactMap { if case .skipped(let what) = $0 { what } else { nil } }
    }

    /// A file of the package.
    static func fixture(_ path: String) throws -> [UInt8] {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return [UInt8](try Data(contentsOf: root.appendingPathComponent("Fixtures/" + path)))
    }
}
