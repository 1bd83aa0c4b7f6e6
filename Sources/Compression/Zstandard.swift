internal import CZstd

/// Compression by Zstandard (RFC 8878), one frame a message.
///
/// All functions may be called on any thread.
public enum Zstandard {
    /// How many times its own length a frame may unfold to.
    public static let ratioMax = 200
    /// What a frame may unfold to whatever its length, in bytes.
    public static let ratioFloorBytes = 1 << 20
    /// A frame may look back over at most two to this power bytes, which bounds the memory.
    static let windowLogMax: Int32 = 23

    /// The octets as one frame; nil if they should stay as they are.
    ///
    /// That is so if the frame is no shorter, if it is so short that `decompress` would take it
    /// for a bomb, or if there is no memory. So whatever this makes, `decompress` accepts.
    /// Levels below 1 and above 19 are taken for those.
    public static func compress(_ octets: [UInt8], level: Int = 1) -> [UInt8]? {
        let level = Int32(min(max(level, 1), 19))
        let bound = ZSTD_compressBound(octets.count)
        let frame = ContextPool.compression.with { context in
            [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
                let result = octets.withUnsafeBytes {
                    ZSTD_compressCCtx(
                        context, buffer.baseAddress, bound, $0.baseAddress, $0.count, level)
                }
                count = ZSTD_isError(result) == 0 ? result : 0
            }
        }
        guard let frame, !frame.isEmpty, frame.count < octets.count,
            octets.count <= bytesMax(frame: frame.count)
        else { return nil }
        return frame
    }

    /// The content of exactly one frame, of at most `max` bytes.
    ///
    /// Memory grows with what really comes out, never with what the frame claims.
    ///
    /// - Throws: `CompressionError` for anything else, and for a frame that unfolds to more than
    ///   `ratioMax` times its length and more than `ratioFloorBytes`.
    public static func decompress(
        _ octets: [UInt8], max: Int
    ) throws(CompressionError) -> [UInt8] {
        guard !octets.isEmpty else { throw .truncated }
        let mark: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd]
        guard octets.starts(with: mark.prefix(octets.count)) else { throw .notAFrame }
        let bytesMax = min(Swift.max(max, 0), bytesMax(frame: octets.count))
        let claimed = octets.withUnsafeBytes { ZSTD_getFrameContentSize($0.baseAddress, $0.count) }
        // The two largest numbers stand for "unknown" and "error", which unfolding tells apart.
        if claimed > UInt64(bytesMax), claimed < .max - 1 { throw .tooLarge(bytesMax: bytesMax) }
        let result = ContextPool.decompression.with { unfold(octets, bytesMax: bytesMax, $0) }
        guard let result else { throw .noMemory }
        return try result.get()
    }

    private static func bytesMax(frame: Int) -> Int {
        let (product, overflow) = frame.multipliedReportingOverflow(by: ratioMax)
        return max(ratioFloorBytes, overflow ? Int.max / 2 : product)
    }

    private static func unfold(
        _ octets: [UInt8], bytesMax: Int, _ context: OpaquePointer
    ) -> Result<[UInt8], CompressionError> {
        ZSTD_DCtx_reset(context, ZSTD_reset_session_only)
        // One byte more than allowed: room is left at the end of every content that is allowed.
        let room = bytesMax + 1
        var content = [UInt8](repeating: 0, count: min(room, max(octets.count, 1024) * 4))
        var read = 0
        var written = 0
        while true {
            let left = step(context, octets, &read, &content, &written)
            if ZSTD_isError(left) != 0 { return .failure(.damaged) }
            if written > bytesMax { return .failure(.tooLarge(bytesMax: bytesMax)) }
            if left == 0 { break }
            if written < content.count {
                if read == octets.count { return .failure(.truncated) }
            } else {
                let added = min(content.count, room - content.count)
                content.append(contentsOf: repeatElement(0, count: added))
            }
        }
        guard read == octets.count else { return .failure(.trailing) }
        content.removeLast(content.count - written)
        return .success(content)
    }

    private static func step(
        _ context: OpaquePointer, _ octets: [UInt8], _ read: inout Int, _ content: inout [UInt8],
        _ written: inout Int
    ) -> Int {
        octets.withUnsafeBytes { source in
            content.withUnsafeMutableBytes { target in
                var input = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: read)
                var output = ZSTD_outBuffer(
                    dst: target.baseAddress, size: target.count, pos: written)
                defer { (read, written) = (input.pos, output.pos) }
                return ZSTD_decompressStream(context, &output, &input)
            }
        }
    }
}
