internal import CZstd
internal import Synchronization

/// Contexts of libzstd kept between calls, for making one costs more than a small message does.
final class ContextPool: Sendable {
    /// A context in use by nobody else.
    // Sendable: a context is bound to no thread, and the pool lends it to one call at a time.
    struct Context: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    /// More calls than this at once make contexts of their own.
    private static let keptMax = 4

    private let kept = Mutex<[Context]>([])
    private let make: @Sendable () -> OpaquePointer?
    private let free: @Sendable (OpaquePointer) -> Void

    static let compression = ContextPool(
        make: { ZSTD_createCCtx() }, free: { _ = ZSTD_freeCCtx($0) })
    static let decompression = ContextPool(
        make: {
            guard let context = ZSTD_createDCtx() else { return nil }
            ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Zstandard.windowLogMax)
            return context
        }, free: { _ = ZSTD_freeDCtx($0) })

    private init(
        make: @escaping @Sendable () -> OpaquePointer?,
        free: @escaping @Sendable (OpaquePointer) -> Void
    ) {
        self.make = make
        self.free = free
    }

    /// Lends a context; nil if there is no memory for one.
    func with<T>(_ body: (OpaquePointer) -> T) -> T? {
        guard let context = kept.withLock({ $0.popLast() }) ?? make().map(Context.init(pointer:))
        else { return nil }
        let result = body(context.pointer)
        let isKept = kept.withLock { kept in
            guard kept.count < Self.keptMax else { return false }
            kept.append(context)
            return true
        }
        if !isKept { free(context.pointer) }
        return result
    }
}
