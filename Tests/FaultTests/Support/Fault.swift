import Testing

/// What is done to a program at one of its system calls.
enum Fault: String, CaseIterable, CustomStringConvertible {
    /// It is killed as it makes the call.
    case kill = "signal=KILL"
    /// The call fails, as on a bad disk.
    case inputOutput = "error=EIO"
    /// The call fails, as on a full disk.
    case noSpace = "error=ENOSPC"

    var description: String { rawValue }

    /// The calls that change what lies on a disk, or speak to another program.
    static let calls = [
        "pwrite64", "write", "ftruncate", "fdatasync", "fsync", "unlink", "unlinkat", "rename",
        "renameat", "renameat2", "mkdir", "mkdirat", "fchmod", "chmod", "sendto", "sendmsg",
        "writev", "openat",
    ]
}

/// A fault at the N-th of the calls of one kind that a thread makes.
struct FaultPoint: CustomStringConvertible {
    let call: String
    let fault: Fault
    /// Counts from 1.
    let number: Int
    /// Whether all later calls fail too.
    let isForEver: Bool

    var description: String {
        "\(call) \(fault) at \(number)\(isForEver ? " and for ever" : "")"
    }

    /// The words for `strace` that make it happen; what it saw lies in the log.
    func words(log: String) -> [String] {
        [
            Tools.strace, "-f", "-qq", "-o", log, "-e", "trace=\(call)", "-e",
            "inject=\(call):\(fault.rawValue):when=\(number)\(isForEver ? "+" : "")",
        ]
    }

    /// Whether the log says that it happened.
    static func happened(log: String) -> Bool {
        let text = Files.text(log)
        return text.contains("(INJECTED)") || text.contains("+++ killed by SIGKILL +++")
    }
}

/// One kind of call and one fault: the points to try are 1, 2, 3 and so on, until nothing happens.
struct Sweep: CustomStringConvertible {
    let call: String
    let fault: Fault
    let isForEver: Bool

    var description: String { "\(call) \(fault)\(isForEver ? " for ever" : "")" }

    /// The sweeps for calls that a program was seen to make.
    static func all(of calls: [String]) -> [Sweep] {
        calls.flatMap { call in
            Fault.allCases.flatMap { fault in
                (fault == .kill ? [false] : [false, true]).map {
                    Sweep(call: call, fault: fault, isForEver: $0)
                }
            }
        }
    }

    /// More calls than any command here makes; that they run out is a finding.
    private static let pointsMax = 2_000

    /// Every which point of a call that fails is tried; a program is killed at each.
    private static let stride = max(1, Tools.number("FAULT_EVERY", usually: 6))

    /// Tries the points from `first` on; `attempt` says whether the fault happened.
    ///
    /// Where not all are tried, the first of each call are: it comes seldom, or is often the same.
    ///
    /// - Returns: how many happened.
    func run(
        from first: Int = 1, _ attempt: (FaultPoint) throws -> Bool
    ) throws -> Int {
        let step = fault == .kill ? 1 : Self.stride
        var happened = 0
        var number = first
        while number < Self.pointsMax {
            let point = FaultPoint(
                call: call, fault: fault, number: number, isForEver: isForEver)
            do {
                if try !attempt(point) { return happened }
                happened += 1
            } catch {
                Issue.record("\(point): \(error)")
            }
            number += number == first ? 1 : step
        }
        Issue.record("\(self) did not come to an end")
        return Self.pointsMax
    }
}

/// Which calls of a kind that faults are made of a program makes when nothing fails.
struct SeenCalls {
    /// The names, without `openat`.
    let calls: [String]
    /// The number of the first `openat` that may make a file; nil if there is none.
    let firstOpening: Int?

    /// Reads the log of a run that traced `Fault.calls`.
    init(log: String) {
        var counts: [String: Int] = [:]
        var first: Int?
        for line in Files.text(log).split(separator: "\n") {
            let words = line.drop { $0.isNumber || $0 == " " }
            let name = String(words.prefix { $0 != "(" })
            guard Fault.calls.contains(name), name != words else { continue }
            counts[name, default: 0] += 1
            if name == "openat", first == nil, words.contains("O_CREAT") { first = counts[name] }
        }
        firstOpening = first
        calls = Fault.calls.filter { $0 != "openat" && counts[$0] != nil }
    }

    /// All sweeps, with the point each begins at.
    var sweeps: [(sweep: Sweep, first: Int)] {
        Sweep.all(of: calls).map { ($0, 1) }
            + (firstOpening.map { first in Sweep.all(of: ["openat"]).map { ($0, first) } } ?? [])
    }
}
