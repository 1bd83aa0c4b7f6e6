import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

/// Somebody at a machine, who does things that come to mind.
struct Person {
    let author: Author
    let naming: Naming
    let tick: Int
    let machine: Machine
    /// Whether the program does not know tags, states and anchors put by hand.
    var isOld = false

    private static let words = [
        "ink", "margin", "é", "e\u{301}", "note", "👩‍👩‍👧", "why", "teh", "\r\n", "a",
    ]

    private func entities(_ isWanted: (EntityState, Bool) -> Bool) throws -> [EntityID] {
        guard let copy = author.copy as? any ListedCopy else { return [] }
        return try copy.entities(.shown).filter { entity in
            guard let state = try copy.entity(entity, .shown), state.creation != nil else {
                return false
            }
            return isWanted(state, try copy.hasToken(entity, .shown))
        }
    }

    private func notes(alive: Bool = true) throws -> [EntityID] {
        try entities { $0.creation?.kind.opClass == .make && $1 == alive }
    }

    private func articles(alive: Bool = true) throws -> [EntityID] {
        try entities { $0.creation?.kind.opClass == .article && $1 == alive }
    }

    func write(_ numbers: inout SplitMix64) throws -> [PlacedOp] {
        let notes = try notes()
        let articles = try articles()
        switch numbers.below(articles.isEmpty ? 1 : notes.isEmpty ? 3 : 18) {
        case 0: return try add(&numbers)
        case 1, 2:
            return numbers.once(in: 5)
                ? try takeIn(articles, &numbers) : try annotate(articles, &numbers)
        case 3, 4:
            guard let parent = numbers.pick(notes) else { return [] }
            return [try author.reply(to: parent, text: text(&numbers))]
        case let choice where isOld && [5, 6, 8, 9].contains(choice):
            return try edit(try note(&numbers), &numbers)
        case 5: return try list(author.untag(try note(&numbers), tag(&numbers)))
        case 6: return try list(author.tag(try note(&numbers), tag(&numbers)))
        case 7: return try set(.colour, .name("c\(numbers.below(3))"), &numbers)
        case 8: return try set(.status, .status(isClosed: numbers.once(in: 2)), &numbers)
        case 9: return try set(.reattach, .anchor(anchor(&numbers)), &numbers)
        case 10:
            guard let article = numbers.pick(articles) else { return [] }
            return try list(author.set(.title, of: article, to: .name("t\(numbers.below(3))")))
        case 11: return [try author.nameSet("set\(tick)")]
        case 12: return try delete(&numbers)
        case 13:
            let dead = try self.notes(alive: false) + self.articles(alive: false)
            guard let entity = numbers.pick(dead) else { return [] }
            return [try author.revive(entity)]
        default: return try edit(try note(&numbers), &numbers)
        }
    }

    /// Imports one of a few notes of another program, as whoever has the same file on two machines
    /// does; now and then the file says something else by then.
    private func takeIn(
        _ articles: [EntityID], _ numbers: inout SplitMix64
    ) throws -> [PlacedOp] {
        let key = numbers.below(3)
        guard let article = articles.first else { return [] }
        let copy = author.copy
        let naming = ForeignNaming(
            author.replica.hashing, format: "w3c", account: author.replica.store.account,
            set: copy.id, isPersonal: copy.state.isPersonal)
        let note = ForeignNote(
            subject: .article(ArticleID(article.octets)),
            origin: OriginPayload(format: "w3c", key: "note \(key)"), created: UInt64(key) * 1_000,
            text: numbers.once(in: 4) ? "said anew" : "said there", anchor: nil,
            tags: isOld ? [] : ["taken"], colour: key == 1 ? "green" : nil,
            isClosed: key == 2 && !isOld)
        return try author.add(note, naming)
    }

    /// What many do to few things: everybody changes the first note.
    func contend(_ numbers: inout SplitMix64) throws -> [PlacedOp] {
        guard let first = try notes().first else { return try write(&numbers) }
        switch numbers.below(4) {
        case 0: return try list(author.tag(first, tag(&numbers)))
        case 1:
            return try list(
                author.set(.colour, of: first, to: .name("c\(numbers.below(3))")))
        default: return try edit(first, &numbers)
        }
    }

    func delete(_ numbers: inout SplitMix64) throws -> [PlacedOp] {
        let articles = numbers.once(in: 3) ? try articles() : []
        guard let entity = numbers.pick(articles.isEmpty ? try notes() : articles) else {
            return []
        }
        return [try author.delete(entity)]
    }

    func undo(_ numbers: inout SplitMix64) throws -> [PlacedOp] {
        guard let (set, identity) = machine.undo.popLast(), set == author.copy.id,
            let op = try (author.copy as? any ListedCopy)?.standing(identity)
        else { return [] }
        return try author.undo([op]).written
    }

    /// Opens an editor, whose text is written later, over what came in between.
    func open(_ numbers: inout SplitMix64) throws {
        guard let entity = numbers.pick(try notes()), machine.editors.count < 4 else { return }
        machine.editors.append(
            Machine.Editor(
                set: author.copy.id, entity: entity,
                shown: try author.replica.text(of: entity, in: author.copy)))
    }

    private func edit(_ entity: EntityID, _ numbers: inout SplitMix64) throws -> [PlacedOp] {
        if let index = machine.editors.firstIndex(where: { $0.set == author.copy.id }),
            numbers.once(in: 2)
        {
            let editor = machine.editors.remove(at: index)
            let new = changed(editor.shown.text, &numbers)
            return try list(author.edit(editor.entity, shown: editor.shown, to: new))
        }
        let shown = try author.replica.text(of: entity, in: author.copy)
        let typed = changed(shown.text, &numbers)
        let ops = try list(author.edit(entity, shown: shown, to: typed))
        let after = try author.replica.text(of: entity, in: author.copy).text
        guard after.utf8.elementsEqual(typed.utf8) else {
            throw Failure("an edit is shown as \(after), typed was \(typed)")
        }
        return ops
    }

    private func changed(_ text: String, _ numbers: inout SplitMix64) -> String {
        var words = text.split(separator: " ").map { String($0) }
        for _ in 0...numbers.below(2) {
            let index = numbers.below(words.count + 1)
            if index < words.count, numbers.once(in: 3) || words.count > 8 {
                words.remove(at: index)
            } else if index < words.count, numbers.once(in: 2) {
                words[index] = word(&numbers)
            } else {
                words.insert(word(&numbers), at: index)
            }
        }
        return words.joined(separator: " ")
    }

    private func word(_ numbers: inout SplitMix64) -> String {
        Self.words[numbers.below(Self.words.count)] + (numbers.once(in: 2) ? "\(tick)" : "")
    }

    func text(_ numbers: inout SplitMix64) -> String {
        (0..<numbers.below(4)).map { _ in word(&numbers) }.joined(separator: " ")
    }

    private func tag(_ numbers: inout SplitMix64) -> String { "tag\(numbers.below(3))" }

    private func note(_ numbers: inout SplitMix64) throws -> EntityID {
        guard let note = numbers.pick(try notes()) else { throw AuthoringFailure.notFound }
        return note
    }

    private func list(_ op: PlacedOp?) throws -> [PlacedOp] { op.map { [$0] } ?? [] }

    private func set(
        _ register: OpKind, _ payload: Payload, _ numbers: inout SplitMix64
    ) throws -> [PlacedOp] {
        try list(author.set(register, of: try note(&numbers), to: payload))
    }

    private func anchor(_ numbers: inout SplitMix64) -> AnchorPayload {
        AnchorPayload(
            exact: "q\(numbers.below(3))", prefix: "", suffix: "", start: 0, end: 2, heading: "",
            version: .zero)
    }

    private func add(_ numbers: inout SplitMix64) throws -> [PlacedOp] {
        let hash = Octets32(
            first: Octets16(high: 0, low: UInt64(numbers.below(2))), second: .zero)
        let payload = ArticlePayload(
            title: "article\(numbers.below(3))", url: "https://example.org/\(numbers.below(3))",
            format: .plain, extractor: 1, text: .init(hash: hash, count: 1),
            source: .init(hash: hash, count: 1))
        return try list(author.addArticle(payload))
    }

    private func annotate(
        _ articles: [EntityID], _ numbers: inout SplitMix64
    ) throws -> [PlacedOp] {
        guard let article = numbers.pick(articles) else { return [] }
        let anchor = numbers.once(in: 2) ? anchor(&numbers) : nil
        return [
            try author.annotate(
                ArticleID(article.octets), text: text(&numbers), anchor: anchor)
        ]
    }
}
