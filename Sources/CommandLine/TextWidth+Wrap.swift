extension TextWidth {
    /// The lines of the text, none wider than so many columns unless a single cluster is.
    ///
    /// A newline ends a line. Lines break at spaces, which vanish there, and between ideographs
    /// and kana, but not before a closing sign or after an opening one; a longer word is broken
    /// between grapheme clusters. No-break spaces do not break.
    /// - Complexity: linear in the length of the text.
    public static func wrap(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = []
        for paragraph in text.unicodeScalars.split(
            separator: "\n", omittingEmptySubsequences: false)
        {
            let clusters = Array(String(paragraph))
            let cells = clusters.map { LineBreaker.Cell($0) }
            for range in LineBreaker.lines(cells, width: max(1, width)) {
                lines.append(String(clusters[range]))
            }
        }
        return lines
    }
}
