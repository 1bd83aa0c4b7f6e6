/// What became of the records of an import.
struct ImportTally {
    /// A record that was left out: its line, and why, a sentence that begins in lower case.
    struct Bad {
        let line: Int
        let why: String
    }

    /// All records of the file.
    var records = 0
    /// Highlights, with a comment or without.
    var highlights = 0
    /// Notes on whole articles.
    var pageNotes = 0
    /// Answers.
    var replies = 0
    /// Notes that were here and say the same.
    var known = 0
    /// Notes that were here and say by now what the file says.
    var updated = 0
    /// Notes that say something else here because somebody wrote so.
    var editedHere = 0
    /// Notes that were deleted here, or whose article was.
    var deletedHere = 0
    /// Notes that had been deleted here, and are back.
    var revived = 0
    /// Articles, or new versions of them, that this import brought with their text.
    var texts = 0
    /// Articles that were here.
    var articles = 0
    /// Articles of which only quotes are here, made by this import.
    var quoteOnly = 0
    /// Notes of which a part was too long to be kept.
    var shortened = 0
    /// Notes with a date that was not understood.
    var undated = 0
    /// What stands for no note, by what it is, in the order in which it came.
    var skipped: [(what: String, count: Int)] = []
    /// Records that were left out.
    var bad: [Bad] = []

    /// Notes and texts that this import made.
    var made: Int { highlights + pageNotes + replies + texts }

    mutating func skip(_ what: String) {
        if let index = skipped.firstIndex(where: { $0.what.utf8.elementsEqual(what.utf8) }) {
            skipped[index].count += 1
        } else {
            skipped.append((what, 1))
        }
    }
}
