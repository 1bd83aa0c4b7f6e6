public import AnnotationModel
public import CRDT

/// A command of this store that changed something, kept so that it can be shown and taken back.
public struct LocalChange: Hashable, Sendable {
    /// Its place in the log of commands; 0 before it has one.
    public let id: Int64
    /// When it was given, milliseconds since 1970.
    public let milliseconds: UInt64
    /// The command's name.
    public let command: String
    /// The set that it changed.
    public let set: SetID
    /// The first issues of the ops that it wrote, in order.
    public let ops: [Identity]
    /// The change that it took back; nil if it did something new.
    public let undoes: Int64?
    /// Whether it was taken back.
    public let isUndone: Bool

    /// Takes the parts; the store gives out the id.
    public init(
        id: Int64 = 0, milliseconds: UInt64, command: String, set: SetID, ops: [Identity],
        undoes: Int64? = nil, isUndone: Bool = false
    ) {
        self.id = id
        self.milliseconds = milliseconds
        self.command = command
        self.set = set
        self.ops = ops
        self.undoes = undoes
        self.isUndone = isUndone
    }
}
