import AnnotationModel
import CRDT
import MemoryStorage
import Replication
import SyncEngine
import WireFormat

/// What people may expect of an end, told from what was done and what each had seen, without the
/// names that ops carry and without an oracle.
struct SenseCheck {
    private let end: EndCheck
    private let stage: Stage
    private let done: [EndCheck.Done]
    private let copy: MemoryCopy

    init(_ end: EndCheck) throws {
        self.end = end
        stage = end.stage
        done = end.done
        copy = try end.stage.copy(end.moment, 0)
    }

    func run(registers: Bool) throws {
        try checkLife()
        for entity in [stage.note, stage.reply] { try checkLetters(of: entity) }
        if registers {
            try checkRegisters()
            try checkTags()
        }
    }

    // MARK: Life

    /// Something is alive if some change of its content was seen by no deletion of it.
    private func checkLife() throws {
        var entities: Set = [EntityID(stage.article), stage.note, stage.reply]
        for item in done where item.op.op.kind.creates {
            if let entity = item.op.entity { entities.insert(entity) }
        }
        for entity in entities {
            let deletions = deletions(of: entity)
            let isOld = [EntityID(stage.article), stage.note, stage.reply].contains(entity)
            let isAlive =
                isOld && deletions.isEmpty
                || contents(of: entity).contains { content in
                    !deletions.contains { end.saw($0, content) }
                }
            guard try copy.hasToken(entity, .shown) == isAlive else {
                throw Failure("\(name(entity)) is \(isAlive ? "dead" : "alive"), and should not be")
            }
        }
    }

    private func name(_ entity: EntityID) -> String {
        if entity == stage.note { return "the note" }
        if entity == stage.reply { return "the reply" }
        return entity == EntityID(stage.article) ? "the article" : "a new note"
    }

    private func deletions(of entity: EntityID) -> [EndCheck.Done] {
        done.filter {
            $0.op.entity == entity && [.delete, .deleteArticle].contains($0.op.op.kind)
        }
    }

    /// What keeps the entity alive: changes of its content; of an article those of all its notes;
    /// of a note new replies.
    private func contents(of entity: EntityID) -> [EndCheck.Done] {
        done.filter { item in
            guard item.op.op.kind.isContent else { return false }
            if item.op.entity == entity { return true }
            let isNotes = item.op.op.kind.opClass == .make || item.op.op.kind.opClass == .note
            if entity == EntityID(stage.article) { return isNotes }
            guard item.op.op.kind.creates, case .annotation(let dot) = item.op.op.target else {
                return false
            }
            return (try? copy.op(at: dot))?.entity == entity
        }
    }

    // MARK: Text

    private struct Change {
        let item: EndCheck.Done
        let before: [Unicode.Scalar: Int]
        let after: [Unicode.Scalar: Int]

        /// How many more there were of the letter afterwards.
        func gain(_ letter: Unicode.Scalar) -> Int {
            after[letter, default: 0] - before[letter, default: 0]
        }
    }

    private func counts(_ text: String) -> [Unicode.Scalar: Int] {
        var counts: [Unicode.Scalar: Int] = [:]
        for scalar in text.unicodeScalars where scalar != " " { counts[scalar, default: 0] += 1 }
        return counts
    }

    /// A letter is there if it was typed, and nobody took it away who had seen it.
    private func checkLetters(of entity: EntityID) throws {
        let changes = done.compactMap { item -> Change? in
            guard item.op.op.kind == .text, item.op.entity == entity,
                let texts = item.act.texts[entity]
            else { return nil }
            return Change(item: item, before: counts(texts.before), after: counts(texts.after))
        }
        let first = entity == stage.note ? "abc def ghi" : "jkl"
        let text = try copy.text(of: entity)?.text ?? ""
        let shown = counts(text)
        var letters = Set(counts(first).keys)
        for change in changes { letters.formUnion(change.after.keys) }
        for letter in letters {
            let typed = changes.filter { $0.gain(letter) > 0 }
            let cut = changes.filter { $0.gain(letter) < 0 }
            let isOld = first.unicodeScalars.contains(letter)
            let mustBe =
                isOld && cut.isEmpty
                || typed.contains { one in !cut.contains { end.saw($0.item, one.item) } }
            let wholly = cut.filter { $0.after[letter, default: 0] == 0 }
            let mustNotBe =
                (!isOld || !wholly.isEmpty)
                && typed.allSatisfy { one in wholly.contains { end.saw($0.item, one.item) } }
            let isThere = shown[letter, default: 0] > 0
            if mustBe, !isThere { throw Failure("“\(letter)” was lost: \(text)") }
            if mustNotBe, isThere { throw Failure("“\(letter)” came back: \(text)") }
        }
        for change in changes {
            if changes.contains(where: { end.saw($0.item, change.item) }) { continue }
            try checkRun(change, text)
        }
    }

    /// Two letters that one person typed in a row stand in a row.
    private func checkRun(_ change: Change, _ text: String) throws {
        let typed = change.after.keys.filter { $0.value >= 0x430 && change.before[$0] == nil }
            .sorted()
        let scalars = Array(text.unicodeScalars)
        guard typed.count == 2, let place = scalars.firstIndex(of: typed[0]) else { return }
        guard place + 1 < scalars.count, scalars[place + 1] == typed[1] else {
            throw Failure("what was typed in a row was torn apart: \(text)")
        }
    }

    // MARK: Registers and tags

    private struct Register: Hashable {
        let entity: EntityID
        let kind: OpKind
    }

    /// Values are live that nobody overwrote who had seen them; the one with the largest stamp is
    /// shown.
    private func checkRegisters() throws {
        var writes: [Register: [EndCheck.Done]] = [:]
        for item in done {
            let kind = item.op.op.kind
            guard kind.keeps, kind != .tag, !kind.isText, let entity = item.op.entity else {
                continue
            }
            writes[Register(entity: entity, kind: kind.register), default: []].append(item)
        }
        for (register, items) in writes {
            let live = items.filter { item in !items.contains { end.saw($0, item) } }
                .map(\.op)
                .sorted { ($0.op.stamp, $0.identity) > ($1.op.stamp, $1.identity) }
            let values = try copy.entity(register.entity, .shown)?.values(of: register.kind) ?? []
            guard values.map(\.identity) == live.map(\.identity) else {
                throw Failure("a register has \(values.count) values in place of \(live.count)")
            }
        }
    }

    /// A tag is on if somebody put it on, and nobody took it off who had seen it.
    private func checkTags() throws {
        let tags = done.filter { $0.op.op.kind == .tag }
        let removals = done.filter { $0.op.op.kind == .untag }
        let tag = Payload.name("same").encoded()
        var expected: Set<Identity> = []
        for item in tags {
            let isRemoved = try removals.contains { removal in
                try end.saw(removal, item) && takes(removal, item.op.op.payload)
            }
            if !isRemoved { expected.insert(item.op.identity) }
        }
        let values = try copy.entity(stage.note, .shown)?.values(of: .tag) ?? []
        let old = values.filter { stage.base.contains($0.identity) }
        let isOld = try !removals.contains { try takes($0, tag) }
        guard Set(values.map(\.identity)).subtracting(old.map(\.identity)) == expected,
            old.isEmpty != isOld
        else { throw Failure("there are \(values.count) tags") }
    }

    /// Whether the removal is of the tag with this payload.
    private func takes(_ removal: EndCheck.Done, _ payload: [UInt8]) throws -> Bool {
        try removal.op.op.names.contains { try copy.op(at: $0)?.op.payload == payload }
    }
}
