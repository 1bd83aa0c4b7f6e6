/// The text of a piece of HTML, for people: blocks become paragraphs, items and links Markdown.
struct HTMLText {
    private static let blocks: Set = [
        "address", "article", "blockquote", "dd", "div", "dl", "dt", "figure", "footer", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hr", "ol", "p", "pre", "section", "table", "ul",
    ]
    private static let silent: Set = ["script", "style", "template", "title"]

    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var result = String.UnicodeScalarView()
    /// What must stand before the next visible character.
    private var pending = ""
    private var links: [String?] = []
    /// The element whose content is left out.
    private var hidden: String?
    /// Whether a sign that ends a tag was looked for in vain.
    private var hasNoMoreTags = false

    /// The text, without space at both ends.
    static func markdown(_ html: String) -> String {
        var reader = HTMLText(scalars: Array(html.unicodeScalars))
        reader.read()
        for link in reader.links.reversed() { reader.close(link) }
        return String(reader.result)
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    private mutating func read() {
        while index < scalars.count {
            let scalar = scalars[index]
            if scalar == "<", let end = endOfTag() {
                let tag = scalars[(index + 1)..<end]
                index = end + 1
                take(HTMLTag(tag))
                continue
            }
            index += 1
            if hidden != nil { continue }
            if scalar == "&" {
                append(entity())
            } else if scalar.properties.isWhitespace, scalar != "\u{A0}" {
                if pending.isEmpty { pending = " " }
            } else {
                append(scalar)
            }
        }
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        if !result.isEmpty { result.append(contentsOf: pending.unicodeScalars) }
        pending = ""
        result.append(scalar)
    }

    /// Where the tag, comment or declaration that begins here ends; nil if none begins.
    private mutating func endOfTag() -> Int? {
        guard !hasNoMoreTags, index + 1 < scalars.count else { return nil }
        let next = scalars[index + 1]
        guard next == "/" || next == "!" || next == "?" || next.properties.isAlphabetic else {
            return nil
        }
        if scalars[index...].starts(with: "<!--".unicodeScalars) { return endOfComment() }
        var quote: Unicode.Scalar?
        for place in index..<scalars.count {
            let scalar = scalars[place]
            if let open = quote {
                if scalar == open { quote = nil }
            } else if scalar == ">" {
                return place
            } else if scalar == "\"" || scalar == "'", place > index, scalars[place - 1] == "=" {
                quote = scalar
            }
        }
        hasNoMoreTags = true
        return nil
    }

    private mutating func endOfComment() -> Int? {
        var place = index + 4
        while place + 2 < scalars.count {
            if scalars[place] == "-", scalars[place + 1] == "-", scalars[place + 2] == ">" {
                return place + 2
            }
            place += 1
        }
        hasNoMoreTags = true
        return nil
    }

    private mutating func take(_ tag: HTMLTag) {
        if let hidden {
            if tag.isEnd, tag.name == hidden { self.hidden = nil }
            return
        }
        if Self.silent.contains(tag.name), !tag.isEnd {
            hidden = tag.name
        } else if Self.blocks.contains(tag.name) {
            pending = "\n\n"
        } else if tag.name == "br" || tag.name == "tr" {
            pending = pending.utf8.first == 0x0A ? pending : "\n"
        } else if tag.name == "li", !tag.isEnd {
            result.append(contentsOf: (result.isEmpty ? "- " : "\n- ").unicodeScalars)
            pending = ""
        } else if tag.name == "td" || tag.name == "th" {
            if pending.isEmpty { pending = " " }
        } else if tag.name == "a" {
            takeLink(tag)
        }
    }

    private mutating func takeLink(_ tag: HTMLTag) {
        if !tag.isEnd {
            links.append(tag.link)
            if tag.link != nil { append("[") }
        } else if let link = links.popLast() {
            close(link)
        }
    }

    private mutating func close(_ link: String?) {
        if let link { result.append(contentsOf: "](\(link))".unicodeScalars) }
    }

    /// The character of the reference whose first sign was read; that sign if it is none.
    private mutating func entity() -> Unicode.Scalar {
        let name = scalars[index...].prefix(10).prefix { $0 != ";" }
        let end = index + name.count
        guard end < scalars.count, scalars[end] == ";",
            let scalar = HTMLEntity.scalar(String(String.UnicodeScalarView(name)))
        else { return "&" }
        index = end + 1
        return scalar
    }
}
