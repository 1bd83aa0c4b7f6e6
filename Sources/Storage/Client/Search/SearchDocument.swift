import AnnotationModel
import Query
import Replication
import WireFormat

/// What the index of words holds of one annotation: its words, and its marks.
///
/// It follows from what is shown of the annotation alone, so that the row is all that is needed to
/// write it, to take it out again, and to check it.
struct SearchDocument {
    /// The words and marks, divided by spaces.
    let text: String

    /// Makes it of what is shown; nil for what is no annotation.
    ///
    /// - Parameter body: the text; nil where nobody has worked it out.
    init?(_ state: EntityState?, body: String?) {
        guard let state, let creation = state.creation, creation.kind.opClass == .make else {
            return nil
        }
        var quote: AnchorPayload?
        if case .annotation(_, let anchor)? = try? Payload.decode(
            creation.payload, of: creation.kind)
        {
            quote = anchor
        }
        var words = SearchText(body ?? "")
        var marks: [SearchMark] = [.author(creation.author)]
        if let article = creation.article { marks.append(.article(article.text)) }
        if creation.parent != nil { marks.append(.state(.reply)) }
        if let quote { words.append(quote.exact) }
        if quote == nil, creation.parent == nil { marks.append(.state(.page)) }
        if body == nil { marks.append(.unread) }
        if body?.isEmpty == false { marks.append(.part(.note)) }
        Self.add(state, &words, &marks)
        let tokens = marks.map { String(decoding: $0.token.octets, as: UTF8.self) }
        text = words.indexed + tokens.joined(separator: " ")
    }

    /// Takes in every value that a register holds, for which of them is shown is not asked here.
    private static func add(
        _ state: EntityState, _ words: inout SearchText, _ marks: inout [SearchMark]
    ) {
        var counts: [OpKind: Int] = [:]
        for value in state.live {
            let register = value.kind.register
            counts[register, default: 0] += 1
            switch (register, try? Payload.decode(value.payload, of: value.kind)) {
            case (.tag, .name(let name)?):
                words.append(name)
                marks += [.tag(name), .part(.tag)]
            case (.colour, .name(let name)?) where Colour(rawValue: name) != nil:
                marks.append(.colour(name))
            // A colour that there is not may hide one, as an empty one does.
            case (.colour, _): marks.append(.colour(nil))
            case (.origin, .origin(let origin)?):
                // Who made it there is shown as the author.
                words.append(origin.creator)
                marks += [.state(.imported), .creator(origin.creator)]
            case (.status, .status(isClosed: true)?): marks.append(.state(.closed))
            case (.reattach, .anchor(let anchor)?): words.append(anchor.exact)
            default: break
            }
        }
        if counts[.colour] == nil { marks.append(.colour(nil)) }
        if [OpKind.colour, .status, .reattach].contains(where: { counts[$0, default: 0] > 1 }) {
            marks.append(.state(.conflict))
        }
    }
}
