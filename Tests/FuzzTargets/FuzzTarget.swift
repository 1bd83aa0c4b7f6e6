/// What of the system reads octets of strangers, each with the properties that hold for all of
/// them.
public enum FuzzTarget: String, CaseIterable, Sendable {
    /// Lines of text as a request head: what is accepted can be read in one way only.
    case head
    /// Any CBOR item: what is read is written as the same octets.
    case cbor
    /// A bundle, its hash with and without payloads.
    case bundle
    /// A record of the log.
    case record
    /// An op.
    case op
    /// The payload of an op, whose kind the first octet picks.
    case payload
    /// A line of a membership log.
    case member
    /// A sync request.
    case request
    /// A sync request, answered twice by a server that takes any signature.
    case peer
    /// A sync answer.
    case answer
    /// What a client asks in a reconciliation.
    case reconcileRequest = "reconcile-request"
    /// What the server says in a reconciliation, a membership log in it.
    case reconcileAnswer = "reconcile-answer"
    /// What a store keeps of an entity or an op.
    case rest
    /// Symbols of strangers, and of two sets that differ.
    case symbols
    /// A plain text, made an article, with anchors described and found.
    case article
    /// The same of Markdown.
    case markdown
    /// Text on its way to a terminal.
    case terminal
    /// Words of a command line, for both programs.
    case arguments
    /// A JSON text.
    case json
    /// A file of Web Annotations.
    case w3c
    /// A file of Hypothesis.
    case hypothesis
    /// Addresses, codes, tokens, digests and times that somebody typed or sent.
    case address
    /// Two texts, and the edit from one to the other.
    case edit
    /// Ops of one text, with any predecessors and runs, in any order.
    case history
    /// A compressed body.
    case compression
    /// Comma-separated values, as they are and in the columns of two programs.
    case csv
    /// Clippings of a Kindle.
    case kindle
    /// A side-car of KOReader, in Lua.
    case koreader

    /// Runs the target on an input.
    /// - Throws: `FuzzFailure` for the first property that does not hold.
    public func run(_ octets: [UInt8]) throws(FuzzFailure) {
        switch self {
        case .head: try HeadTarget.run(octets)
        case .cbor: try CBORTarget.run(octets)
        case .bundle: try WireTarget.bundle(octets)
        case .record: try WireTarget.record(octets)
        case .op: try WireTarget.op(octets)
        case .payload: try WireTarget.payload(octets)
        case .member: try WireTarget.member(octets)
        case .request: try WireTarget.request(octets)
        case .peer: try PeerTarget.run(octets)
        case .answer: try WireTarget.answer(octets)
        case .reconcileRequest: try WireTarget.reconcileRequest(octets)
        case .reconcileAnswer: try WireTarget.reconcileAnswer(octets)
        case .rest: try WireTarget.rest(octets)
        case .symbols: try SymbolsTarget.run(octets)
        case .article: try ArticleTarget.plain(octets)
        case .markdown: try ArticleTarget.markdown(octets)
        case .terminal: try TerminalTarget.run(octets)
        case .arguments: try ArgumentsTarget.run(octets)
        case .json: try JSONTarget.run(octets)
        case .w3c: try FormatTarget.w3c(octets)
        case .hypothesis: try FormatTarget.hypothesis(octets)
        case .address: try AddressTarget.run(octets)
        case .edit: try EditTarget.run(octets)
        case .history: try HistoryTarget.run(octets)
        case .compression: try CompressionTarget.run(octets)
        case .csv: try FormatsTarget.csv(octets)
        case .kindle: try FormatsTarget.kindle(octets)
        case .koreader: try FormatsTarget.koreader(octets)
        }
    }

    /// How many inputs it gets for one of the slowest targets.
    public var share: Int {
        switch self {
        case .article, .markdown, .terminal, .history, .edit, .w3c, .hypothesis: 1
        default: 4
        }
    }

    /// Whether an input of the target is a CBOR item.
    public var isCBOR: Bool {
        switch self {
        case .cbor, .bundle, .record, .op, .payload, .member, .request, .peer, .answer,
            .reconcileRequest, .reconcileAnswer, .rest:
            true
        default: false
        }
    }

    /// Whether a target of CBOR takes the octets for what it reads; true for all others.
    public func reads(_ octets: [UInt8]) -> Bool { WireTarget.reads(octets, as: self) }

    /// Whether an input of the target is text, so that pieces of text are put into it.
    public var isText: Bool {
        switch self {
        case .head, .article, .markdown, .terminal, .arguments, .json, .w3c, .hypothesis, .address,
            .edit, .csv, .kindle, .koreader:
            true
        default: false
        }
    }
}
