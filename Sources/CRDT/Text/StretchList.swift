/// The characters of a region in their total order, cut into stretches.
///
/// Invariant: the pieces of an op are its stretches by their starts, without gap or overlap.
struct StretchList {
    private(set) var stretches: [Stretch] = []
    private(set) var first = -1
    private var tree = StretchTree()
    /// Of the base at 0, of op n at n + 1.
    private var pieces: [[Int]]

    init(opCount: Int, baseLength: Int) {
        pieces = Array(repeating: [], count: opCount + 1)
        if baseLength > 0 {
            let base = Stretch(
                op: CharacterKey.base, start: 0, count: baseLength, left: .none, right: .none)
            insert(base, after: -1)
            changeState(of: 0, by: 1)
        }
    }

    /// How many characters are visible at the version shown.
    var shownCount: Int { tree.weight.shown }

    subscript(_ stretch: Int) -> Stretch { stretches[stretch] }

    /// The stretch behind another (-1: the first), -1 if there is none.
    func following(_ stretch: Int) -> Int {
        stretch < 0 ? first : stretches[stretch].next
    }

    /// The next visible stretch behind another (-1: the first).
    func shown(after stretch: Int) -> Int {
        let next = following(stretch)
        if next < 0 || stretches[next].state == 1 { return next }
        return tree.next(after: stretch, in: stretches) { $0.shown }
    }

    /// The next stretch behind another (-1: the first) that exists at the version, deleted or not.
    func existing(after stretch: Int) -> Int {
        let next = following(stretch)
        if next < 0 || stretches[next].state > 0 { return next }
        return tree.next(after: stretch, in: stretches) { $0.existing }
    }

    /// The stretch of the visible character at this place, from 1 on, and which one of it that is.
    func locate(_ position: Int) -> (stretch: Int, character: Int) {
        tree.locate(position, in: stretches)
    }

    /// The stretch that holds a character.
    func stretch(of character: CharacterKey) -> Int {
        let own = pieces[character.op + 1]
        return own[pieceIndex(of: character.index, in: own)]
    }

    /// The stretches of these characters; whoever touched them cut at both ends.
    func cover(_ op: Int, _ start: Int, _ count: Int) -> ArraySlice<Int> {
        let own = pieces[op + 1]
        let from = pieceIndex(of: start, in: own)
        if stretches[own[from]].count == count { return own[from...from] }
        return own[from...pieceIndex(of: start + count - 1, in: own)]
    }

    mutating func changeState(of stretch: Int, by difference: Int) {
        let before = stretches[stretch].weight
        stretches[stretch].state += difference
        tree.add(stretches[stretch].weight - before, above: stretches[stretch].leaf)
    }

    mutating func markGone(_ stretch: Int) {
        stretches[stretch].isGone = true
    }

    mutating func mark(_ stretch: Int, scan: Int) {
        stretches[stretch].scan = scan
    }

    /// Takes in an absent stretch behind another (-1: in front of all), and names it.
    @discardableResult
    mutating func insert(_ stretch: Stretch, after previous: Int) -> Int {
        let fresh = stretches.count
        let next = following(previous)
        stretches.append(stretch)
        stretches[fresh].previous = previous
        stretches[fresh].next = next
        if previous >= 0 { stretches[previous].next = fresh } else { first = fresh }
        if next >= 0 { stretches[next].previous = fresh }
        tree.insert(fresh, after: previous, in: &stretches)
        let own = pieces[stretch.op + 1]
        let place = own.isEmpty ? 0 : pieceIndex(of: stretch.start, in: own) + 1
        pieces[stretch.op + 1].insert(fresh, at: place)
        return fresh
    }

    /// Cuts a stretch after its first `count` characters, and names the other part.
    mutating func cut(_ stretch: Int, after count: Int) -> Int {
        let whole = stretches[stretch]
        var rest = Stretch(
            op: whole.op, start: whole.start + count, count: whole.count - count,
            left: CharacterKey(op: whole.op, index: whole.start + count - 1), right: whole.right)
        rest.isGone = whole.isGone
        rest.scan = whole.scan
        stretches[stretch].count = count
        tree.add(stretches[stretch].weight - whole.weight, above: whole.leaf)
        let fresh = insert(rest, after: stretch)
        changeState(of: fresh, by: whole.state)
        return fresh
    }

    /// The last piece that starts at `index` or before.
    private func pieceIndex(of index: Int, in own: [Int]) -> Int {
        var low = 0
        var high = own.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if stretches[own[middle]].start <= index { low = middle } else { high = middle }
        }
        return low
    }
}
