import Formats

/// Files of other programs: what is read is written and read again as the same notes, be it as the
/// record that it was or as one of our own.
enum FormatTarget {
    typealias Reader = ([UInt8], (ExchangeItem) throws -> Void) throws -> Void

    static func w3c(_ octets: [UInt8]) throws(FuzzFailure) {
        try check(octets, W3CReader.read, W3CWriter.write)
    }

    static func hypothesis(_ octets: [UInt8]) throws(FuzzFailure) {
        try check(octets, HypothesisReader.read, HypothesisWriter.write)
    }

    private static func check(
        _ octets: [UInt8], _ reader: Reader, _ write: ([ExchangeSheet]) -> String
    ) throws(FuzzFailure) {
        let lines = octets.reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
        var notes: [ExchangeNote] = []
        var isPlaced = true
        do {
            try reader(octets) { item in
                switch item {
                case .note(let note):
                    notes.append(note)
                    isPlaced = isPlaced && note.line >= 1
                case .bad(let line, let why): isPlaced = isPlaced && line >= 1 && !why.isEmpty
                case .skipped, .article: break
                }
            }
        } catch let error as FormatError {
            isPlaced = isPlaced && (error.line.map { (1...lines).contains($0) } ?? true)
        } catch {
            throw FuzzFailure("a file that cannot be read is refused with its line")
        }
        try require(isPlaced, "what is found has a place in the file")
        var fresh = notes
        for index in fresh.indices {
            fresh[index].origin = nil
            fresh[index].rest = nil
        }
        for notes in [notes, fresh] {
            let text = write([ExchangeSheet(work: ExchangeWork(), notes: notes)])
            try require(read(text, reader) == notes.map(parts), "notes that are written come back")
        }
    }

    private static func read(_ text: String, _ reader: Reader) -> [[[UInt8]]]? {
        var notes: [[[UInt8]]] = []
        do {
            try reader(Array(text.utf8)) { item in
                guard case .note(let note) = item else { throw FuzzFailure("a note is a note") }
                notes.append(parts(note))
            }
        } catch {
            return nil
        }
        return notes
    }

    private static func parts(_ note: ExchangeNote) -> [[UInt8]] {
        let quote =
            note.quote.map { [$0.exact, $0.prefix, $0.suffix, "\($0.position as Any)"] } ?? []
        let parts = [note.key, note.text, note.creator ?? "", note.set ?? "", note.colour ?? ""]
        return (parts + quote + note.tags).map { Array($0.utf8) }
    }
}
