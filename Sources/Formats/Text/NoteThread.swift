/// A note with its answers, as a sheet lists them one behind the other.
struct NoteThread {
    /// An answer, and how many answers it stands under: 1 for one to the note itself.
    struct Answer {
        let note: ExchangeNote
        let depth: Int
    }

    /// The note that answers none, or whose note is not in the sheet.
    let note: ExchangeNote
    /// Where it stands in the sheet.
    let index: Int
    /// The answers in the order of the sheet.
    var answers: [Answer] = []

    /// The threads of a sheet's notes in their order. An answer belongs to the thread of its
    /// parent wherever it stands behind it; one whose parent does not stand before it begins a
    /// thread.
    static func threads(of notes: [ExchangeNote]) -> [NoteThread] {
        var threads: [NoteThread] = []
        var places: [[UInt8]: (thread: Int, depth: Int)] = [:]
        for (index, note) in notes.enumerated() {
            if let parent = note.parent, let place = places[Array(parent.utf8)] {
                threads[place.thread].answers.append(Answer(note: note, depth: place.depth + 1))
                places[Array(note.key.utf8)] = (place.thread, place.depth + 1)
            } else {
                places[Array(note.key.utf8)] = (threads.count, 0)
                threads.append(NoteThread(note: note, index: index))
            }
        }
        return threads
    }
}
