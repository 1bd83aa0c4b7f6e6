extension ExchangeFormat {
    /// What it is called in a sentence.
    public var title: String {
        switch self {
        case .jsonl: "Postil"
        case .w3c: "W3C Web Annotation"
        case .hypothesis: "Hypothesis"
        case .readwise: "Readwise"
        case .kindle: "Kindle clippings"
        case .koreader: "KOReader"
        case .markdown: "Markdown"
        case .csv: "CSV"
        case .html: "HTML"
        case .atom: "Atom"
        }
    }
}
