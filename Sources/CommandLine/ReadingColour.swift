/// The colours a highlight may have; the names are those of EPUB Annotations 1.0.
public enum ReadingColour: String, Sendable, CaseIterable {
    /// The colour of a highlight that chose none.
    case yellow
    /// Orange.
    case orange
    /// Pink.
    case pink
    /// Green.
    case green
    /// Blue.
    case blue
    /// Purple.
    case purple

    /// The background in the palette of 256 colours that terminals share; black is legible on it.
    var background: Int {
        switch self {
        case .yellow: 228
        case .orange: 215
        case .pink: 218
        case .green: 157
        case .blue: 153
        case .purple: 183
        }
    }
}
