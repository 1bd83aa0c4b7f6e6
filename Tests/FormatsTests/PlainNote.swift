import Formats

/// What a note says, without what it was read from; compared by octets.
struct PlainNote: Equatable, CustomStringConvertible {
    let parts: [[UInt8]]

    init(_ note: ExchangeNote) {
        let quote = note.quote.map { quote in
            let position = quote.position.map { "\($0.start) \($0.end) \($0.unit)" }
            return [quote.exact, quote.prefix, quote.suffix, position, quote.place]
        }
        let work = note.work
        let parts = [
            note.key, note.parent, work.title, work.author, work.url, work.id, note.text,
            note.colour, "\(note.isClosed)", note.creator, note.created.map { "\($0)" },
            note.modified.map { "\($0)" }, note.set,
        ]
        let all = parts + (quote ?? [nil]) + note.tags.map(Optional.some)
        self.parts = all.map { $0.map { Array("+\($0)".utf8) } ?? [] }
    }

    var description: String {
        parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " | ")
    }
}
