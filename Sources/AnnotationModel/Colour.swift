/// The colours of a highlight, by the names of EPUB Annotations 1.0.
public enum Colour: String, CaseIterable, Hashable, Sendable {
    /// The colour of a highlight that names none.
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
}
