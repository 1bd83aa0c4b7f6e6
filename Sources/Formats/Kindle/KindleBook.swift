/// Puts together what belongs together among the clippings of one book.
struct KindleBook {
    /// How many highlights over one place are compared with each other.
    private static let overlapsMax = 16
    /// How many highlights before a note are looked at, if none ends where it stands.
    private static let lookBackMax = 64

    let octets: [UInt8]

    /// Marks each highlight whose text a longer one at the same place holds, or a later one with
    /// the same text.
    /// - Returns: how many it marked.
    func fold(_ highlights: [Int], in records: inout [KindleRecord]) -> Int {
        var count = 0
        var open: [Int] = []
        for index in sorted(highlights, records) {
            open.removeAll { records[$0].isPart || !overlap(records[$0], records[index]) }
            for other in open where !records[index].isPart {
                let (early, late) = (min(other, index), max(other, index))
                if holds(records[late], records[early]) {
                    records[early].isPart = true
                    count += 1
                } else if holds(records[early], records[late]) {
                    records[late].isPart = true
                    count += 1
                }
            }
            if !records[index].isPart { open.append(index) }
            if open.count > Self.overlapsMax { open.removeFirst() }
        }
        return count
    }

    /// Adds each note to the highlight that ends where it stands or, without one, holds that
    /// place; notes that no highlight has stay on their own.
    func join(_ notes: [Int], to highlights: [Int], in records: inout [KindleRecord]) {
        let order = sorted(highlights.filter { !records[$0].isPart }, records)
        let starts = order.map { records[$0].range?.ends.lowerBound ?? 0 }
        var ends: [Int: [Int]] = [:]
        for index in order {
            if let range = records[index].range {
                ends[range.ends.upperBound, default: []].append(index)
            }
        }
        for note in notes {
            guard let place = records[note].range else { continue }
            let same = ends[place.ends.upperBound]?.filter {
                records[$0].range?.isPages == place.isPages
            }
            var found = same?.last
            if place.isPages {
                // Of several highlights on a page nobody can say which is meant.
                found = same?.count == 1 ? found : nil
            } else if found == nil {
                found = holder(of: place.ends.upperBound, order, starts, records)
            }
            guard let found else { continue }
            records[found].notes.append(note)
            records[note].isPart = true
        }
    }

    private func holder(
        of place: Int, _ order: [Int], _ starts: [Int], _ records: [KindleRecord]
    ) -> Int? {
        let pages = order.firstIndex { records[$0].range?.isPages == true } ?? order.count
        var (low, high) = (0, pages)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= place { low = middle + 1 } else { high = middle }
        }
        return order[..<low].suffix(Self.lookBackMax).last {
            records[$0].range?.ends.contains(place) == true
        }
    }

    /// By place, those in pages last, the longer of two that begin alike first.
    private func sorted(_ highlights: [Int], _ records: [KindleRecord]) -> [Int] {
        let places = highlights.compactMap { index in
            records[index].range.map { range in
                (range.isPages ? 1 : 0, range.ends.lowerBound, -range.ends.upperBound, index)
            }
        }
        return places.sorted(by: <).map { $0.3 }
    }

    private func overlap(_ left: KindleRecord, _ right: KindleRecord) -> Bool {
        guard let first = left.range, let second = right.range else { return false }
        return first.isPages == second.isPages && first.ends.overlaps(second.ends)
    }

    private func holds(_ long: KindleRecord, _ short: KindleRecord) -> Bool {
        OctetSearch.holds(octets[long.text], part: octets[short.text])
    }
}
