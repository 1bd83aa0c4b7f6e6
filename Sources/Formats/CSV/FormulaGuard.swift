/// Keeps a spreadsheet from taking a cell for a formula: an apostrophe in front makes it text.
///
/// Guarded is what begins with `=`, `+`, `-`, `@`, their full-width forms, a tab, a carriage return
/// or a line feed, apostrophes in front of these included: so every cell comes back as it was, and
/// an apostrophe that guards nothing stays.
public enum FormulaGuard: Sendable {
    /// The cell with an apostrophe more if it needs one.
    public static func guarded(_ cell: String) -> String {
        let (_, isRisky) = start(of: cell)
        return isRisky ? "'" + cell : cell
    }

    /// The cell without the apostrophe that guards it.
    public static func bare(_ cell: String) -> String {
        let (apostrophes, isRisky) = start(of: cell)
        return isRisky && apostrophes > 0 ? String(cell.unicodeScalars.dropFirst()) : cell
    }

    private static func start(of cell: String) -> (apostrophes: Int, isRisky: Bool) {
        var apostrophes = 0
        for scalar in cell.unicodeScalars {
            switch scalar {
            case "'": apostrophes += 1
            case "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠":
                return (apostrophes, true)
            default: return (apostrophes, false)
            }
        }
        return (apostrophes, false)
    }
}
