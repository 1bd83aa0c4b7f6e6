import CommandLine
import Crypto
import HTTPMessage
import JSON

extension HTTPResponse {
    /// Answers with one object, `"v":1` first.
    static func json(_ status: Int = 200, _ members: (inout JSONWriter) -> Void) -> HTTPResponse {
        var writer = JSONWriter()
        writer.object { object in
            object.member("v", 1)
            members(&object)
        }
        let body = Array(writer.text.utf8)
        return HTTPResponse(
            status: status,
            fields: [
                "Content-Type": "application/json",
                ContentDigest.field: ContentDigest.value(for: body),
            ], body: body)
    }
}
