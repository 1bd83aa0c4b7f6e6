import AnnotationModel
import CRDT
import Octets
import Replication
import SyncEngine
import WireFormat

extension MergeEvent {
    /// The form at rest.
    func encoded() -> [UInt8] {
        var writer = CBORWriter()
        writer.writeArray(count: 7)
        writer.write(UInt64(what.rawValue))
        writer.write(entity.octets)
        writer.write(UInt64(register.raw))
        writer.write(op)
        writer.write(author.octets)
        writer.write(Array(before.utf8))
        writer.write(milliseconds)
        return writer.octets
    }

    /// Reads the form at rest.
    static func decode(_ octets: [UInt8]) throws(DecodingFailure) -> MergeEvent {
        var reader = CBORReader(octets)
        try reader.array(exactly: 7)
        guard let what = What(rawValue: UInt8(try reader.count(limit: 255))) else {
            throw .unknownValue
        }
        let entity = EntityID(try reader.octets16())
        let register = OpKind(raw: UInt32(try reader.count(limit: Int(UInt32.max))))
        guard let op = try reader.identity() else { throw .wrongType }
        let event = MergeEvent(
            what: what, entity: entity, register: register, op: op,
            author: AccountID(try reader.octets16()), before: try reader.anyText(),
            milliseconds: try reader.unsigned())
        try reader.finish()
        return event
    }
}

extension DrawerItem {
    /// The form at rest.
    func encoded() -> [UInt8] {
        var writer = CBORWriter()
        writer.writeArray(count: 5)
        writer.write(UInt64(reason.rawValue))
        writer.write(set.octets)
        writer.write(identity)
        writer.write(OpEncoding.encode(op))
        writer.write(Array(text.utf8))
        return writer.octets
    }

    /// Reads the form at rest.
    static func decode(_ octets: [UInt8]) throws(DecodingFailure) -> DrawerItem {
        var reader = CBORReader(octets)
        try reader.array(exactly: 5)
        guard let reason = Reason(rawValue: UInt8(try reader.count(limit: 255))) else {
            throw .unknownValue
        }
        let set = SetID(try reader.octets16())
        guard let identity = try reader.identity() else { throw .wrongType }
        let op = try OpEncoding.decode(try reader.bytes(limit: .max))
        let item = DrawerItem(
            reason: reason, set: set, identity: identity, op: op, text: try reader.anyText())
        try reader.finish()
        return item
    }
}

extension CBORReader {
    /// Reads text of any length and with any signs, written as octets: what a person wrote is kept.
    fileprivate mutating func anyText() throws(DecodingFailure) -> String {
        guard let text = String(validating: try bytes(limit: .max), as: UTF8.self) else {
            throw .invalidText
        }
        return text
    }
}
