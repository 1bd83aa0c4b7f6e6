import AnnotationModel
import CRDT
import Octets
import Replication
import SyncEngine
import WireFormat

/// One thing that a person can do on the small stage; together all kinds of ops, each in the ways
/// in which two of them can meet.
enum Deed: UInt8, CaseIterable, Sendable {
    // The text of the note: disjoint places, the same word, across two words, the same words.
    case editStart, editWord, editOverlap, editEnd, editSame, editAll
    case deleteNote, reviveNote
    case reply, editReply, deleteReply, reviveReply
    case tagSame, tagOther, untag
    case colour, colourSame, status, reattach
    case annotate, pageNote
    case title, deleteArticle, reviveArticle, addAgain, addVersion
    case nameSet
    case undo
    // What newer programs write.
    case unknownKeeping, unknownContent, unknownKeepingContent, unknownPlain
    case unknownArticle, unknownMade, unknownClass
}

/// A person about to do a deed; what it is to say depends on whose turn it is and on nothing else.
struct Doer {
    let author: Author
    let stage: Stage
    let side: Int
    /// What this side did before.
    let former: [Act]

    private var copy: any CopyStore { author.copy }
    private var note: EntityID { stage.note }
    private var article: EntityID { EntityID(stage.article) }

    /// Two letters that nobody else types.
    private var mark: String {
        var view = String.UnicodeScalarView()
        let first = 0x430 + UInt32(side * 4 + former.count) * 2
        for value in [first, first + 1] { Unicode.Scalar(value).map { view.append($0) } }
        return String(view)
    }

    /// The ops; none if the deed cannot be done, or changes nothing.
    func perform(_ deed: Deed) throws -> [PlacedOp] {
        do {
            switch deed {
            case .editStart, .editWord, .editOverlap, .editEnd, .editSame, .editAll:
                return try edit(deed)
            case .undo: return try undo()
            case .unknownKeeping, .unknownContent, .unknownKeepingContent, .unknownPlain,
                .unknownArticle, .unknownMade, .unknownClass:
                return try [unknown(deed)].compactMap { $0 }
            default: return try [plain(deed)].compactMap { $0 }
            }
        } catch is AuthoringFailure {
            return []
        }
    }

    private func isAlive(_ entity: EntityID) throws -> Bool {
        try copy.entity(entity, .shown)?.creation != nil && copy.hasToken(entity, .shown)
    }

    private func isDead(_ entity: EntityID) throws -> Bool {
        try copy.entity(entity, .shown)?.creation != nil && !copy.hasToken(entity, .shown)
    }

    private func edit(_ deed: Deed) throws -> [PlacedOp] {
        guard try isAlive(note) else { return [] }
        let shown = try author.replica.text(of: note, in: copy)
        if deed == .editOverlap { return try [cut("c de", from: shown.text)].compactMap { $0 } }
        let text: String
        switch deed {
        case .editStart: text = mark + " " + shown.text
        case .editWord: text = replaced("def", in: shown.text, by: mark)
        case .editEnd: text = shown.text + " " + mark
        case .editSame: text = shown.text + "YZ"
        default: text = ""
        }
        return try [author.edit(note, shown: shown, to: text)].compactMap { $0 }
    }

    /// The text as it is if the word is not there.
    private func replaced(_ word: String, in text: String, by other: String) -> String {
        guard let place = place(of: word, in: text) else { return text }
        var octets = Array(text.utf8)
        octets.replaceSubrange(place, with: Array(other.utf8))
        return String(decoding: octets, as: UTF8.self)
    }

    private func place(of word: String, in text: String) -> Range<Int>? {
        let octets = Array(text.utf8)
        let wanted = Array(word.utf8)
        guard octets.count >= wanted.count else { return nil }
        let starts = 0...(octets.count - wanted.count)
        return starts.first { octets[$0..<($0 + wanted.count)].elementsEqual(wanted) }
            .map { $0..<($0 + wanted.count) }
    }

    /// Takes out exactly these letters, as an editor that follows each key does.
    private func cut(_ word: String, from text: String) throws -> PlacedOp? {
        guard let place = place(of: word, in: text),
            let state = try copy.entity(note, .shown), let its = state.creation
        else { return nil }
        let before = String(decoding: Array(text.utf8)[..<place.lowerBound], as: UTF8.self)
        let run = Payload.Run(
            position: before.unicodeScalars.count, deleted: word.unicodeScalars.count, inserted: "")
        return try author.replica.issue(
            .text, .annotation(its.dot), names: state.values(of: .text).map(\.dot),
            payload: .runs([run]), in: copy)
    }

    private func plain(_ deed: Deed) throws -> PlacedOp? {
        switch deed {
        case .deleteNote: return try isAlive(note) ? author.delete(note) : nil
        case .reviveNote: return try isDead(note) ? author.revive(note) : nil
        case .reply: return try isAlive(note) ? author.reply(to: note, text: mark) : nil
        case .editReply:
            guard try isAlive(stage.reply) else { return nil }
            let shown = try author.replica.text(of: stage.reply, in: copy)
            return try author.edit(stage.reply, shown: shown, to: shown.text + mark)
        case .deleteReply: return try isAlive(stage.reply) ? author.delete(stage.reply) : nil
        case .reviveReply: return try isDead(stage.reply) ? author.revive(stage.reply) : nil
        case .tagSame: return try author.tag(note, "same")
        case .tagOther: return try author.tag(note, "other" + mark)
        case .untag: return try author.untag(note, "same")
        case .colour: return try author.set(.colour, of: note, to: .name("c" + mark))
        case .colourSame: return try author.set(.colour, of: note, to: .name("blue"))
        case .status: return try author.set(.status, of: note, to: .status(isClosed: true))
        case .reattach: return try author.set(.reattach, of: note, to: .anchor(anchor))
        default: return try article(deed)
        }
    }

    private func article(_ deed: Deed) throws -> PlacedOp? {
        switch deed {
        case .annotate, .pageNote:
            guard try isAlive(article) else { return nil }
            return try author.annotate(
                stage.article, text: mark, anchor: deed == .annotate ? anchor : nil)
        case .title: return try author.set(.title, of: article, to: .name("t" + mark))
        case .deleteArticle: return try isAlive(article) ? author.delete(article) : nil
        case .reviveArticle: return try isDead(article) ? author.revive(article) : nil
        case .addAgain: return try author.addArticle(Stage.articlePayload(version: 0))
        case .addVersion: return try author.addArticle(Stage.articlePayload(version: 1))
        case .nameSet: return try author.nameSet("s" + mark)
        default: return nil
        }
    }

    private var anchor: AnchorPayload {
        AnchorPayload(
            exact: mark, prefix: "", suffix: "", start: 0, end: 2, heading: "", version: .zero)
    }

    private func undo() throws -> [PlacedOp] {
        guard let last = former.last(where: { $0.deed != .undo }),
            former.last?.deed != .undo, last.deed.rawValue < Deed.undo.rawValue
        else { return [] }
        return try author.undo(last.ops.compactMap { try copy.op(at: $0.dot) }).written
    }

    private func unknown(_ deed: Deed) throws -> PlacedOp? {
        guard let its = try copy.entity(note, .shown)?.creation else { return nil }
        let target = Op.Target.annotation(its.dot)
        switch deed {
        case .unknownArticle:
            let kind = OpKind(number: 74, .article, keeps: true)
            return try issue(kind, .article(stage.article), article)
        case .unknownMade:
            let kind = OpKind(number: 75, .make, creates: true, keeps: true, isContent: true)
            return try issue(kind, target, nil)
        case .unknownClass: return try issue(OpKind(raw: 76 << 6 | 5 << 3 | 2), target, nil)
        default:
            let keeps = deed == .unknownKeeping || deed == .unknownKeepingContent
            let isContent = deed == .unknownContent || deed == .unknownKeepingContent
            let number = 70 + UInt32(deed.rawValue - Deed.unknownKeeping.rawValue)
            return try issue(
                OpKind(number: number, .note, keeps: keeps, isContent: isContent), target, note)
        }
    }

    private func issue(
        _ kind: OpKind, _ target: Op.Target, _ named: EntityID?
    ) throws -> PlacedOp {
        let values = try named.flatMap { try copy.entity($0, .shown)?.values(of: kind) } ?? []
        return try author.replica.issue(
            kind, target, names: values.map(\.dot), payload: .name(mark), in: copy)
    }
}
