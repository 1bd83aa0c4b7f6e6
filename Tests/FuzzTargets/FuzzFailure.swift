/// A property that does not hold for an input.
public struct FuzzFailure: Error, CustomStringConvertible {
    /// Which property, as a sentence.
    public let description: String

    /// Says which property does not hold.
    public init(_ description: String) { self.description = description }
}

func require(
    _ holds: Bool, _ property: @autoclosure () -> String
) throws(FuzzFailure) {
    if !holds { throw FuzzFailure(property()) }
}

func require<Value>(
    _ value: Value?, _ property: @autoclosure () -> String
) throws(FuzzFailure) -> Value {
    guard let value else { throw FuzzFailure(property()) }
    return value
}
