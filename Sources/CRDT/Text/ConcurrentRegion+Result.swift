extension ConcurrentRegion {
    /// Changes the text that the ops start from into the one that they make.
    func write(to text: inout GapBuffer<UInt32>, authors: inout GapBuffer<Int>?) {
        var position = 0
        forEachStretch { _, stretch in
            if stretch.op == CharacterKey.base {
                if stretch.isGone {
                    text.replace(at: position, deleted: stretch.count, with: [])
                    authors?.replace(at: position, deleted: stretch.count, with: [])
                }
            } else if !stretch.isGone {
                text.replace(at: position, deleted: 0, with: typed(stretch))
                authors?.replace(
                    at: position, deleted: 0, with: walk[stretch.op], count: stretch.count)
            }
            if !stretch.isGone { position += stretch.count }
        }
    }

    /// What to do to the text of all ops to take back one of them, of which `base` is what they
    /// start from: its visible characters go, and what it alone deleted is typed again.
    func undoRuns(of op: Int, base: [UInt32]) -> [TextRun] {
        let alone = deletedAlone(by: op)
        var undoing = RunBuilder()
        forEachStretch { number, stretch in
            let isOwn = stretch.op >= 0 && walk[stretch.op] == op
            if stretch.isGone {
                guard !isOwn, alone.contains(number) else { return }
                let from = stretch.start
                undoing.type(
                    stretch.op == CharacterKey.base
                        ? base[from..<from + stretch.count] : typed(stretch))
            } else if isOwn {
                undoing.delete(stretch.count)
            } else {
                undoing.keep(stretch.count)
            }
        }
        return undoing.finished()
    }

    /// Gives the graph's numbers to the ops of a meeting.
    func numbered(_ meeting: MeetingWitness.Meeting) -> MeetingWitness.Meeting {
        .init(walk[meeting.one], walk[meeting.other], kind: meeting.kind)
    }

    private func deletedAlone(by op: Int) -> Set<Int> {
        var counts: [Int: Int] = [:]
        for change in deletions.joined() {
            for stretch in list.cover(change.op, change.start, change.count) {
                counts[stretch, default: 0] += 1
            }
        }
        var alone: Set<Int> = []
        for own in walk.indices where walk[own] == op {
            for change in deletions[own] {
                for stretch in list.cover(change.op, change.start, change.count)
                where counts[stretch] == 1 {
                    alone.insert(stretch)
                }
            }
        }
        return alone
    }

    private func typed(_ stretch: Stretch) -> ArraySlice<UInt32> {
        graph.typed(by: walk[stretch.op]).dropFirst(stretch.start).prefix(stretch.count)
    }

    private func forEachStretch(_ body: (Int, Stretch) -> Void) {
        var number = list.first
        while number >= 0 {
            body(number, list[number])
            number = list[number].next
        }
    }
}

/// Makes runs of what is kept, deleted and typed from left to right.
private struct RunBuilder {
    private var runs: [TextRun] = []
    private var position = 0
    private var deleted = 0
    private var typed: [UInt32] = []

    mutating func keep(_ count: Int) {
        close()
        position += count
    }

    mutating func delete(_ count: Int) { deleted += count }

    mutating func type(_ codePoints: ArraySlice<UInt32>) { typed += codePoints }

    mutating func finished() -> [TextRun] {
        close()
        return runs
    }

    private mutating func close() {
        guard deleted > 0 || !typed.isEmpty else { return }
        runs.append(
            TextRun(
                position: position, deleted: deleted, inserted: String(codePoints: typed)))
        position += typed.count
        deleted = 0
        typed = []
    }
}
