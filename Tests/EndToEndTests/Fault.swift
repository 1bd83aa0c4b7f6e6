import Foundation
import Glibc
import Testing

/// Something that may happen to a request and its answer between two programs.
struct Fault: Sendable, CustomTestStringConvertible {
    let name: String
    /// What it leaves of the command.
    var leaves = Leaves.failure
    /// Lets it happen; the connection is closed afterwards unless the encounter stays open.
    let act: @Sendable (Encounter) -> Void

    var testDescription: String { name }

    enum Leaves: Sendable {
        /// Nothing but a clear sentence.
        case failure
        /// All of it: the client gets a true answer, late or in an odd form.
        case success
        /// One or the other, as the request may be repeated or its answer is true as well.
        case either
    }

    static let none = Fault(name: "nothing happens", leaves: .success) { $0.pass($0.deliver()) }

    // MARK: Lost

    static let lostRequest = Fault(name: "the request is lost") { _ in }
    static let lostAnswer = Fault(name: "the answer is lost") { $0.deliver() }
    static let resetBefore = Fault(name: "a reset before the server has it") { $0.reset() }
    static let resetAfter = Fault(name: "a reset after the server has done it") {
        $0.deliver()
        $0.reset()
    }

    /// The server is killed, before or after it has done what was asked.
    static func killed(isBefore: Bool, _ kill: @escaping @Sendable () -> Void) -> Fault {
        Fault(name: "the server is killed \(isBefore ? "before" : "after")") {
            if !isBefore { $0.deliver() }
            kill()
        }
    }

    /// So many octets of the answer come; negative: all but so many.
    static func cut(_ octets: Int) -> Fault {
        Fault(name: "the answer ends at octet \(octets)") {
            $0.send($0.deliver().beginning(octets))
        }
    }

    /// The answer's head, and so many octets of its body, then a reset.
    static func resetInAnswer(_ octets: Int) -> Fault {
        Fault(name: "a reset at octet \(octets) of the answer's body") {
            let answer = $0.deliver()
            $0.send(answer.head + answer.body.prefix(octets))
            $0.reset()
        }
    }

    static func cutRequest(_ octets: Int) -> Fault {
        Fault(name: "the request breaks at octet \(octets)") {
            $0.deliver(octets: octets)
            $0.reset()
        }
    }

    // MARK: Doubled

    static let twice = Fault(name: "the request comes twice", leaves: .success) {
        let first = $0.deliver()
        $0.deliver()
        $0.pass(first)
    }
    static let secondAnswer = Fault(
        name: "the request comes twice, the first answer is lost", leaves: .either
    ) {
        $0.deliver()
        $0.pass($0.deliver())
    }
    static let doubledAnswer = Fault(name: "the answer comes twice", leaves: .either) {
        let answer = $0.deliver()
        $0.send(answer.octets + answer.octets)
        $0.staysOpen = true
    }
    /// Only where a connection carried something before.
    static let previousAnswer = Fault(name: "the answer before comes again", leaves: .either) {
        let answer = $0.deliver()
        $0.pass($0.previous.head.isEmpty ? answer : $0.previous)
    }

    // MARK: Slow

    /// Some octets at a time, with a pause in milliseconds after each.
    static func trickle(_ octets: Int, milliseconds: UInt32) -> Fault {
        Fault(name: "\(octets) octets at a time", leaves: .success) {
            var rest = $0.deliver().octets[...]
            while !rest.isEmpty, $0.send(rest.prefix(octets)) {
                rest = rest.dropFirst(octets)
                usleep(milliseconds * 1_000)
            }
            $0.staysOpen = true
        }
    }

    /// So many octets of the answer, or all but so many, then silence.
    static func stall(_ octets: Int) -> Fault {
        Fault(name: "silence after \(octets) octets of the answer") {
            $0.send($0.deliver().beginning(octets))
            $0.outwait()
        }
    }
    static let deaf = Fault(name: "silence, and the server hears nothing") { $0.outwait() }

    // MARK: Changed

    static let oldVersion = Fault(name: "HTTP/1.0 without a length", leaves: .success) {
        let answer = $0.deliver().with("Content-Length", nil).with("Connection", "close")
        $0.send(answer.with { $0[0] = $0[0].replacingOccurrences(of: "1.1", with: "1.0") }.octets)
    }
    static let cutOldVersion = Fault(name: "HTTP/1.0 that ends early, unnoticed") {
        let answer = $0.deliver().with("Content-Length", nil).with("Connection", "close")
        $0.send(answer.with { $0[0] = $0[0].replacingOccurrences(of: "1.1", with: "1.0") }.head)
        $0.send(answer.body.dropLast(max(1, answer.body.count / 3)))
    }
    static let interim = Fault(name: "three interim answers before it", leaves: .success) {
        let answer = $0.deliver()
        $0.send(
            Array(String(repeating: "HTTP/1.1 102 Processing\r\nX: y\r\n\r\n", count: 3).utf8))
        $0.pass(answer)
    }

    /// The true answer under another status.
    static func status(_ status: String) -> Fault {
        Fault(name: "the answer's status becomes \(status)", leaves: .either) {
            $0.pass($0.deliver().with { $0[0] = "HTTP/1.1 \(status)" })
        }
    }

    /// The true answer with one bit of its body turned round.
    static func flip(_ bit: Int) -> Fault {
        Fault(name: "bit \(bit) of the answer's body is turned round", leaves: .either) {
            var answer = $0.deliver()
            if !answer.body.isEmpty {
                answer.body[bit / 8 % answer.body.count] ^= 1 << UInt8(bit % 8)
            }
            $0.pass(answer)
        }
    }

    /// The true answer under another type.
    static func type(_ type: String) -> Fault {
        Fault(name: "the answer's type becomes \(type)", leaves: .either) {
            $0.pass($0.deliver().with("Content-Type", type))
        }
    }
}
