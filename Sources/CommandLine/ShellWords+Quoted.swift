extension ShellWords {
    /// The word as a shell reads it back: in quotes where it needs them.
    public static func quoted(_ word: String) -> String {
        let plain = { (octet: UInt8) in
            octet >= 0x80 || (octet | 0x20 >= 0x61 && octet | 0x20 <= 0x7A)
                || (0x2B...0x3A).contains(octet) || octet == 0x40 || octet == 0x5F
        }
        if !word.isEmpty, word.utf8.allSatisfy(plain) { return word }
        var result = "'"
        for scalar in word.unicodeScalars {
            if scalar == "'" { result += "'\\''" } else { result.unicodeScalars.append(scalar) }
        }
        return result + "'"
    }
}
