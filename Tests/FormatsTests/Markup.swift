/// Takes HTML and XML that a writer made apart, strictly: what is not well-formed is a fault.
struct Markup {
    struct Element {
        let name: String
        var attributes: [String: String] = [:]
        /// The text in it, in elements in it included.
        var text = ""
    }

    /// The elements in the order in which they end.
    private(set) var elements: [Element] = []
    private(set) var faults: [String] = []
    private static let void: Set = ["meta", "br"]
    private static let references = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'"]

    init(_ markup: String) {
        let scalars = Array(markup.unicodeScalars)
        var open: [Element] = []
        var index = 0
        while index < scalars.count {
            let inside = open.last?.name
            if scalars[index] == "<", inside != "style", inside != "script" {
                read(scalars, &index, &open)
            } else if scalars[index] == "<",
                scalars[index...].starts(with: "</\(inside ?? "")>".unicodeScalars)
            {
                read(scalars, &index, &open)
            } else {
                let text = character(
                    scalars, &index, isRaw: inside == "style" || inside == "script")
                for place in open.indices { open[place].text += text }
            }
        }
        if !open.isEmpty { faults.append("\(open.map(\.name)) are open at the end") }
    }

    func all(_ name: String, class wanted: String? = nil) -> [Element] {
        elements.filter { element in
            element.name == name
                && (wanted.map { Self.classes(element).contains($0) } ?? true)
        }
    }

    static func classes(_ element: Element) -> [String] {
        (element.attributes["class"] ?? "").split(separator: " ").map(String.init)
    }

    private mutating func character(
        _ scalars: [Unicode.Scalar], _ index: inout Int, isRaw: Bool
    ) -> String {
        let scalar = scalars[index]
        index += 1
        let isControl = scalar.value < 0x20 && scalar != "\n" && scalar != "\t"
        if isControl || (0x7F...0x9F).contains(scalar.value) || scalar.value & 0xFFFE == 0xFFFE {
            faults.append("U+\(String(scalar.value, radix: 16)) is in it")
        }
        if scalar == ">" && !isRaw { faults.append("a bare > is in it") }
        guard scalar == "&", !isRaw else { return String(scalar) }
        let name = scalars[index...].prefix { $0 != ";" }.prefix(8)
        let text = name.reduce(into: "") { $0.unicodeScalars.append($1) }
        index += name.count + 1
        if Self.references[text] == nil { faults.append("&\(text); is unknown") }
        return Self.references[text] ?? ""
    }

    /// Reads a tag, a declaration or an instruction.
    private mutating func read(
        _ scalars: [Unicode.Scalar], _ index: inout Int, _ open: inout [Element]
    ) {
        index += 1
        if scalars[index] == "!" || scalars[index] == "?" {
            while index < scalars.count, scalars[index] != ">" { index += 1 }
            index += 1
            return
        }
        let isEnd = scalars[index] == "/"
        if isEnd { index += 1 }
        var element = Element(name: word(scalars, &index))
        while index < scalars.count, scalars[index] != ">", scalars[index] != "/" {
            index += 1
            let name = word(scalars, &index)
            guard scalars[index...].starts(with: "=\"".unicodeScalars), !name.isEmpty else {
                faults.append("an attribute of \(element.name) has no quoted value")
                break
            }
            index += 2
            var value = ""
            while index < scalars.count, scalars[index] != "\"" {
                if scalars[index] == "<" { faults.append("a < is in an attribute") }
                value += character(scalars, &index, isRaw: false)
            }
            index += 1
            if element.attributes.updateValue(value, forKey: name) != nil {
                faults.append("\(name) is given twice")
            }
        }
        let isEmpty = index < scalars.count && scalars[index] == "/"
        index += isEmpty ? 2 : 1
        if isEnd {
            let last = open.popLast()
            if last?.name != element.name {
                faults.append("</\(element.name)> ends \(last?.name ?? "-")")
            }
            if let last { elements.append(last) }
        } else if isEmpty || Self.void.contains(element.name) {
            elements.append(element)
        } else {
            open.append(element)
        }
    }

    private func word(_ scalars: [Unicode.Scalar], _ index: inout Int) -> String {
        var word = ""
        while index < scalars.count,
            scalars[index].properties.isAlphabetic
                || "-:0123456789".unicodeScalars.contains(scalars[index])
        {
            word.unicodeScalars.append(scalars[index])
            index += 1
        }
        return word
    }
}
