import CommandLine
import HTTPMessage
import SyncHTTP

/// Blobs in parts, so that what has come or gone once never has to again.
extension ServerClient {
    /// Octets of one part: what is lost at most when a connection is.
    static let blobPartOctets = 1 << 20
    /// Says how many octets of a blob that is not whole the server has.
    static let blobPresentField = "Upload-Offset"

    /// How much of a blob the server has.
    enum BlobState: Equatable {
        case whole
        case part(Int)
    }

    /// Asks how much of a blob the server has.
    func blobState(at path: String, count: Int) throws -> BlobState {
        var request = request(.head, path)
        request.totalMillisecondsMax = Self.smallMillisecondsMax
        let response = try send(request, isIdempotent: true)
        if let present = response.fields[Self.blobPresentField].flatMap({ Int($0) }) {
            return present >= count && response.status == 200
                ? .whole : .part(min(max(0, present), count))
        }
        switch response.status {
        // A server of ours says how much it has; a network's sign-in page says 200 to anything.
        case 200..<300: throw foreign(response)
        case 404 where isProblem(response): return .part(0)
        default: throw headFailure(response)
        }
    }

    /// A response to HEAD has no body: only its status says why.
    private func headFailure(_ response: HTTPResponse) -> CommandFailure {
        guard isProblem(response),
            let type = ProblemType.allCases.first(where: { $0.status == response.status })
        else { return foreign(response) }
        return failure(type, "it does not say how much of an article's text it has")
    }

    /// Sends a part of a blob, which follows what the server has.
    func putBlobPart(
        _ octets: [UInt8], at path: String, range: Range<Int>, count: Int
    ) throws {
        var request = request(.put, path)
        request.fields["Content-Type"] = "application/octet-stream"
        if !range.isEmpty {
            request.fields["Content-Range"] =
                "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(count)"
        }
        request.body = Array(octets[range])
        let response = try send(request, isIdempotent: true)
        guard (200...299).contains(response.status) else { throw failure(response) }
        guard response.fields[Self.blobPresentField] != nil else { throw foreign(response) }
    }

    /// Fetches the part of a blob that begins at `start`; nil if the server has not got the blob.
    func blobPart(at path: String, from start: Int, count: Int) throws -> [UInt8]? {
        let end = min(count, start + Self.blobPartOctets)
        guard let range = ByteRange(first: start, last: max(start, end - 1)) else { return nil }
        var request = request(.get, path)
        request.responseBytesMax = max(count, Self.blobPartOctets)
        request.fields["Range"] = range.field
        let response = try send(request, isIdempotent: true)
        switch response.status {
        case 206:
            let said = response.fields["Content-Range"] ?? ""
            guard said.utf8.starts(with: "bytes \(start)-".utf8), !response.body.isEmpty,
                response.body.count <= end - start
            else { throw unreadable("it is another part of the text than was asked for") }
            return response.body
        case 200:
            guard response.body.count == count, !isMedia(response, "text/html") else {
                throw foreign(response)
            }
            return Array(response.body[start...])
        case 404 where problem(response) == .notFound: return nil
        default: throw failure(response)
        }
    }
}
