/// Reads the bytes of a source as text.
public enum SourceText {
    /// The largest source that is taken, in bytes.
    public static let bytesMax = 16 << 20

    /// The text of UTF-8 bytes, without a byte order mark; no other encoding is guessed.
    ///
    /// - Throws: `tooLarge`, `wideEncoding`, `notUTF8` with the offset of the first bad byte.
    public static func decode(_ bytes: [UInt8]) throws(ExtractionError) -> String {
        guard bytes.count <= bytesMax else {
            throw .tooLarge(bytes: bytes.count, bytesMax: bytesMax)
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
            || bytes.starts(with: [0x00, 0x00, 0xFE, 0xFF])
        {
            throw .wideEncoding
        }
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            throw .notUTF8(byteOffset: error.byteOffsets.lowerBound)
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        return String(decoding: bytes.dropFirst(bytes.starts(with: mark) ? 3 : 0), as: UTF8.self)
    }

    /// Refuses what no extractor takes.
    ///
    /// - Throws: `tooLarge`, `nul`.
    package static func check(_ source: String, bytesMax: Int) throws(ExtractionError) {
        let bytes = source.utf8.count
        guard bytes <= bytesMax else { throw .tooLarge(bytes: bytes, bytesMax: bytesMax) }
        for (offset, byte) in source.utf8.enumerated() where byte == 0 {
            throw .nul(byteOffset: offset)
        }
    }
}
