import CommandLine
import JSON
import Testing

@Suite("JSON")
struct JSONTests {
    private static func parse(_ text: String) throws(JSONError) -> JSONValue {
        try JSONReader.parse(Array(text.utf8))
    }

    private static func code(_ bytes: [UInt8], _ limits: JSONLimits = .init()) -> JSONError.Code? {
        do throws(JSONError) {
            _ = try JSONReader.parse(bytes, limits: limits)
            return nil
        } catch {
            return error.code
        }
    }

    @Test(
        "valid texts have their value",
        arguments: [
            (" null ", JSONValue.null), ("true", .bool(true)), ("false", .bool(false)),
            ("0", .int(0)),
            ("-12", .int(-12)), ("9223372036854775807", .int(.max)),
            ("9223372036854775808", .double(9_223_372_036_854_775_808)), ("1.5e3", .double(1500)),
            ("1E-2", .double(0.01)), ("1e+2", .double(100)), ("\"\"", .string("")),
            ("\"\\ud83d\\ude00\\u00e9\\/\\b\\f\"", .string("😀é/\u{8}\u{C}")), ("[]", .array([])),
            ("[1 , [ ]\n]", .array([.int(1), .array([])])), ("{}", .object([])),
            ("{\"b\":1,\"a\":{}}", .object([.init("b", .int(1)), .init("a", .object([]))])),
            (
                "{\"é\":1,\"e\u{301}\":2}",
                .object([.init("é", .int(1)), .init("e\u{301}", .int(2))])
            ),
        ])
    func valid(_ text: String, _ value: JSONValue) throws {
        #expect(try Self.parse(text) == value)
    }

    @Test(
        "texts outside the grammar are refused",
        arguments: [
            "", " ", "nul", "nulll", "True", "01", "-", "+1", ".5", "1.", "1e", "1e+", "0x1", "NaN",
            "Infinity", "-Infinity", "'a'", "\"", "\"a", "\"\\\"", "\"\\x\"", "\"\\u12\"",
            "\"\\u12g4\"",
            "\"a\nb\"", "\"\u{0}\"", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{", "}",
            "{1:2}",
            "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\" 1}", "{,}", "{\"a\":1 \"b\":2}", "1 2",
            "[]]",
            "// c\n1", "/* */1", "\u{FEFF}1", "[1]\u{0}", "\u{A0}1", "a", "{a:1}", "-a", "--1",
            "1..2",
            "\"\\", "[\"", "{\"a", "{\"a\":", "\u{B}1", "tru", "--", "1e1.5",
        ])
    func invalid(_ text: String) {
        #expect(Self.code(Array(text.utf8)) == .syntax, "\(text)")
    }

    @Test("other refusals have their own codes")
    func refusals() {
        func code(_ text: String) -> JSONError.Code? { Self.code(Array(text.utf8)) }
        #expect(code("{\"a\":1,\"a\":1}") == .duplicate)
        #expect(code("{\"a\":1,\"\\u0061\":1}") == .duplicate)
        #expect(code("\"\\ud800\"") == .surrogate)
        #expect(code("\"\\udc00\"") == .surrogate)
        #expect(code("\"\\ud800\\ud800\"") == .surrogate)
        #expect(code("\"\\ud800\\n\"") == .surrogate)
        #expect(code("1e999") == .number)
        #expect(code("-1e999") == .number)
        #expect(Self.code([0x22, 0xFF, 0x22]) == .encoding)
        #expect(Self.code([0x22, 0xC0, 0x80, 0x22]) == .encoding)
        #expect(Self.code([0x22, 0xED, 0xA0, 0x80, 0x22]) == .encoding)
        #expect(Self.code([0x22, 0x5C, 0x6E, 0xE2, 0x82, 0x22]) == .encoding)
    }

    @Test("limits hold at their number and refuse one past it")
    func limits() {
        let deep = [UInt8](repeating: 0x5B, count: 32) + [UInt8](repeating: 0x5D, count: 32)
        #expect(Self.code(deep) == nil)
        #expect(Self.code([0x5B] + deep + [0x5D]) == .depth)
        #expect(Self.code([UInt8](repeating: 0x5B, count: 1 << 20)) == .depth)
        let small = JSONLimits(depthMax: 1, bytesMax: 4)
        #expect(Self.code(Array("[11]".utf8), small) == nil)
        #expect(Self.code(Array("[111]".utf8), small) == .size)
    }

    private static func random(_ random: inout SplitMix64, depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 3 ? 5 : 7), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .int(Int64(bitPattern: random.next()))
        case 3:
            let value = Double(bitPattern: random.next())
            return value.isFinite ? .double(value) : .double(0.5)
        case 4: return .string(SampleTexts.mixed(&random, count: 6))
        case 5: return .array((0..<3).map { _ in Self.random(&random, depth: depth + 1) })
        default:
            return .object(
                (0..<3).map { index in
                    let name = "\(index)" + SampleTexts.mixed(&random, count: 2)
                    return .init(name, Self.random(&random, depth: depth + 1))
                })
        }
    }

    @Test(
        "what is written reads back as the same value and carries nothing raw", arguments: 0..<300)
    func roundTrip(_ seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let value = Self.random(&generator, depth: 0)
        var writer = JSONWriter()
        writer.value(value)
        #expect(SampleTexts.unsafeScalars(writer.text).isEmpty)
        #expect(!writer.text.utf8.contains(0x0A))
        let read = try Self.parse(writer.text)
        #expect(read == value, "seed \(seed)")
        var again = JSONWriter()
        again.value(read)
        #expect(again.text == writer.text, "seed \(seed)")
    }

    @Test("damaged texts are refused or read, and never trap", arguments: 0..<300)
    func fuzz(_ seed: Int) {
        var generator = SplitMix64(seed: UInt64(seed))
        var writer = JSONWriter()
        writer.value(Self.random(&generator, depth: 0))
        var bytes = Array(writer.text.utf8)
        for _ in 0..<3 where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            bytes[place] = UInt8.random(in: 0...255, using: &generator)
        }
        bytes.removeLast(Int.random(in: 0...min(2, bytes.count), using: &generator))
        do throws(JSONError) {
            let value = try JSONReader.parse(bytes)
            var again = JSONWriter()
            again.value(value)
            #expect(throws: Never.self) { try JSONReader.parse(Array(again.text.utf8)) }
        } catch {
            #expect(error.offset.map { $0 <= bytes.count } ?? false)
        }
    }

    @Test("accessors say which member is missing or of another kind")
    func access() throws {
        let value = try Self.parse(
            "{\"s\":\"x\",\"n\":null,\"i\":3,\"b\":true,\"l\":[1],\"d\":0.5}")
        #expect(try value.string("s") == "x")
        #expect(try value.int("i") == 3)
        #expect(try value.bool("b"))
        #expect(try value.array("l") == [.int(1)])
        #expect(value["d"]?.double == 0.5)
        #expect(value["i"]?.double == 3)
        #expect(try value.optionalString("n") == nil)
        #expect(try value.optionalInt("absent") == nil)
        #expect(try value.optionalBool("b") == true)
        #expect(throws: JSONError(.missing, "“q” is missing; it must be a string")) {
            try value.string("q")
        }
        #expect(throws: JSONError(.kind, "“s” must be a whole number")) {
            try value.optionalInt("s")
        }
        #expect(JSONValue.null["s"] == nil)
    }

    @Test("the writer puts commas and names where they belong")
    func writer() {
        var writer = JSONWriter()
        writer.object { whole in
            whole.member("v", 1)
            whole.member("tags", ["a", "b"])
            whole.array("items") { list in
                list.object { $0.member("x", true) }
                list.object { _ in }
                list.value(0.25)
                list.value(Double.nan)
            }
            whole.member("none", String?.none)
            whole.member("whole", JSONValue.object([.init("k", .array([]))]))
        }
        #expect(
            writer.text
                == #"{"v":1,"tags":["a","b"],"items":[{"x":true},{},0.25,null],"none":null,"#
                + #""whole":{"k":[]}}"#)
    }
}
