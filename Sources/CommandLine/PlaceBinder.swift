/// Gives the words of a command to the places of its table.
struct PlaceBinder {
    let command: CommandSpec
    let line: String
    let help: String
    /// The text that was typed with its flag; nil for none.
    let message: String?

    /// The words of each place, by its name; places without a word are left out.
    /// - Throws: `UsageError` if a required place stays empty or a word finds none.
    func places(_ words: [String]) throws(UsageError) -> [String: [String]] {
        let required = command.arguments.filter(\.isRequired)
        guard words.count >= required.count else { throw missing(required, words.count) }
        var places: [String: [String]] = [:]
        var rest = words[...]
        for (index, place) in command.arguments.enumerated() {
            let needed = command.arguments[(index + 1)...].count(where: \.isRequired)
            let free = rest.count - needed
            guard free > 0 else { continue }
            let taken = place.isRepeated ? free - optionals(after: index, free) : 1
            places[place.name] = Array(rest.prefix(taken))
            rest = rest.dropFirst(taken)
        }
        if let extra = rest.first {
            throw UsageError(
                .unexpectedArgument, "“\(line)” does not take the word “\(extra)”",
                hint: meant(by: words) ?? help)
        }
        return places
    }

    /// The line that was meant where quotes, or the flag for a text, were forgotten.
    private func meant(by words: [String]) -> String? {
        let taken = command.arguments.count
        guard taken > 0, command.flags.contains(where: { $0.long == "message" }) else { return nil }
        // Beside a text that was typed, what is too much may be its rest, or anything.
        let isText = taken == 1
        if let message, !isText || message == "-" { return nil }
        let kept = words.prefix(isText ? taken : taken - 1).map(ShellWords.quoted)
        let rest = (message.map { [$0] } ?? []) + words.dropFirst(kept.count)
        let joined = ShellWords.quoted(rest.joined(separator: " "))
        return ([line] + kept + (isText ? ["-m"] : []) + [joined]).joined(separator: " ")
    }

    /// How many words a repeated place leaves to optional ones that follow it: those it can spare.
    private func optionals(after index: Int, _ free: Int) -> Int {
        let count = command.arguments[(index + 1)...].count { !$0.isRequired }
        return min(count, free - 1)
    }

    private func missing(_ required: [ArgumentSpec], _ given: Int) -> UsageError {
        let usage = command.arguments.map(\.usage).joined(separator: " ")
        let already = required.prefix(given).map(\.name).joined(separator: " ")
        let after = given == 0 ? "" : " after \(already)"
        return UsageError(
            .missingArgument, "“\(line)” needs \(required[given].name)\(after): \(line) \(usage)",
            hint: help)
    }
}
