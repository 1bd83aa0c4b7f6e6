import CommandLine
import Crypto
import HTTPMessage
import JSON
import Octets
import Storage
import SyncHTTP
import WireFormat

extension PeerServer {
    /// The version of this program.
    public static let programVersion = "0.1.0"

    var version: HTTPResponse {
        .json { answer in
            answer.member("version", Self.programVersion)
            answer.array("protocol") { $0.value(Int(SyncRequest.protocolVersion)) }
            answer.member("serverKey", Alphabet.hex.text(key.publicKey.octets))
        }
    }

    /// Whether the store answers; what it is asked does not matter.
    func readiness() throws(Problem) -> HTTPResponse {
        do {
            _ = try store.counts()
        } catch {
            throw Problem(.busy, "the store does not answer; see the server's log")
        }
        return .json { $0.member("status", "ok") }
    }

    func metricsPage() throws -> HTTPResponse {
        let text = metrics.text(try store.counts(), storeBytes: storeBytes())
        return HTTPResponse(
            status: 200, fields: ["Content-Type": "text/plain; version=0.0.4; charset=utf-8"],
            body: Array(text.utf8))
    }
}
