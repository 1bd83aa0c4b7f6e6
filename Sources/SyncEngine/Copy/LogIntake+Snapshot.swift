import CRDT
import Octets
import Replication
import WireFormat

extension LogIntake {
    /// Takes the records of a part of a snapshot that have not been read. Each replica's last
    /// bundle is signed; the others are proven by being what it is chained to, and the verdicts by
    /// the position that the server signs.
    mutating func takeSnapshot(_ octets: [UInt8]) throws -> Outcome {
        guard let part = try? SnapshotPart.decode(octets, replica.hashing), part.set == copy.id,
            part.first <= copy.state.position.seq + 1,
            part.running(at: copy.state.position.seq, replica.hashing)
                == copy.state.position.running,
            part.lastOfReplicas.allSatisfy({ isRead($0) || isOwn($0) || isSignedByHolder($0) }),
            isSigned(after: part)
        else { return .lied }
        for record in part.records where !isRead(record) {
            var outcome = Outcome.taken
            if isOwn(record) {
                guard let bundle = own(record.bundle.hash(replica.hashing), record.mask) else {
                    return .forked
                }
                let own = Record(
                    seq: record.seq, bundle: bundle, mask: record.mask, members: record.members,
                    receipt: nil)
                outcome = try take(own, isOwn: true)
            } else {
                outcome = try take(record, isOwn: false)
            }
            if outcome != .taken { return outcome }
        }
        return .taken
    }

    /// Whether the server stands for the position that the part leads to.
    private func isSigned(after part: SnapshotPart) -> Bool {
        guard let key = replica.serverKey else { return true }
        guard let receipt else { return false }
        var position = copy.state.position
        position.seq = part.last
        position.running = part.running(replica.hashing)
        let message = SignedPosition.message(copy.id, position)
        return replica.checker.isValid(receipt, of: message, by: key)
    }

    private func isRead(_ record: Record) -> Bool { record.seq <= copy.state.position.seq }

    private func isOwn(_ record: Record) -> Bool {
        record.bundle.replica == replica.store.replica
    }
}
