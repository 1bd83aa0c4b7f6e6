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
        writer.writeArray(count: 12)
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
        return writer.octets
    }

    /// Reads the form at rest.
    static func decode(_ octets: [UInt8]) throws(DecodingFailure) -> CopyState {
        var reader = CBORReader(octets)
        try reader.array(exactly: 12)
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
        try reader.finish()
        return state
    }
}
