/// Why a source cannot become an article.
public enum ExtractionError: Error, Hashable, Sendable {
    /// The bytes stop being UTF-8 at this offset.
    case notUTF8(byteOffset: Int)
    /// The bytes begin with a UTF-16 or UTF-32 byte order mark.
    case wideEncoding
    /// A NUL stands at this offset, in bytes of UTF-8.
    case nul(byteOffset: Int)
    /// The source has more bytes than are taken.
    case tooLarge(bytes: Int, bytesMax: Int)
    /// More images are opened than can be read in reasonable time.
    case tooManyImages(max: Int)
    /// Nothing but white space and markup is there.
    case empty

    /// What is wrong with the source and what to do about it, without naming the source.
    public var message: String {
        switch self {
        case .notUTF8(let offset):
            "not UTF-8 text: the byte at offset \(offset) does not fit; "
                + "convert the source to UTF-8 first"
        case .wideEncoding:
            "UTF-16 or UTF-32 text: convert the source to UTF-8 first"
        case .nul(let offset):
            "not text: a NUL byte stands at offset \(offset)"
        case .tooLarge(_, let bytesMax):
            "too large: over \(bytesMax) bytes; split the source"
        case .tooManyImages(let max):
            "too many images: at most \(max) are read; add the source as plain text"
        case .empty:
            "no text: nothing is left once markup and white space are taken away"
        }
    }
}
