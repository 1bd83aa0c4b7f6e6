import CivilTime

/// Reads the date of a clipping, in the words and the order of the device's language.
///
/// The device writes its local time and no zone; it is taken for UTC. Only an offset that very old
/// devices write behind “GMT” is heeded.
struct KindleDate {
    private var (year, month, day): (Int?, Int?, Int?) = (nil, nil, nil)
    /// Hours, minutes and seconds.
    private var clock: [Int] = []
    /// Whether the number before had a colon behind it.
    private var isInClock = false
    private var isAfternoon: Bool?
    private var offset = "Z"
    /// Numbers that nothing beside them explains, with the sign behind each.
    private var numbers: [(value: Int, digits: Int, sign: Unicode.Scalar)] = []

    /// Milliseconds since 1970; nil if the text holds no date.
    static func milliseconds(_ text: String) -> Int64? {
        guard text.utf8.count <= 256 else { return nil }
        var date = KindleDate()
        date.read(Array(text.lowercased().unicodeScalars))
        return date.milliseconds
    }

    private mutating func read(_ scalars: [Unicode.Scalar]) {
        var index = 0
        while index < scalars.count {
            if Self.digit(scalars[index]) != nil {
                readNumber(scalars, &index)
            } else if Self.isLetter(scalars[index]) {
                let start = index
                while index < scalars.count, Self.isLetter(scalars[index]) { index += 1 }
                read(word: Self.text(scalars[start..<index]), scalars, &index)
            } else {
                index += 1
            }
        }
    }

    private mutating func readNumber(_ scalars: [Unicode.Scalar], _ index: inout Int) {
        var (value, digits) = (0, 0)
        while index < scalars.count, digits < 6, let digit = Self.digit(scalars[index]) {
            value = value * 10 + digit
            digits += 1
            index += 1
        }
        let sign = index < scalars.count ? scalars[index] : " "
        let isOfClock = isInClock || (clock.isEmpty && sign == ":")
        isInClock = isOfClock && sign == ":" && clock.count < 2
        if isOfClock { return clock.append(value) }
        switch sign {
        case "年", "년": year = value
        case "月", "월": month = value
        case "日", "일": day = value
        default: numbers.append((value, digits, sign))
        }
    }

    private mutating func read(word: String, _ scalars: [Unicode.Scalar], _ index: inout Int) {
        if let number = KindleMonths.numbers[word] {
            month = month ?? number
            return
        }
        switch word {
        case "am", "vorm", "öö", "पूर्वाह्न": isAfternoon = false
        case "pm", "nachm", "ös", "अपराह्न": isAfternoon = true
        case "a", "p": readDotted(isAfternoon: word == "p", scalars, index)
        case "gmt": readOffset(scalars, &index)
        default:
            if ["上午", "午前", "오전"].contains(where: word.hasPrefix) { isAfternoon = false }
            if ["下午", "午後", "오후"].contains(where: word.hasPrefix) { isAfternoon = true }
        }
    }

    /// “p. m.” in Spanish, “p.m.” in English.
    private mutating func readDotted(
        isAfternoon: Bool, _ scalars: [Unicode.Scalar], _ index: Int
    ) {
        let rest = scalars[index...].prefix(4).filter { $0 != "." && !$0.properties.isWhitespace }
        if rest.first == "m" { self.isAfternoon = isAfternoon }
    }

    /// `GMT-02:23`.
    private mutating func readOffset(_ scalars: [Unicode.Scalar], _ index: inout Int) {
        let text = Self.text(scalars[index...].prefix(6))
        guard UTCTime.milliseconds("2000-01-01T00:00:00" + text) != nil else { return }
        offset = text
        index += text.unicodeScalars.count
    }

    private var milliseconds: Int64? {
        guard let date, clock.isEmpty || clock.count >= 2 else { return nil }
        var hour = clock.first ?? 0
        if let isAfternoon, hour <= 12 { hour = hour % 12 + (isAfternoon ? 12 : 0) }
        let minute = clock.count > 1 ? clock[1] : 0
        let second = clock.count > 2 ? clock[2] : 0
        let day = [Self.padded(date.year, 4), Self.padded(date.month, 2), Self.padded(date.day, 2)]
        let time = [hour, minute, second].map { Self.padded($0, 2) }
        return UTCTime.milliseconds(
            day.joined(separator: "-") + "T" + time.joined(separator: ":") + offset)
    }

    private var date: (year: Int, month: Int, day: Int)? {
        guard let month else { return numeric }
        if let year, let day { return (year, month, day) }
        // A month's name with the day and the year around it, in whichever order.
        if let long = numbers.firstIndex(where: { $0.digits == 4 }) {
            let day = numbers.indices.first { $0 != long && numbers[$0].digits <= 2 }
            return day.map { (numbers[long].value, month, numbers[$0].value) }
        }
        // Very old devices write `29 April 17`.
        guard numbers.count >= 2 else { return nil }
        return (2000 + numbers[1].value % 100, month, numbers[0].value)
    }

    /// `2019-10-12` or `12.10.2019`; with slashes nobody can tell the day from the month.
    private var numeric: (year: Int, month: Int, day: Int)? {
        guard numbers.count >= 3, numbers[0].sign == numbers[1].sign else { return nil }
        let values = numbers.prefix(3).map(\.value)
        switch (numbers[0].sign, numbers[0].digits, numbers[2].digits) {
        case ("-", 4, _): return (values[0], values[1], values[2])
        case (".", 1...2, 4): return (values[2], values[1], values[0])
        default: return nil
        }
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    private static func digit(_ scalar: Unicode.Scalar) -> Int? {
        switch scalar.value {
        case 0x30...0x39: Int(scalar.value) - 0x30
        case 0x966...0x96F: Int(scalar.value) - 0x966
        default: nil
        }
    }

    /// Marks belong to the letters of many scripts.
    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return ("a"..."z").contains(scalar) }
        let isMark = [.nonspacingMark, .spacingMark].contains(scalar.properties.generalCategory)
        return (scalar.properties.isAlphabetic || isMark) && digit(scalar) == nil
    }

    private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars)
        return text
    }
}
