import JSON

/// What a body or a target must be (Web Annotation Data Model, 3.2 and chapter 4).
enum W3CResourceRules {
    private static let sets = ["Choice", "Composite", "List", "Independents"]
    private static let directions = ["ltr", "rtl", "auto"]

    /// Checks a resource and those in it.
    /// - Throws: `W3CFault` with the first rule that is broken.
    static func check(_ resource: JSONValue, isBody: Bool) throws(W3CFault) {
        var rest = [resource]
        while let next = rest.popLast() {
            let what = isBody ? "body" : "target"
            if let iri = next.string {
                guard IRI.isAbsolute(iri) else { throw W3CFault("its \(what) is not an IRI") }
                continue
            }
            guard next.object != nil else {
                throw W3CFault("its \(what) is neither an IRI nor an object")
            }
            try checkMembers(next)
            let kinds = try W3CRules.texts(next, "type").filter(sets.contains)
            if kinds.count > 1 { throw W3CFault("its \(what) is both \(kinds[0]) and \(kinds[1])") }
            if let kind = kinds.first {
                rest += try items(next, kind)
            } else {
                try checkSingle(next, what, isBody: isBody)
            }
        }
    }

    /// The resources of a choice or a set.
    private static func items(_ set: JSONValue, _ kind: String) throws(W3CFault) -> [JSONValue] {
        try forbid(["value", "source", "purpose"], in: set, "a \(kind)")
        guard let items = set["items"]?.array, !items.isEmpty else {
            throw W3CFault("a \(kind) has no items")
        }
        return items
    }

    private static func checkSingle(
        _ resource: JSONValue, _ what: String, isBody: Bool
    ) throws(W3CFault) {
        try forbid(["items"], in: resource, "a \(what) that is no choice and no set")
        let types = try W3CRules.texts(resource, "type")
        if let source = resource.present("source") {
            try forbid(["value"], in: resource, "a specific resource")
            try checkSource(source)
            try W3CSelectorRules.check(resource)
        } else if let value = resource.present("value"), isBody {
            if value.string == nil { throw W3CFault("the value of its body is not one string") }
        } else if types.contains("TextualBody"), isBody || resource.present("id") == nil {
            throw W3CFault(isBody ? "a textual body has no value" : "its target is a mere text")
        } else if let id = try W3CRules.one(resource, "id") {
            guard let iri = id.string, IRI.isAbsolute(iri) else {
                throw W3CFault("the id of its \(what) is not an IRI")
            }
            try forbid(["purpose"], in: resource, "a resource without a source")
        } else {
            throw W3CFault("its \(what) has no id, no source and no text")
        }
    }

    private static func checkSource(_ source: JSONValue) throws(W3CFault) {
        if let iri = source.string, IRI.isAbsolute(iri) { return }
        guard source.object != nil, source.present("source") == nil,
            let iri = try W3CRules.one(source, "id")?.string, IRI.isAbsolute(iri)
        else { throw W3CFault("a source is not one IRI") }
        try checkMembers(source)
    }

    /// What may be said about any resource.
    private static func checkMembers(_ resource: JSONValue) throws(W3CFault) {
        try W3CRules.checkDates(resource, ["created", "modified"])
        try W3CRules.checkLinks(resource)
        try W3CRules.checkAgent(resource, "creator")
        for name in ["format", "language", "purpose", "styleClass"] {
            _ = try W3CRules.texts(resource, name)
        }
        if let language = try W3CRules.one(resource, "processingLanguage"), language.string == nil {
            throw W3CFault("its processingLanguage is no string")
        }
        if let direction = try W3CRules.one(resource, "textDirection") {
            guard let text = direction.string, directions.contains(text) else {
                throw W3CFault("its textDirection is not ltr, rtl or auto")
            }
        }
    }

    private static func forbid(
        _ names: [String], in resource: JSONValue, _ what: String
    ) throws(W3CFault) {
        for name in names where resource.present(name) != nil {
            throw W3CFault("\(what) has \(name)")
        }
    }
}
