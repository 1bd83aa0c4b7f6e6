import Crypto
import Testing

@Suite struct ContentDigestTests {
    private static let octets = Array("{\"hello\": \"world\"}\n".utf8)
    /// RFC 9530, appendix B.1.
    private static let value = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"

    @Test("The value is that of the standard's example")
    func example() {
        #expect(ContentDigest.value(for: Self.octets) == Self.value)
        #expect(
            ContentDigest.value(for: []) == "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"
        )
    }

    @Test(
        "Another content is denied, and what names no SHA-256 denies nothing",
        arguments: [
            (nil, false), ("", false), ("sha-512=:AA==:", false), (value, false),
            ("sha-512=:AA==:, \(value)", false), ("\(value), sha-256=:AA==:", true),
            ("sha-256=:AA==:", true), ("sha-256=::", true), ("\(value)x", true),
        ] as [(String?, Bool)])
    func denies(_ value: String?, _ isDenied: Bool) {
        #expect(ContentDigest.denies(value, Self.octets) == isDenied)
        if value?.contains("sha-256") == true {
            #expect(ContentDigest.denies(value, Self.octets + [0]))
        }
    }
}
