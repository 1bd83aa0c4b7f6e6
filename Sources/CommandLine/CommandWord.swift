/// What one word of a command line looks like, before it is known what it means.
///
/// Works on bytes: a dash with a combining mark after it is a dash to the shell and to us.
enum CommandWord: Equatable {
    /// Not a flag: a lone dash and a negative number are none either.
    case plain
    /// `--`, after which nothing is a flag.
    case terminator
    /// `--name` or `--name=value`.
    case long(name: String, value: String?)
    /// Letters after one dash.
    case short(letters: String)

    init(_ word: String) {
        let bytes = Array(word.utf8)
        guard bytes.count > 1, bytes[0] == UInt8(ascii: "-") else {
            self = .plain
            return
        }
        if bytes[1] == UInt8(ascii: "-") {
            self = CommandWord.long(bytes.dropFirst(2))
            return
        }
        let afterPoint = bytes[1] == UInt8(ascii: ".") ? bytes.dropFirst(2).first : bytes[1]
        if let sign = afterPoint, (0x30...0x39).contains(sign) {
            self = .plain
        } else {
            self = .short(letters: String(decoding: bytes.dropFirst(), as: UTF8.self))
        }
    }

    private static func long(_ bytes: ArraySlice<UInt8>) -> CommandWord {
        guard !bytes.isEmpty else { return .terminator }
        guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else {
            return .long(name: String(decoding: bytes, as: UTF8.self), value: nil)
        }
        return .long(
            name: String(decoding: bytes[..<equals], as: UTF8.self),
            value: String(decoding: bytes[(equals + 1)...], as: UTF8.self))
    }
}
