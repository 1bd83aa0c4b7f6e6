/// Why an annotation was made (Web Annotation Data Model, 3.3.5); the raw value is the W3C word.
///
/// A page note is `commenting` without a selector.
public enum Motivation: String, CaseIterable, Hashable, Sendable {
    /// Marks a passage and says nothing about it.
    case highlighting
    /// Says something about a passage or an article.
    case commenting
    /// Answers another annotation.
    case replying
    /// Marks a place to come back to.
    case bookmarking
    /// Judges the target.
    case assessing
    /// Puts the target into a class.
    case classifying
    /// Describes the target, apart from commenting on it.
    case describing
    /// Asks for a change of the target.
    case editing
    /// Names what the target is.
    case identifying
    /// Ties the target to another resource.
    case linking
    /// Gives or takes worth in a forum.
    case moderating
    /// Asks something about the target.
    case questioning
    /// Ties a tag to the target.
    case tagging
}
