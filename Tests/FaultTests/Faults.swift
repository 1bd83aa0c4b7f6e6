import Testing

/// The programs, and the stores under them, on bad days of the machine: one suite after the other,
/// because each keeps two processors busy.
///
/// Everywhere the same has to hold: what was acknowledged is there, what was not is there whole or
/// not at all, the next command works, and the store's own check finds nothing.
@Suite(.serialized, .enabled(if: Tools.areThere, Tools.missing))
enum Faults {}
