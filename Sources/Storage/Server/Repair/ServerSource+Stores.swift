internal import AnnotationModel
internal import Octets
public import Replication
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
    /// A client's store in a folder as a source; opened anew for each question, which are few.
    public init(client folder: String, hashing: any Hashing) {
        @Sendable func read<T>(_ body: (ClientTransaction) throws -> T?) -> T? {
            let store = try? ClientStore.open(
                folder, hashing: hashing, programName: "postil-server")
            return try? store?.read(body)
        }
        self.init(
            record: { set, seq in read { try $0.clientCopy(of: set)?.record(at: seq) } },
            members: { set in read { try $0.clientCopy(of: set)?.membership.entries } },
            blob: { _, hash in read { try $0.blob(hash) } })
    }
}
