import Access
import AnnotationModel
import CRDT
import Crypto
import Octets
import SyncEngine
import Testing
import WireFormat

/// What a log and a membership log hash to, and what they say.
enum LogCheck {
    static func log(_ vector: Vector) throws {
        struct Parts: Decodable {
            struct Input: Decodable {
                let set: String
                let serverKey: String
                let records: [RecordParts]
            }
            struct Expected: Decodable { let running: [String] }
            let input: Input
            let expected: Expected
        }
        let parts = try vector.parts(Parts.self)
        let set = try parts.input.set.set()
        var running = LogPosition.runningStart(of: set, Blake())
        var found = [running.hex]
        for record in try parts.input.records.map({ try $0.record() }) {
            running = record.running(after: running, Blake())
            found.append(running.hex)
            let message = Record.receiptMessage(
                set: set.octets, seq: record.seq, running: running)
            let isSigned = DeviceKey.verify(
                signature: record.receipt ?? [], message: message,
                publicKey: try parts.input.serverKey.octets32())
            #expect(isSigned, "\(vector.path): \(record.seq)")
        }
        #expect(found == parts.expected.running, "\(vector.path)")
    }

    static func membership(_ vector: Vector) throws {
        struct Parts: Decodable {
            struct Input: Decodable { let entries: [MemberParts] }
            struct Step: Decodable {
                let roles: [String: UInt8]
                let holders: [String: String]
            }
            struct Expected: Decodable {
                let hashes: [String]
                let steps: [Step]
            }
            let input: Input
            let expected: Expected
        }
        let parts = try vector.parts(Parts.self)
        var membership = Membership()
        for (entry, step) in zip(parts.input.entries, parts.expected.steps) {
            membership.append(try entry.entry(), Blake())
            let count = membership.count
            let roles = membership.present.map {
                ($0.account.octets.hex, $0.member.role?.rawValue ?? 0)
            }
            #expect(Dictionary(uniqueKeysWithValues: roles) == step.roles, "after \(count)")
            let holders = membership.replicas.keys.compactMap { replica in
                membership.holder(of: replica, at: count).map {
                    (replica.octets.hex, $0.account.octets.hex)
                }
            }
            #expect(Dictionary(uniqueKeysWithValues: holders) == step.holders, "after \(count)")
        }
        #expect(membership.hashes.map(\.hex) == parts.expected.hashes, "\(vector.path)")
        #expect(parts.input.entries.count == parts.expected.steps.count, "\(vector.path)")
    }

    static func signature(_ vector: Vector) throws {
        struct Parts: Decodable {
            struct Input: Decodable {
                let key: String
                let message: String
                let signature: String
            }
            let input: Input
        }
        let input = try vector.parts(Parts.self).input
        let isValid = DeviceKey.verify(
            signature: try input.signature.octets(), message: try input.message.octets(),
            publicKey: try input.key.octets32())
        #expect(isValid == (vector.head.refused == nil), "\(vector.path)")
    }
}
