extension JSONWriter {
    /// Writes a member that holds a string, or `null`.
    public mutating func member(_ name: String, _ value: String?) {
        self.name(name)
        if let value { self.value(value) } else { null() }
    }

    /// Writes a member that holds a whole number.
    public mutating func member(_ name: String, _ value: Int) {
        self.name(name)
        self.value(value)
    }

    /// Writes a member that holds a whole number.
    public mutating func member(_ name: String, _ value: Int64) {
        self.name(name)
        self.value(value)
    }

    /// Writes a member that holds `true` or `false`.
    public mutating func member(_ name: String, _ value: Bool) {
        self.name(name)
        self.value(value)
    }

    /// Writes a member that holds a number.
    public mutating func member(_ name: String, _ value: Double) {
        self.name(name)
        self.value(value)
    }

    /// Writes a member that holds a list of strings.
    public mutating func member(_ name: String, _ values: [String]) {
        array(name) { list in
            for value in values { list.value(value) }
        }
    }

    /// Writes a member that holds any value.
    public mutating func member(_ name: String, _ value: JSONValue) {
        self.name(name)
        self.value(value)
    }
}
