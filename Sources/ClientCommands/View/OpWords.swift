import AnnotationModel
import Replication
import WireFormat

/// Ops in words.
enum OpWords {
    /// What an op puts in its field; nil where it puts nothing, and for texts.
    static func value(_ op: PlacedOp) -> String? { value(op.op.payload, op.op.kind) }

    /// What a payload says.
    static func value(_ payload: [UInt8], _ kind: OpKind) -> String? {
        switch try? Payload.decode(payload, of: kind) {
        case .name(let name)?: name
        case .status(let closed)?: closed ? "closed" : "open"
        case .article(let article)?: article.title
        case .anchor(let anchor)?: anchor.exact
        default: nil
        }
    }

    /// Whether an op only joins edits that met (Protocol/03-replication.md, T3).
    static func joins(_ op: PlacedOp) -> Bool {
        guard op.op.kind == .text,
            case .runs(let runs)? = try? Payload.decode(op.op.payload, of: op.op.kind)
        else { return false }
        return runs.isEmpty
    }

    /// What an op did, as history tells it.
    static func verb(_ op: PlacedOp) -> String {
        switch op.op.kind {
        case .annotate: "made"
        case .reply: "replied"
        case .text: joins(op) ? "kept both" : "wrote"
        case .colour: "coloured"
        case .status: value(op) == "closed" ? "closed" : "reopened"
        case .tag: "tagged"
        case .untag: "untagged"
        case .delete, .deleteArticle: "deleted"
        case .revive, .reviveArticle: "brought back"
        case .reattach: "attached"
        case .addArticle: "added"
        case .origin: "taken in from elsewhere"
        case .title: "titled"
        case .setName: "named"
        default: "kind \(op.op.kind.raw)"
        }
    }
}
