/// A sequence that is changed mostly near the place of the change before: the free room lies there.
///
/// Invariant: the elements are `storage[..<gapStart]` and `storage[gapEnd...]`, one after the
/// other.
struct GapBuffer<Element: BitwiseCopyable> {
    private var storage: [Element]
    private var gapStart: Int
    private var gapEnd: Int
    private let filler: Element

    init(_ elements: [Element] = [], filler: Element) {
        storage = elements
        gapStart = elements.count
        gapEnd = elements.count
        self.filler = filler
    }

    var count: Int { storage.count - (gapEnd - gapStart) }

    var elements: [Element] { Array(storage[..<gapStart]) + storage[gapEnd...] }

    /// Puts elements in the place of `deleted` ones from `position` on; both are clamped.
    mutating func replace(at position: Int, deleted: Int, with added: ArraySlice<Element>) {
        open(at: position, deleted: deleted, room: added.count)
        storage.withUnsafeMutableBufferPointer { target in
            added.withUnsafeBufferPointer { source in
                if let from = source.baseAddress, let base = target.baseAddress {
                    (base + gapStart).update(from: from, count: source.count)
                }
            }
        }
        gapStart += added.count
    }

    /// Puts one element `count` times in the place of `deleted` ones from `position` on.
    mutating func replace(at position: Int, deleted: Int, with added: Element, count: Int) {
        open(at: position, deleted: deleted, room: count)
        for index in gapStart..<gapStart + count { storage[index] = added }
        gapStart += count
    }

    /// Moves the gap to `position`, swallows `deleted` elements, and makes room for `room` more.
    private mutating func open(at position: Int, deleted: Int, room: Int) {
        move(to: min(max(position, 0), count))
        gapEnd += min(max(deleted, 0), storage.count - gapEnd)
        guard gapEnd - gapStart < room else { return }
        let tail = storage.count - gapEnd
        let fresh = max(room, storage.count, 64)
        storage.append(contentsOf: repeatElement(filler, count: fresh))
        shift(from: gapEnd, to: storage.count - tail, count: tail)
        gapEnd = storage.count - tail
    }

    private mutating func move(to position: Int) {
        let distance = position - gapStart
        if distance > 0 {
            shift(from: gapEnd, to: gapStart, count: distance)
        } else if distance < 0 {
            shift(from: position, to: gapEnd + distance, count: -distance)
        }
        gapStart += distance
        gapEnd += distance
    }

    private mutating func shift(from source: Int, to target: Int, count: Int) {
        guard source != target else { return }
        storage.withUnsafeMutableBufferPointer { all in
            guard let base = all.baseAddress else { return }
            (base + target).update(from: base + source, count: count)
        }
    }
}
