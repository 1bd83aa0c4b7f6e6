import HTTPMessage
import Testing

@Suite struct HTTPFieldsTests {
    @Test("Names are found whatever the case of their letters, in the order they came")
    func lookup() {
        var fields: HTTPFields = ["Host": "a", "X": "1", "x": "2"]
        #expect(fields["HOST"] == "a")
        #expect(fields.values(named: "X") == ["1", "2"])
        #expect(fields["Y"] == nil)
        #expect(fields.contains("x"))
        fields["x"] = "3"
        #expect(fields.all == [HTTPField("Host", "a"), HTTPField("x", "3")])
        fields["HOST"] = nil
        #expect(fields.count == 1)
        fields.append("X", "4")
        #expect(fields.values(named: "x") == ["3", "4"])
    }

    @Test("Only ASCII letters fold: a Kelvin sign is no k")
    func folding() {
        let fields: HTTPFields = ["k": "1", "@": "2", "[": "3"]
        #expect(fields["\u{212A}"] == nil)
        #expect(fields["K"] == "1")
        #expect(fields["`"] == nil)
        #expect(fields["{"] == nil)
    }

    @Test("Names are tokens, values hold no control bytes")
    func wellFormed() {
        for name in ["X", "x-y_z", "!#$%&'*+-.^_`|~09"] {
            #expect(HTTPField(name, "a b\té").isWellFormed, "\(name)")
        }
        for name in ["", " X", "X ", "X:", "X\u{0}", "é", "a(b", "a\r\nb", "\u{7F}"] {
            #expect(!HTTPField(name, "a").isWellFormed, "\(name)")
        }
        for value in ["\u{0}", "a\rb", "a\nb", "a\r\nb", "\u{7F}", "\u{1B}[0m"] {
            #expect(!HTTPField("X", value).isWellFormed)
        }
    }
}
