/// Bounds what a server reads of a request.
public struct RequestHeadLimits: Equatable, Sendable {
    /// The most bytes of request line and fields together; beyond is 431.
    public var headBytesMax: Int
    /// The most fields; beyond is 431.
    public var fieldsMax: Int
    /// The most bytes of the request target; beyond is 414.
    public var targetBytesMax: Int
    /// The most bytes of a body; beyond is 413, said by `Content-Length` before any is read.
    public var bodyBytesMax: Int

    /// Sets the bounds: 16 KiB of head, 64 fields, 4 KiB of target and 32 MiB of body.
    public init(
        headBytesMax: Int = 16 << 10, fieldsMax: Int = 64, targetBytesMax: Int = 4 << 10,
        bodyBytesMax: Int = 32 << 20
    ) {
        self.headBytesMax = headBytesMax
        self.fieldsMax = fieldsMax
        self.targetBytesMax = targetBytesMax
        self.bodyBytesMax = bodyBytesMax
    }
}
