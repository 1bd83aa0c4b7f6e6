internal import AnnotationModel
internal import Octets
public import Replication
internal import Synchronization
internal import SyncEngine
internal import WireFormat

extension ServerStore {
    /// This store as the source of what another has lost.
    public func source() -> ServerSource {
        ServerSource(
            record: { set, seq in
                try? self.read { store in
                    try store.set(set)?.records(after: seq &- 1, octetsMax: 1).records.first
                }
            },
            members: { set in
                try? self.read { try $0.set(set)?.membership.entries }
            },
            blob: { set, hash in
                try? self.read { store in
                    guard let state = try store.blob(set, hash) else { return nil }
                    return try store.blobRange(set, hash, 0..<state.count)
                }
            })
    }
}

extension ServerSource {
    /// A client's store in a folder as a source.
    ///
    /// - Throws: `StoreError` if it cannot be opened or read.
    public init(client folder: String, hashing: any Hashing) throws {
        let store = try ClientStore.open(folder, hashing: hashing, programName: "postil-server")
        // What cannot be read at all is said now, not taken for a store that has nothing.
        _ = try store.read { try $0.sets() }
        let shared = SharedClientStore(store)
        self.init(
            record: { set, seq in shared.read { try $0.clientCopy(of: set)?.record(at: seq) } },
            members: { set in shared.read { try $0.clientCopy(of: set)?.membership.entries } },
            blob: { _, hash in shared.read { try $0.blob(hash) } })
    }
}

/// A client's store that several threads may ask, one at a time.
// Sendable: the store is used under the lock only.
private final class SharedClientStore: @unchecked Sendable {
    private let store: ClientStore
    private let turn = Mutex(())

    init(_ store: ClientStore) { self.store = store }

    /// What is read; nil also if it is damaged.
    func read<T: Sendable>(_ body: (ClientTransaction) throws -> T?) -> T? {
        turn.withLock { _ in (try? store.read(body)) ?? nil }
    }
}
