import Synchronization

/// Faults drawn one after the other from a seed.
final class Weather: Sendable {
    private let random: Mutex<SplitMix64>
    private let drawn = Mutex<[String: Int]>([:])

    private let kill: (@Sendable () -> Void)?

    /// - Parameter kill: what ends the server, now and then; nil: nothing does.
    init(seed: UInt64, kill: (@Sendable () -> Void)? = nil) {
        random = Mutex(SplitMix64(seed: seed))
        self.kill = kill
    }

    /// How often each fault was drawn.
    var counts: [String: Int] { drawn.withLock { $0 } }

    /// The next fault; none, three times of four.
    func next() -> Fault {
        let (fault, kind) = random.withLock { random in
            if random.next(below: 4) > 0 { return (Fault.none, "nothing happens") }
            if let kill, random.next(below: 20) == 0 {
                let isBefore = random.next(below: 2) == 0
                return (.killed(isBefore: isBefore, kill), "server killed")
            }
            let kind = Int(random.next(below: UInt64(Self.kinds.count)))
            return (Self.kinds[kind].make(&random), Self.kinds[kind].name)
        }
        drawn.withLock { $0[kind, default: 0] += 1 }
        return fault
    }

    typealias Kind = (name: String, make: @Sendable (inout SplitMix64) -> Fault)

    static let kinds: [Kind] = [
        ("lost request", { _ in .lostRequest }), ("lost answer", { _ in .lostAnswer }),
        ("reset before", { _ in .resetBefore }), ("reset after", { _ in .resetAfter }),
        ("cut answer", { .cut(Int($0.next(below: 2_000))) }),
        ("cut at the end", { .cut(-1 - Int($0.next(below: 40))) }),
        ("reset in answer", { .resetInAnswer(Int($0.next(below: 1_000))) }),
        ("cut request", { .cutRequest(Int($0.next(below: 2_000))) }),
        ("twice", { _ in .twice }), ("second answer", { _ in .secondAnswer }),
        ("doubled answer", { _ in .doubledAnswer }),
        ("answer before", { _ in .previousAnswer }),
        ("trickle", { .trickle(20 + Int($0.next(below: 200)), milliseconds: 1) }),
        ("HTTP/1.0", { _ in .oldVersion }), ("cut HTTP/1.0", { _ in .cutOldVersion }),
        ("interim", { _ in .interim }), ("page", { _ in .page }),
        ("no content", { _ in .noContent }), ("gateway", { _ in .gateway }),
        ("401", { _ in .unauthorized }), ("404", { _ in .notFound }),
        ("garbage", { _ in .garbage }), ("noise", { _ in .noise("application/cbor") }),
        ("huge length", { _ in .hugeLength }), ("endless head", { _ in .endlessHead }),
        ("status 500", { _ in .status("500 Internal Server Error") }),
        ("type", { _ in .type("text/plain") }),
        ("bomb", { Fault.bombs[Int($0.next(below: UInt64(Fault.bombs.count)))] }),
    ]
}

/// A small generator of numbers that a seed settles.
struct SplitMix64: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below `limit`.
    mutating func next(below limit: UInt64) -> UInt64 { next() % max(1, limit) }
}
