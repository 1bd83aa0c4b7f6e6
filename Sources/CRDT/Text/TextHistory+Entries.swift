extension TextHistory {
    /// The ops in the one causal order that all replicas show: repeatedly, of those whose
    /// predecessors are out, the one with the least (stamp, identity).
    public func canonicalOrder<Stamp: Comparable>(
        by stamp: (Identity) -> Stamp
    ) -> [Identity] {
        var waiting = Array(repeating: 0, count: ids.count)
        var children = Array(repeating: [Int](), count: ids.count)
        var ready = BinaryHeap<Entry<Stamp>>()
        for op in ids.indices {
            for parent in graph.parents(of: op) {
                waiting[op] += 1
                children[parent].append(op)
            }
            if waiting[op] == 0 { ready.insert(entry(op, stamp)) }
        }
        var order: [Identity] = []
        order.reserveCapacity(ids.count)
        while let least = ready.popFirst() {
            order.append(least.id)
            for child in children[least.op] {
                waiting[child] -= 1
                if waiting[child] == 0 { ready.insert(entry(child, stamp)) }
            }
        }
        return order
    }

    /// Runs against `text` that take back one op: its visible characters go, and what it alone
    /// deleted is typed again; none if the op is not there.
    public func undoRuns(of id: Identity) -> [TextRun] {
        guard let op = numbers[id] else { return [] }
        var replay = TextReplay(of: graph)
        let start = replay.regionStart(before: op)
        replay.run(upTo: start)
        let base = replay.codePoints
        var region = ConcurrentRegion(of: graph, start..<graph.count, length: base.count)
        region.run()
        return region.undoRuns(of: op, base: base)
    }

    /// Pairs of concurrent ops whose merged text may read oddly, ascending; each pair once for each
    /// way in which they met.
    ///
    /// Of more than 16 ops at one place not every pair is listed, but each op is. Where a word
    /// begins and ends depends on the order in which ops are walked, so it is one that all
    /// replicas share.
    public var contested: [TextMeeting] {
        let order = canonicalOrder { _ in 0 }.compactMap { numbers[$0] }
        var replay = TextReplay(of: graph.ordered(by: order), witnessed: true)
        replay.run()
        let meetings = replay.meetings ?? []
        return
            meetings.filter { meeting in
                meeting.kind != .oneWord || !Self.isElsewhere(meeting, in: meetings)
            }
            .map { TextMeeting(ids[order[$0.one]], ids[order[$0.other]], kind: $0.kind) }
            .sorted()
    }

    /// Whether the two ops of a meeting met in a more telling way.
    private static func isElsewhere(
        _ meeting: MeetingWitness.Meeting, in meetings: Set<MeetingWitness.Meeting>
    ) -> Bool {
        [TextMeeting.Kind.onePlace, .typedIntoDeleted, .overlappingDeletion].contains { kind in
            meetings.contains(.init(meeting.one, meeting.other, kind: kind))
        }
    }

    private struct Entry<Stamp: Comparable>: Comparable {
        var stamp: Stamp
        var id: Identity
        var op: Int

        static func < (left: Self, right: Self) -> Bool {
            left.stamp != right.stamp ? left.stamp < right.stamp : left.id < right.id
        }
    }

    private func entry<Stamp>(_ op: Int, _ stamp: (Identity) -> Stamp) -> Entry<Stamp> {
        Entry(stamp: stamp(ids[op]), id: ids[op], op: op)
    }
}
