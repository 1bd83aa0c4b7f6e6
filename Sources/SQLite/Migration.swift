/// One numbered step of a schema; added, and never edited once a store has seen it.
public struct Migration: Sendable {
    /// The schema's version after the step.
    public let number: Int32
    let apply: @Sendable (Database) throws -> Void

    /// A step that computes; it runs inside of the one transaction of all steps.
    public init(_ number: Int32, apply: @escaping @Sendable (Database) throws -> Void) {
        self.number = number
        self.apply = apply
    }

    /// A step made of SQL statements.
    public init(_ number: Int32, script: String) {
        self.init(number) { try $0.run(script: script) }
    }
}
