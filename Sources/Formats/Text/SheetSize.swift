/// How much will be written.
enum SheetSize {
    /// The octets of all texts of the sheets and a quarter more for what is escaped, and so many
    /// for each note besides.
    static func octets(_ sheets: [ExchangeSheet], perNote: Int) -> Int {
        sheets.reduce(4096) { sum, sheet in
            let own = (sheet.text ?? "").utf8.count
            let notes = sheet.notes.reduce(0) { sum, note in
                let quote = (note.quote?.exact ?? "").utf8.count
                return sum + perNote + quote + note.text.utf8.count + 2 * note.work.title.utf8.count
            }
            return sum + (own + notes) * 5 / 4
        }
    }
}
