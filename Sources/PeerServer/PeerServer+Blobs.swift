import AnnotationModel
import CommandLine
import HTTPMessage
import JSON
import Octets
import Storage
import SyncHTTP

extension PeerServer {
    /// A blob or a range of it. How much of an unfinished one is there stands in `Upload-Offset`.
    func blob(_ call: Call, _ store: ServerTransaction) throws -> HTTPResponse {
        let (set, hash) = (try call.set, try call.octets32(at: 1))
        guard let state = try store.blob(set, hash) else { throw Problem.notFound }
        guard state.isComplete else {
            var response = Problem.notFound.response
            response.fields["Upload-Offset"] = String(state.present)
            response.fields["Upload-Length"] = String(state.count)
            return response
        }
        let asked = call.request.fields["Range"].flatMap(ByteRange.init(field:))
        guard let range = asked.map({ $0.offsets(in: state.count) }) ?? 0..<state.count else {
            return HTTPResponse(
                status: 416, fields: ["Content-Range": "bytes */\(state.count)"])
        }
        guard let octets = try store.blobRange(set, hash, range) else { throw Problem.notFound }
        var response = HTTPResponse(
            status: asked == nil ? 200 : 206,
            fields: [
                "Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff",
                "Accept-Ranges": "bytes", "ETag": "\"\(Alphabet.hex.text(hash.octets))\"",
                "Cache-Control": "private, max-age=31536000, immutable",
            ], body: octets)
        response.fields["Upload-Offset"] = String(state.present)
        if asked != nil {
            response.fields["Content-Range"] =
                "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(state.count)"
        }
        return response
    }

    /// Takes a blob or the part of it that follows what is there.
    func putBlob(_ call: Call) throws -> Step {
        let (set, hash) = (try call.set, try call.octets32(at: 1))
        let place = try BlobPlace(call)
        return .change { [self] store, _ in
            let state = try store.appendBlob(
                set, hash, count: place.count, at: place.offset, call.request.body)
            guard let state else {
                // Not thrown: that would undo that the wrong octets were dropped.
                return Outcome(
                    Problem(
                        .blobMismatch,
                        "the octets are not what the blob is named by; send all of them anew"
                    ).response)
            }
            return Outcome(answer(state))
        }
    }

    private func answer(_ state: BlobState) -> HTTPResponse {
        var response = HTTPResponse.json(state.isComplete ? 201 : 202) { answer in
            answer.member("count", state.count)
            answer.member("present", state.present)
            answer.member("isComplete", state.isComplete)
        }
        response.fields["Upload-Offset"] = String(state.present)
        return response
    }
}
