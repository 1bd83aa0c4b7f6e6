/// Why a pass-phrase was neither accepted nor refused.
public enum PassphraseError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Too many pass-phrases are being looked at; trying again in a second helps.
    case busy
    /// It has more UTF-8 bytes than are allowed.
    case tooLong(bytesMax: Int)
    /// There was no memory.
    case noMemory

    /// One sentence for a person.
    public var description: String {
        switch self {
        case .busy: "could not look at the pass-phrase: too many log in at once; try again"
        case .tooLong(let bytesMax):
            "could not use the pass-phrase: it is longer than \(bytesMax) bytes; choose another"
        case .noMemory: "could not look at the pass-phrase: there is no memory; try again"
        }
    }
}
