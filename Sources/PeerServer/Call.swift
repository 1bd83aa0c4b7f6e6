import AnnotationModel
import CommandLine
import Crypto
import HTTPMessage
import JSON
import Octets
import Storage
import SyncHTTP

/// One request that has a route.
struct Call: Sendable {
    let route: Route
    /// The segments that stand for the words in braces of the route's path.
    let words: [String]
    let request: HTTPRequest
    /// When it came, in milliseconds since 1970.
    let now: UInt64

    private static let jsonBytesMax = 65_536

    /// The hash of the token; nil without one that has the form of a token.
    var tokenHash: Octets32? {
        let values = request.fields.values(named: "Authorization")
        guard values.count == 1, let value = values.first else { return nil }
        let bytes = Array(value.utf8)
        let scheme = Array("bearer ".utf8)
        guard bytes.count > scheme.count,
            bytes.prefix(scheme.count).map({ $0 | 0x20 }) == scheme
        else { return nil }
        return AccessToken(Secret(Array(bytes.dropFirst(scheme.count))))?.hash
    }

    /// The set in the path.
    var set: SetID {
        get throws(Problem) { SetID(try octets16(at: 0)) }
    }

    /// The octets of an identifier in the path; what is none names nothing.
    func octets16(at index: Int) throws(Problem) -> Octets16 {
        guard let octets = octets(at: index), let id = Octets16(octets) else { throw .notFound }
        return id
    }

    /// The octets of a hash in the path.
    func octets32(at index: Int) throws(Problem) -> Octets32 {
        guard let octets = octets(at: index), let id = Octets32(octets) else { throw .notFound }
        return id
    }

    private func octets(at index: Int) -> [UInt8]? {
        index < words.count ? Alphabet.hex.octets(words[index]) : nil
    }

    /// The object in the body.
    func object() throws -> JSONValue {
        guard request.body.count <= Self.jsonBytesMax else {
            throw Problem(.tooLarge, "the body is over \(Self.jsonBytesMax) bytes")
        }
        let value = try JSONReader.parse(request.body)
        guard value.object != nil else {
            throw Problem(.malformed, "the body must be a JSON object")
        }
        return value
    }

    /// The value of a key in the query; nil if it is not there, or said twice.
    func queryValue(_ name: String) -> String? {
        let pairs = request.query.utf8.split(separator: 0x26).map {
            $0.split(separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false)
        }
        let values = pairs.filter { $0[0].elementsEqual(name.utf8) }
        guard values.count == 1, let value = values.first, value.count == 2 else { return nil }
        return String(value[1])
    }
}
