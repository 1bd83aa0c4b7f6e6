/// Why an annotation is none.
struct W3CFault: Error {
    /// A sentence that begins in lower case.
    let why: String

    init(_ why: String) { self.why = why }
}
