import Formats
import Testing

@Suite("ExchangeFormat")
struct ExchangeFormatTests {
    @Test("a format is found by the name that people type")
    func names() {
        #expect(ExchangeFormat(rawValue: "w3c") == .w3c)
        #expect(ExchangeFormat(rawValue: "W3C") == nil)
    }
}
