internal import CCmark

/// A parsed document, owned until the end of its life.
struct Document: ~Copyable {
    /// What a reader of the document meets, in reading order.
    enum Piece {
        case text(String)
        case softBreak
        case hardBreak
        case html(String)
        case code(String)
        case paragraphEnd
        case headingEnd(level: Int)
    }

    private let root: OpaquePointer?

    /// Parses valid UTF-8; nothing is there if memory runs out.
    init(_ bytes: [UInt8]) {
        root = bytes.withUnsafeBytes { buffer in
            buffer.withMemoryRebound(to: CChar.self) {
                cmark_parse_document($0.baseAddress, $0.count, CMARK_OPT_DEFAULT)
            }
        }
    }

    deinit {
        if let root { cmark_node_free(root) }
    }

    /// Hands over every piece; nesting costs no stack.
    func walk(_ take: (Piece) -> Void) {
        guard let root, let iterator = cmark_iter_new(root) else { return }
        defer { cmark_iter_free(iterator) }
        while true {
            let event = cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE else { return }
            guard let node = cmark_iter_get_node(iterator) else { continue }
            let piece = event == CMARK_EVENT_ENTER ? Self.entered(node) : Self.left(node)
            if let piece { take(piece) }
        }
    }

    private static func entered(_ node: OpaquePointer) -> Piece? {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_TEXT, CMARK_NODE_CODE: .text(literal(node))
        case CMARK_NODE_SOFTBREAK: .softBreak
        case CMARK_NODE_LINEBREAK: .hardBreak
        case CMARK_NODE_HTML_INLINE: .html(literal(node))
        case CMARK_NODE_CODE_BLOCK: .code(literal(node))
        default: nil
        }
    }

    private static func left(_ node: OpaquePointer) -> Piece? {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_PARAGRAPH: .paragraphEnd
        case CMARK_NODE_HEADING: .headingEnd(level: Int(cmark_node_get_heading_level(node)))
        default: nil
        }
    }

    private static func literal(_ node: OpaquePointer) -> String {
        cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
    }
}
