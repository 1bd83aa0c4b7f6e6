/// Why a row is none.
struct HypothesisFault: Error {
    /// A sentence that begins in lower case.
    let why: String

    init(_ why: String) { self.why = why }
}
