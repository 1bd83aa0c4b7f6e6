public import AnnotationModel
public import Octets
import Reconciliation
public import Replication
public import WireFormat

/// The client's side of a reconciliation: finds the entities of which the server has another state
/// at the same place of the same log (Protocol/05-sync.md, 10).
///
/// Asks, takes the answer in, and asks again, until it knows or there is too much to know.
public struct Reconciler {
    /// Symbols that are asked for first: enough for 20 entities that differ, all but always.
    public static let symbolsFirst = 64
    private static let growth = 8

    /// What is known so far.
    public enum State: Hashable, Sendable {
        /// The next request is due.
        case asking
        /// The entities that differ, ascending.
        case found([EntityID])
        /// The server's log does not end where the copy's does: sync first.
        case elsewhere
        /// There are too many to be told apart, or the answers are those of no set.
        case tooMany
    }

    /// What is known so far.
    public private(set) var state = State.asking
    /// How many requests were answered.
    public private(set) var rounds = 0
    private let items: ContentItems
    private var request: ReconcileRequest
    private var known: Set<EntityID> = []

    /// Begins a session about a copy's content at a place of its log, under a key that nobody can
    /// foresee.
    public init(_ position: LogPosition, _ hashing: any Hashing, key: Octets16) {
        let key = SessionKey(high: key.high, low: key.low)
        items = ContentItems(key: key, hashing)
        request = ReconcileRequest(seq: position.seq, running: position.running, key: key)
        request.symbols = Self.symbolsFirst
    }

    /// What to ask next; nil once all is known.
    public var next: ReconcileRequest? { state == .asking ? request : nil }

    /// Takes the answer to `next` in; `copy` is where it was when the session began.
    public mutating func take(
        _ answer: ReconcileAnswer, _ copy: any ContentListing
    ) throws {
        guard state == .asking else { return }
        rounds += 1
        guard answer.isSamePlace else {
            state = .elsewhere
            return
        }
        if request.symbols > 0 {
            try takeSymbols(answer.symbols, copy)
        } else {
            known.formUnion(answer.named.map(\.entity))
            state = .found(known.sorted())
        }
    }

    private mutating func takeSymbols(
        _ symbols: [CodedSymbol], _ copy: any ContentListing
    ) throws {
        let sketch = try items.sketch(copy, count: request.symbols)
        guard let difference = SetDifference(sketch, symbols) else {
            let more = request.symbols * Self.growth
            request.symbols = more
            if more > SetSketch.symbolsMax || symbols.count != sketch.symbols.count {
                state = .tooMany
            }
            return
        }
        known = Set(try items.entities(difference.ours, in: copy).map(\.entity))
        guard !difference.theirs.isEmpty else {
            state = .found(known.sorted())
            return
        }
        // What only the server has in this state is mostly known by what only we have; its name
        // is asked for, because it may be something that is not here at all.
        request.symbols = 0
        request.items = Array(difference.theirs.prefix(ReconcileRequest.listMax))
    }
}
