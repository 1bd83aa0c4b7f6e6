import HTTPMessage
import Testing

@Suite struct RequestHeadTests {
    private func head(
        _ method: String = "PUT", _ target: String = "/a", _ version: String = "HTTP/1.1",
        _ fields: [(String, String)] = []
    ) -> RequestHead {
        let all = [HTTPField("Host", "a")] + fields.map { HTTPField($0.0, $0.1) }
        return RequestHead(
            method: method, target: target, version: version, fields: HTTPFields(all))
    }

    private func status(_ head: RequestHead) -> Int {
        do throws(RequestHeadRefusal) {
            _ = try head.checked(RequestHeadLimits())
            return 200
        } catch {
            return error.status
        }
    }

    @Test("A plain head says its method, path, query, length and whether the connection stays")
    func plain() throws {
        let head = head("POST", "/a%20b?c?d=", "HTTP/1.1", [("content-length", "12")])
        let checked = try head.checked(RequestHeadLimits())
        #expect(checked.method == .post)
        #expect(checked.path == "/a%20b")
        #expect(checked.query == "c?d=")
        #expect(checked.bodyBytes == 12)
        #expect(checked.staysOpen)
    }

    @Test(
        "The connection closes when asked to, and always in HTTP/1.0",
        arguments: [
            ("HTTP/1.1", "keep-alive", true), ("HTTP/1.1", "close", false),
            ("HTTP/1.1", "x, CLOSE\t", false), ("HTTP/1.1", "closed", true),
            ("HTTP/1.0", "keep-alive", false),
        ])
    func staysOpen(version: String, connection: String, expected: Bool) throws {
        let head = head("GET", "/", version, [("Connection", connection)])
        #expect(try head.checked(RequestHeadLimits()).staysOpen == expected)
    }

    @Test("Each fault has its status")
    func faults() {
        #expect(status(head("GET", "/", "HTTP/2.0")) == 505)
        #expect(status(head("GET", "/", "http/1.1")) == 505)
        #expect(status(head("get")) == 501)
        #expect(status(head("GET", "*")) == 400)
        #expect(status(head("GET", "/\u{0}")) == 400)
        #expect(status(head("GET", "/?\u{7F}")) == 400)
        #expect(status(head("PUT", "/", "HTTP/1.1", [("Transfer-Encoding", "")])) == 400)
        #expect(status(head("PUT", "/", "HTTP/1.1", [("TRANSFER-ENCODING", "identity")])) == 400)
        #expect(status(head("PUT", "/", "HTTP/1.1", [("Host", "a")])) == 400)
        #expect(status(head("PUT", "/", "HTTP/1.1", [("Expect", "100-Continue")])) == 200)
        #expect(status(head("PUT", "/", "HTTP/1.1", [("Expect", "200")])) == 417)
        #expect(status(head("PUT", "/", "HTTP/1.1", [("Content-Length ", "5")])) == 400)
        #expect(status(head("GET", "/", "HTTP/1.1", [("Content-Length", "0")])) == 200)
        #expect(status(head("GET", "/", "HTTP/1.1", [("Content-Length", "1")])) == 400)
    }

    @Test(
        "A length is one plain number",
        arguments: [
            ("0", 200), ("5", 200), ("33554432", 200), ("33554433", 413),
            ("999999999999999", 413), ("1000000000000000", 400), ("", 400), ("+5", 400),
            ("-1", 400), ("05", 400), ("0x5", 400), ("5,5", 400), ("5 ", 400), ("٥", 400),
            ("1e3", 400), ("5.0", 400),
        ])
    func lengths(length: String, expected: Int) {
        #expect(status(head("PUT", "/", "HTTP/1.1", [("Content-Length", length)])) == expected)
    }

    @Test("Heads of random bytes are refused or accepted, never a trap", arguments: 0..<300)
    func random(seed: UInt64) {
        var random = SplitMix64(state: seed)
        let alphabet = Array("/%2f.?#: ,\r\n\t\u{0}aé09-+Hhost".unicodeScalars)
        func text() -> String {
            let count = Int.random(in: 0...12, using: &random)
            return String(
                String.UnicodeScalarView(
                    (0..<count).compactMap { _ in alphabet.randomElement(using: &random) }))
        }
        let fields = (0..<Int.random(in: 0...4, using: &random)).map { _ in (text(), text()) }
        let head = head("PUT", "/" + text(), "HTTP/1.1", fields)
        let outcome = status(head)
        #expect([200, 400].contains(outcome))
        if outcome == 200 {
            #expect(!head.fields.all.contains { !$0.isWellFormed })
            let path = (try? head.checked(RequestHeadLimits()))?.path ?? ""
            #expect((try? RequestPath.segments(of: path)) != nil)
        }
    }
}
