import Formats
import JSON
import Testing

@Suite("Records of strangers trap nothing")
struct HostileTests {
    private static let kinds: [JSONValue] = [
        .null, .bool(true), .int(-1), .int(.max), .double(1.5), .string(""), .string("a"),
        .string("https://a.example"), .array([]), .array([.int(1)]), .array([.string("b")]),
        .array([.null, .array([])]), .object([]), .object([JSONValue.Member("id", .int(1))]),
    ]

    /// Each value below one, at any depth, in turn changed to each kind.
    private static func changed(_ value: JSONValue) -> [JSONValue] {
        switch value {
        case .array(let elements):
            return kinds
                + elements.indices.flatMap { index in
                    changed(elements[index]).map { element in
                        var elements = elements
                        elements[index] = element
                        return .array(elements)
                    }
                }
        case .object(let members):
            return kinds
                + members.indices.flatMap { index in
                    changed(members[index].value).map { value in
                        var members = members
                        members[index] = JSONValue.Member(members[index].name, value)
                        return .object(members)
                    }
                }
        default: return kinds
        }
    }

    static let formats: [(name: String, reader: Reading.Reader)] = [
        ("w3c/annotations.json", W3CReader.read),
        ("hypothesis/search.json", HypothesisReader.read),
    ]

    @Test(
        "whatever stands for a value, a note or a sentence comes out", arguments: 0..<formats.count)
    func kinds(format: Int) throws {
        let (name, reader) = Self.formats[format]
        let file = try JSONReader.parse(Reading.fixture(name))
        let records = file.array ?? file["rows"]?.array ?? []
        var (count, notes) = (0, 0)
        for record in records {
            let changed = Self.changed(record)
            var writer = JSONWriter()
            writer.array { list in
                list.value(record)
                for value in changed { list.value(value) }
            }
            let reading = try Reading(reader, writer.text)
            #expect(reading.error == nil)
            #expect(reading.items.count == changed.count + 1)
            for (_, why) in reading.bad { #expect(why.utf8.count > 10) }
            count += changed.count
            notes += reading.notes.count
            let sheet = ExchangeSheet(work: ExchangeWork(), text: "a", notes: reading.notes)
            for (reader, text) in [
                (W3CReader.read, W3CWriter.write([sheet])),
                (HypothesisReader.read, HypothesisWriter.write([sheet])),
            ] as [(Reading.Reader, String)] {
                let again = try Reading(reader, text)
                #expect(again.error == nil && again.notes.count == reading.notes.count)
            }
        }
        #expect(count > 1_000 && notes > 100)
    }

    @Test("a long chain of everything deep is refused", arguments: 0..<formats.count)
    func deep(format: Int) throws {
        for piece in ["[", "{\"a\":", "[{\"selector\":"] {
            let text = String(repeating: piece, count: 100_000)
            let reading = try Reading(Self.formats[format].reader, text)
            #expect(reading.notes.isEmpty)
            #expect(reading.error != nil || !reading.bad.isEmpty)
        }
    }
}
