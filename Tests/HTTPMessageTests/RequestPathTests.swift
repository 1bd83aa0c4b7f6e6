import HTTPMessage
import Testing

@Suite struct RequestPathTests {
    @Test("A path is split first and decoded after")
    func segments() throws {
        #expect(try RequestPath.segments(of: "/") == [])
        #expect(try RequestPath.segments(of: "/a/b%20c/%C3%A9") == ["a", "b c", "é"])
        #expect(try RequestPath.segments(of: "/a/") == ["a", ""])
        #expect(try RequestPath.segments(of: "//a") == ["", "a"])
        #expect(try RequestPath.segments(of: "/a+b/...") == ["a+b", "..."])
        #expect(try RequestPath.decode(segment: "100%25") == "100%")
    }

    @Test(
        "What could be read in two ways is refused",
        arguments: [
            ("", .notAbsolute), ("a", .notAbsolute), ("*", .notAbsolute),
            ("/%", .badEncoding), ("/%2", .badEncoding), ("/%zz", .badEncoding),
            ("/%+1", .badEncoding), ("/% 1", .badEncoding), ("/a b", .badEncoding),
            ("/a?b", .badEncoding), ("/é", .badEncoding), ("/a#b", .badEncoding),
            ("/a%2fb", .forbiddenByte), ("/a%2Fb", .forbiddenByte), ("/%5c", .forbiddenByte),
            ("/%00", .forbiddenByte), ("/%0d%0a", .forbiddenByte), ("/%7f", .forbiddenByte),
            ("/.", .dotSegment), ("/a/..", .dotSegment), ("/%2e%2E/a", .dotSegment),
            ("/.%2e", .dotSegment), ("/%ff", .notUTF8), ("/%c0%af", .notUTF8),
            ("/%ed%a0%80", .notUTF8),
        ] as [(String, RequestPath.Failure)])
    func refused(path: String, failure: RequestPath.Failure) {
        #expect(throws: failure) { try RequestPath.segments(of: path) }
    }

    @Test("Encoding every byte of a name and decoding it gives the name back", arguments: 0..<200)
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix64(state: seed)
        let scalars = (0..<Int.random(in: 3...20, using: &random)).compactMap { _ in
            Unicode.Scalar(UInt32.random(in: 0x20...0x2FFF, using: &random))
        }
        let name = String(
            String.UnicodeScalarView(scalars.filter { !"/\\\u{7F}".unicodeScalars.contains($0) }))
        let digits = Array("0123456789abcdef")
        let encoded = name.utf8.map { "%\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined()
        let decoded = try RequestPath.decode(segment: encoded)
        #expect(Array(decoded.utf8) == Array(name.utf8))
    }
}
