/// Why a marked-up text cannot be read beside its original.
package struct CriticMarkupError: Error, Equatable {
    package enum Problem: Equatable {
        /// More than marks was put in, or something was taken out.
        case textChanged
        /// `{==` without `==}`.
        case unclosedMark
        /// `{>>` without `<<}`.
        case unclosedComment
        /// `==}` without `{==`.
        case strayCloser
        /// A comment that stands behind no mark.
        case strayComment
        /// A mark with nothing in it.
        case emptyMark
    }

    /// What is wrong.
    package let problem: Problem
    /// The line of the marked-up text, from 1.
    package let line: Int
    /// What stands in the original there; nil if that is not the matter.
    package let original: String?
    /// What stands in the marked-up text there.
    package let edited: String

    init(_ problem: Problem, line: Int, original: String?, edited: String) {
        self.problem = problem
        self.line = line
        self.original = original
        self.edited = edited
    }
}
