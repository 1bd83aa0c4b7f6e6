/// The columns of Readwise's CSV, in its order.
enum ReadwiseColumn: String, CaseIterable {
    case highlight = "Highlight"
    case title = "Book Title"
    case author = "Book Author"
    case amazon = "Amazon Book ID"
    case note = "Note"
    case colour = "Color"
    case tags = "Tags"
    case placeKind = "Location Type"
    case place = "Location"
    case date = "Highlighted at"
    case workTags = "Document tags"
}
