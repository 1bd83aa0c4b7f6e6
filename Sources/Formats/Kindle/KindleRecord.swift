/// A clipping: what one record of the file says, its text left where it lies.
struct KindleRecord {
    let line: Int
    /// The number of its book, in the order in which books come up.
    let book: Int
    let label: KindleLabel
    let date: Int64?
    /// Where its text lies in the octets of the file, without white space at its end.
    let text: Range<Int>
    /// The records of the notes on it, by number.
    var notes: [Int] = []
    /// Whether another highlight stands for it, or a highlight has it as its note.
    var isPart = false

    /// Where it is, in locations or, without them, in pages.
    var range: (isPages: Bool, ends: ClosedRange<Int>)? {
        if let location = label.location { return (false, location) }
        return label.pages.map { (true, $0) }
    }
}
