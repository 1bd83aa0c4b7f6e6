import CRDT

/// The text of one annotation by the plain tree of characters: slow, and without an idea in common
/// with the replay that it is held against.
struct OracleText {
    struct Edit {
        let id: Identity
        let predecessors: [Identity]
        let runs: [TextRun]
    }

    private struct Character {
        let scalar: Unicode.Scalar
        let edit: Int
        /// Nil stands for the end.
        let rightOrigin: Int?
        let parent: Int
        var lefts: [Int] = []
        var rights: [Int] = []
        var deleters: [Int] = []
    }

    /// Character 0 is the beginning.
    private var characters = [
        Character(scalar: "\0", edit: -1, rightOrigin: nil, parent: -1)
    ]
    private var edits: [Edit] = []
    private var pasts: [Set<Int>] = []
    private var numbers: [Identity: Int] = [:]

    /// Takes edits in any order; one whose predecessors are not all there is left out.
    init(_ given: [Edit]) {
        var waiting = given
        while !waiting.isEmpty {
            let ready = waiting.filter { $0.predecessors.allSatisfy { numbers[$0] != nil } }
            if ready.isEmpty { break }
            for edit in ready where numbers[edit.id] == nil { take(edit) }
            waiting.removeAll { numbers[$0.id] != nil }
        }
    }

    /// The text, and how many characters were ever typed.
    var text: String {
        var view = String.UnicodeScalarView()
        for index in order() where characters[index].deleters.isEmpty {
            view.append(characters[index].scalar)
        }
        return String(view)
    }

    private mutating func take(_ edit: Edit) {
        let number = edits.count
        var past: Set = [number]
        for predecessor in edit.predecessors {
            if let other = numbers[predecessor] { past.formUnion(pasts[other]) }
        }
        edits.append(edit)
        pasts.append(past)
        numbers[edit.id] = number
        for run in edit.runs { apply(run, of: number, at: past) }
    }

    private mutating func apply(_ run: TextRun, of edit: Int, at past: Set<Int>) {
        let order = order()
        let seen = order.filter {
            past.contains(characters[$0].edit) && past.isDisjoint(with: characters[$0].deleters)
        }
        let position = min(run.position, seen.count)
        for index in seen[position...].prefix(run.deleted) {
            characters[index].deleters.append(edit)
        }
        var left = position == 0 ? 0 : seen[position - 1]
        let start = left == 0 ? 0 : (order.firstIndex(of: left) ?? 0) + 1
        let right = order[start...].first { past.contains(characters[$0].edit) }
        var places: [Int: Int] = [:]
        for (place, index) in order.enumerated() { places[index] = place }
        for scalar in run.inserted.unicodeScalars {
            plant(scalar, of: edit, left, right, places)
            left = characters.count - 1
        }
    }

    private mutating func plant(
        _ scalar: Unicode.Scalar, of edit: Int, _ left: Int, _ right: Int?, _ places: [Int: Int]
    ) {
        let new = characters.count
        if let right, descends(right, from: left) {
            characters.append(
                Character(scalar: scalar, edit: edit, rightOrigin: right, parent: right))
            let before = characters[right].lefts.firstIndex { isLess(new, $0) }
            characters[right].lefts.insert(new, at: before ?? characters[right].lefts.count)
            return
        }
        characters.append(Character(scalar: scalar, edit: edit, rightOrigin: right, parent: left))
        let place = right.map { places[$0] ?? .max } ?? .max
        let before = characters[left].rights.firstIndex { other in
            let its = characters[other].rightOrigin.map { places[$0] ?? .max } ?? .max
            return its == place ? isLess(new, other) : place > its
        }
        characters[left].rights.insert(new, at: before ?? characters[left].rights.count)
    }

    /// Characters of one edit are numbered as they were typed.
    private func isLess(_ one: Int, _ other: Int) -> Bool {
        let edit = characters[one].edit
        let its = characters[other].edit
        return edit == its ? one < other : edits[edit].id < edits[its].id
    }

    private func descends(_ index: Int, from ancestor: Int) -> Bool {
        var index = index
        while index >= 0 {
            if index == ancestor { return true }
            index = characters[index].parent
        }
        return false
    }

    private func order() -> [Int] {
        var result: [Int] = []
        var stack: [(index: Int, isOpen: Bool)] = [(0, false)]
        while let (index, isOpen) = stack.popLast() {
            if isOpen {
                if index > 0 { result.append(index) }
                continue
            }
            stack += characters[index].rights.reversed().map { ($0, false) }
            stack.append((index, true))
            stack += characters[index].lefts.reversed().map { ($0, false) }
        }
        return result
    }
}
