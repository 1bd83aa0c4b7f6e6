import JSON

/// The records of a JSON file: the elements of its lists, its lines, or the one that it is.
struct JSONRecords {
    /// A record, not yet read.
    struct Record {
        let slice: JSONSlice
        /// As `ExchangeNote.line`.
        let line: Int
    }

    private enum Shape {
        case lists([JSONSlice])
        case lines
        case single
    }

    /// Of one record.
    static let limits = JSONLimits(depthMax: 64, bytesMax: 1 << 20)

    /// The value that the file is; of lines, the first.
    let root: JSONSlice
    private let octets: [UInt8]
    private let shape: Shape
    private let isOneLine: Bool

    /// Looks at the shape of a file; `lists` finds the lists in an object, none if the object is
    /// the only record.
    /// - Throws: `FormatError` if it is no list, no object and no lines of values.
    init(
        _ octets: [UInt8], lists: (JSONSlice) throws(JSONError) -> [JSONSlice]
    ) throws(FormatError) {
        self.octets = octets
        let end = octets.firstIndex(of: 0x0A) ?? octets.count
        isOneLine = octets[end...].allSatisfy { $0 <= 0x20 }
        do throws(JSONError) {
            root = try JSONSlice(first: octets)
            guard root.isArray || root.isObject else {
                throw JSONError(.kind, "it is neither a list nor an object of JSON")
            }
            if !root.isArray, JSONLines.matches(octets) {
                shape = .lines
                return
            }
            if root.isWhole, !root.isLast {
                throw JSONError(
                    .syntax, "text after the value at byte \(root.range.upperBound)",
                    offset: root.range.upperBound)
            }
            let lists = root.isArray ? [root] : try lists(root)
            shape = lists.isEmpty ? .single : .lists(lists)
        } catch {
            throw Self.formatError(error, in: octets)
        }
    }

    /// Hands over each record in its order.
    /// - Throws: `FormatError` where the file is no JSON any more, and what the closure throws.
    func forEach(_ body: (Record) throws -> Void) throws {
        switch shape {
        case .single: try body(Record(slice: root, line: isOneLine ? 1 : root.line))
        case .lines:
            var lines = JSONLines(octets)
            while let slice = lines.next() { try body(Record(slice: slice, line: slice.line)) }
        case .lists(let lists):
            var number = 0
            for list in lists {
                var elements = JSONElements(list)
                while let slice = try next(&elements) {
                    number += 1
                    try body(Record(slice: slice, line: isOneLine ? number : slice.line))
                }
            }
            guard root.isWhole else {
                throw FormatError(
                    line: root.line(of: octets.count), "the text ends inside a list or an object")
            }
        }
    }

    /// Reads each record and hands over what is made of it; one that cannot be read is `.bad`.
    /// - Throws: as `forEach`.
    func read(
        _ take: (ExchangeItem) throws -> Void, _ item: (JSONValue, Record) throws -> ExchangeItem
    ) throws {
        try forEach { record in
            switch Result(catching: { () throws(JSONError) in
                try record.slice.value(limits: Self.limits)
            }) {
            case .success(let value): try take(try item(value, record))
            case .failure(let error) where error.code == .syntax && !isLines:
                throw Self.formatError(error, in: octets)
            case .failure(let error): try take(.bad(line: record.line, why: error.message))
            }
        }
    }

    private var isLines: Bool {
        if case .lines = shape { true } else { false }
    }

    private func next(_ elements: inout JSONElements) throws(FormatError) -> JSONSlice? {
        do {
            return try elements.next()
        } catch {
            throw Self.formatError(error, in: octets)
        }
    }

    private static func formatError(_ error: JSONError, in octets: [UInt8]) -> FormatError {
        let line = error.offset.map { offset in
            octets[..<min(offset, octets.count)].reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
        }
        return FormatError(line: line, error.message)
    }
}
