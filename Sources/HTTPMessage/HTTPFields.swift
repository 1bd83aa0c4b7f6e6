/// Holds the fields of a head in the order they came, found by name whatever the case.
public struct HTTPFields: Equatable, Sendable {
    /// All fields, in order, repeated ones included.
    public private(set) var all: [HTTPField]

    /// Holds `all` in the order given.
    public init(_ all: [HTTPField] = []) { self.all = all }

    /// Reads the first value of `name`; writing replaces every field of that name, `nil` removes.
    public subscript(name: String) -> String? {
        get { all.first { $0.isNamed(name) }?.value }
        set {
            all.removeAll { $0.isNamed(name) }
            if let newValue { all.append(HTTPField(name, newValue)) }
        }
    }

    /// Lists the values of every field called `name`, in order.
    public func values(named name: String) -> [String] {
        all.filter { $0.isNamed(name) }.map(\.value)
    }

    /// Says whether a field is called `name`.
    public func contains(_ name: String) -> Bool { all.contains { $0.isNamed(name) } }

    /// Adds a field after the others, also when its name is there already.
    public mutating func append(_ name: String, _ value: String) {
        all.append(HTTPField(name, value))
    }

    /// Counts the fields, repeated ones included.
    public var count: Int { all.count }
}

extension HTTPFields: ExpressibleByDictionaryLiteral {
    /// Holds the pairs of a literal in the order written.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { HTTPField($0.0, $0.1) })
    }
}
