/// Why octets were not decompressed.
public enum CompressionError: Error, Equatable, Sendable {
    /// They do not begin as a frame of Zstandard, or are a skippable frame.
    case notAFrame
    /// They end before the frame does.
    case truncated
    /// The frame breaks the format, its checksum is wrong, or it wants more memory than it may.
    case damaged
    /// Something follows the frame.
    case trailing
    /// The content is longer than the caller allows, or than the frame's length makes believable.
    case tooLarge(bytesMax: Int)
    /// There was no memory.
    case noMemory
}

extension CompressionError: CustomStringConvertible {
    /// One sentence for a person.
    public var description: String {
        switch self {
        case .notAFrame: "could not decompress: these are not Zstandard data"
        case .truncated: "could not decompress: the data end too early; fetch them again"
        case .damaged: "could not decompress: the data are damaged; fetch them again"
        case .trailing: "could not decompress: something follows the data"
        case .tooLarge(let bytesMax):
            "could not decompress: the content is longer than the \(bytesMax) bytes allowed"
        case .noMemory: "could not compress or decompress: there is no memory"
        }
    }
}
