/// Lists the request methods that clients and servers here speak.
public enum HTTPMethod: String, CaseIterable, Sendable {
    /// Reads a resource.
    case get = "GET"
    /// Reads the head of what `get` would answer.
    case head = "HEAD"
    /// Stores a resource under the given path.
    case put = "PUT"
    /// Hands a body to a resource.
    case post = "POST"
    /// Changes a part of a resource.
    case patch = "PATCH"
    /// Removes a resource.
    case delete = "DELETE"
    /// Asks which methods a resource has.
    case options = "OPTIONS"
}
