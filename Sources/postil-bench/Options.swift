/// What stands behind the job's name: pairs of a flag and its value, then free words.
struct Options {
    private(set) var values: [String: String] = [:]
    /// What stands behind `--`.
    private(set) var words: [String] = []

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let flag = rest.popFirst() {
            if flag == "--" {
                words = Array(rest)
                return
            }
            guard flag.hasPrefix("--"), let value = rest.popFirst() else {
                throw BenchError("“\(flag)” is no flag with a value")
            }
            values[String(flag.dropFirst(2))] = value
        }
    }

    func string(_ name: String) throws -> String {
        guard let value = values[name] else { throw BenchError("--\(name) is missing") }
        return value
    }

    func int(_ name: String, _ usual: Int) throws -> Int {
        guard let word = values[name] else { return usual }
        guard let value = Int(word) else { throw BenchError("--\(name) takes a number") }
        return value
    }
}

/// Why a measurement could not be made.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
