import Compression

/// A frame, the first two octets being the most that may come out.
enum CompressionTarget {
    static func run(_ octets: [UInt8]) throws(FuzzFailure) {
        var source = ByteSource(octets)
        let max = source.below(65_536)
        let body = source.rest()
        if let content = try? Zstandard.decompress(body, max: max) {
            try require(content.count <= max, "no more comes out than is allowed")
        }
        guard let frame = Zstandard.compress(body, level: max % 4) else { return }
        try require(frame.count < body.count, "a frame is shorter than what is in it")
        try require(
            (try? Zstandard.decompress(frame, max: body.count)) == body,
            "what is compressed comes back")
    }
}
