/// Finds the field that was meant by a name which is none.
enum FieldSlip {
    /// What other programs call fields that are here.
    private static let elsewhere = [
        "after": "since", "author": "user", "before": "until", "body": "note", "by": "user",
        "comment": "note", "created": "since", "creator": "user", "from": "since", "group": "set",
        "label": "tag", "labels": "tag", "state": "is", "status": "is", "tags": "tag",
    ]

    /// The field that other programs call so, or the only one that is one slip away: a letter too
    /// much, too few, wrong, or two swapped.
    static func field(meantBy name: String) -> String? {
        if let field = elsewhere[name] { return field }
        guard name.utf8.count > 2 || name.utf8.elementsEqual("si".utf8) else { return nil }
        let near = QueryField.names.filter { isNear(Array(name.utf8), Array($0.utf8)) }
        return near.count == 1 ? near[0] : nil
    }

    private static func isNear(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        let same = zip(left, right).prefix { $0 == $1 }.count
        let (a, b) = (left[same...], right[same...])
        if a.count == b.count {
            if a.dropFirst().elementsEqual(b.dropFirst()) { return true }
            return a.count > 1 && a.prefix(2).elementsEqual(b.prefix(2).reversed())
                && a.dropFirst(2).elementsEqual(b.dropFirst(2))
        }
        if a.count == b.count + 1 { return a.dropFirst().elementsEqual(b) }
        return b.count == a.count + 1 && b.dropFirst().elementsEqual(a)
    }
}
