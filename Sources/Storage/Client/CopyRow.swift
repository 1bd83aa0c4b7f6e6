import AnnotationModel
import CRDT
import Octets
import SyncEngine
import WireFormat

/// A set's row: what is known of it beside its content.
struct CopyRow {
    let number: Int64
    let set: SetID
    var state: CopyState
    var contentHash: UInt128
    var members: Int
    var membersHash: Octets32
}

extension CopyState {
    /// The form at rest.
    func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: 256)
        let isPlain = receipt == nil && !isRecovering && lostProof == nil
        writer.writeArray(count: isPlain ? 12 : 15)
        if let epoch = position.epoch { writer.write(epoch) } else { writer.writeNull() }
        writer.write(position.seq)
        writer.write(position.running)
        writer.write(UInt64(clamping: position.members))
        writer.write(position.membersHash)
        writer.write(counter)
        writer.write(chain)
        writer.write(sealedThrough)
        if let founding {
            writer.writeArray(count: 3)
            writer.write(founding.key)
            writer.write(founding.nonce)
            writer.write(founding.isPersonal)
        } else {
            writer.writeNull()
        }
        writer.write(isPersonal)
        writer.write(UInt64(stop?.rawValue ?? 0))
        writer.write(mustExplain)
        if isPlain { return writer.octets }
        if let receipt { writer.write(receipt) } else { writer.writeNull() }
        writer.write(isRecovering)
        if let lostProof { lostProof.write(to: &writer) } else { writer.writeNull() }
        return writer.octets
    }

    /// Reads the form at rest.
    static func decode(_ octets: [UInt8]) throws(DecodingFailure) -> CopyState {
        var reader = CBORReader(octets)
        let count = try reader.array(limit: 15)
        guard count == 12 || count == 15 else { throw .wrongType }
        let position = LogPosition(
            epoch: reader.null() ? nil : try reader.octets16(), seq: try reader.unsigned(),
            running: try reader.octets32(), members: try reader.count(limit: .max),
            membersHash: try reader.octets32())
        var state = CopyState(position: position)
        state.counter = try reader.unsigned()
        state.chain = try reader.octets32()
        state.sealedThrough = try reader.unsigned()
        if !reader.null() {
            try reader.array(exactly: 3)
            state.founding = SyncRequest.Founding(
                key: try reader.octets32(), nonce: try reader.octets16(),
                isPersonal: try reader.bool())
        }
        state.isPersonal = try reader.bool()
        let stop = UInt8(try reader.count(limit: 255))
        state.stop = Stop(rawValue: stop)
        if stop != 0, state.stop == nil { throw .unknownValue }
        state.mustExplain = try reader.bool()
        if count == 15 {
            state.receipt = reader.null() ? nil : try reader.bytes(limit: 64)
            state.isRecovering = try reader.bool()
            state.lostProof = reader.null() ? nil : try SignedPosition(&reader)
        }
        try reader.finish()
        return state
    }
}
