import JSON
import Testing

@Suite("A long list of JSON is read element by element")
struct JSONSliceTests {
    private func elements(_ text: String) throws -> [JSONSlice] {
        var elements = JSONElements(try JSONSlice(first: Array(text.utf8)))
        var result: [JSONSlice] = []
        while let element = try elements.next() { result.append(element) }
        return result
    }

    @Test("each element has its bytes and its line")
    func places() throws {
        let text = "\u{FEFF}\n [1, {\"a\": \"]\\\"}\\n\"},\n\n\"é\" ,[\n[]], null\n]\n"
        let elements = try elements(text)
        #expect(elements.map(\.line) == [2, 2, 4, 4, 5])
        let octets = Array(text.utf8)
        #expect(
            elements.map { String(decoding: octets[$0.range], as: UTF8.self) }
                == ["1", "{\"a\": \"]\\\"}\\n\"}", "\"é\"", "[\n[]]", "null"])
        #expect(
            try elements.map { try $0.value() } == [
                .int(1), .object([JSONValue.Member("a", .string("]\"}\n"))]), .string("é"),
                .array([.array([])]), .null,
            ])
        #expect(try self.elements("[]").isEmpty && self.elements(" [ \n ] ").isEmpty)
        #expect(try self.elements("{\"a\":1}").isEmpty)
    }

    @Test(
        "what is no list is refused where it stops being one",
        arguments: [
            ("[1 2]", 3), ("[1,,2]", 3), ("[,1]", 1), ("[1,]", 3), ("[1", 2), ("[", 1), ("[1,", 3),
            ("[1}", 2), ("[:1]", 1),
        ])
    func faults(text: String, offset: Int) {
        let error = #expect(throws: JSONError.self) { try elements(text) }
        #expect(error?.offset == offset)
        #expect(error?.code == .syntax)
    }

    @Test("an element that never ends reaches to the end, and reading it names the fault")
    func unended() throws {
        var elements = JSONElements(try JSONSlice(first: Array("[{\"a\":1},\n{\"b\":2,\n{]".utf8)))
        #expect(try elements.next()?.isWhole == true)
        let second = try #require(try elements.next())
        #expect(!second.isWhole)
        let error = #expect(throws: JSONError.self) { try second.value() }
        #expect(error?.offset == 18)
        #expect(second.line(of: 18) == 3)
        #expect(throws: JSONError.self) { try elements.next() }
    }

    @Test("limits are those of an element, and the next one is read all the same")
    func limits() throws {
        let deep = String(repeating: "[", count: 90_000) + String(repeating: "]", count: 90_000)
        let long = "\"" + String(repeating: "a", count: 200_000) + "\""
        let elements = try elements("[\(deep),\n\(long),\n3]")
        let limits = JSONLimits(depthMax: 64, bytesMax: 190_000)
        #expect(elements.map(\.line) == [1, 2, 3])
        let deepFault = #expect(throws: JSONError.self) { try elements[0].value(limits: limits) }
        #expect(deepFault?.code == .depth)
        let longFault = #expect(throws: JSONError.self) { try elements[1].value(limits: limits) }
        #expect(longFault?.code == .size)
        #expect(try elements[2].value(limits: limits) == .int(3))
    }

    @Test("a missing quotation mark is named where it is missing, not as a long value")
    func missingMark() throws {
        let text = "[{\"a\": \"b},\n" + String(repeating: "{\"a\": \"b\"},\n", count: 50) + "1]"
        var elements = JSONElements(try JSONSlice(first: Array(text.utf8)))
        let first = try #require(try elements.next())
        let limits = JSONLimits(depthMax: 9, bytesMax: 100)
        let error = #expect(throws: JSONError.self) { try first.value(limits: limits) }
        #expect(error?.code == .syntax)
        #expect(error?.offset == 11)
    }

    @Test("a member is found by its name, however it is written")
    func members() throws {
        let text = "{\"x\": [\"a\", {\"a\": 0}],\n\"\\u0061\" :\n [1, 2], \"b\": }"
        let root = try JSONSlice(first: Array(text.utf8))
        let member = try #require(try root.member("a"))
        #expect(try member.value() == .array([.int(1), .int(2)]))
        #expect(member.line == 3)
        #expect(throws: JSONError.self) { try root.member("c") }
        #expect(try JSONSlice(first: Array("[]".utf8)).member("a") == nil)
    }

    @Test("lines hold a value each")
    func lines() throws {
        let text = "\u{FEFF}{\"a\":1}\r\n\n  {\"a\":2}\n{\n"
        #expect(JSONLines.matches(Array(text.utf8)))
        var lines = JSONLines(Array(text.utf8))
        var slices: [JSONSlice] = []
        while let slice = lines.next() { slices.append(slice) }
        #expect(slices.map(\.line) == [1, 3, 4])
        #expect(try slices.prefix(2).map { try $0.value()["a"] } == [.int(1), .int(2)])
        #expect(throws: JSONError.self) { try slices[2].value() }
        for other in ["{\"a\":1}", "{\"a\":1}\n\n", "{\n\"a\":1}\n{}", "", "1\n2"] {
            #expect(!JSONLines.matches(Array(other.utf8)))
        }
    }
}
