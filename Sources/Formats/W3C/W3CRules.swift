import CivilTime
import JSON

/// What an annotation must be (Web Annotation Data Model, chapters 3 and 4); a member that is
/// `null` counts as missing, as in JSON-LD.
enum W3CRules {
    static let context = "http://www.w3.org/ns/anno.jsonld"

    /// Checks an annotation.
    /// - Throws: `W3CFault` with the first rule that is broken.
    static func check(_ annotation: JSONValue) throws(W3CFault) {
        guard annotation.object != nil else { throw W3CFault("an annotation must be an object") }
        guard hasContext(annotation["@context"]) else {
            throw W3CFault("its @context does not name \(context)")
        }
        guard try texts(annotation, "type").contains("Annotation") else {
            throw W3CFault("its type is not Annotation")
        }
        if let id = try one(annotation, "id") {
            guard let iri = id.string, IRI.isReference(iri) else {
                throw W3CFault("its id is not an IRI")
            }
        }
        try checkDates(annotation, ["created", "modified", "generated"])
        try checkLinks(annotation)
        for name in ["creator", "generator"] { try checkAgent(annotation, name) }
        _ = try texts(annotation, "motivation")
        try checkBodies(annotation)
        guard let target = annotation.present("target") else { throw W3CFault("it has no target") }
        if target.asList.isEmpty { throw W3CFault("it has no target") }
        for resource in target.asList { try W3CResourceRules.check(resource, isBody: false) }
    }

    /// Whether a context is that of the model, or has it among others.
    static func hasContext(_ value: JSONValue?) -> Bool {
        value?.asList.contains { $0.string?.utf8.elementsEqual(context.utf8) ?? false } ?? false
    }

    private static func checkBodies(_ annotation: JSONValue) throws(W3CFault) {
        let value = annotation.present("bodyValue")
        if let value, value.string == nil { throw W3CFault("its bodyValue is not one string") }
        guard let body = annotation.present("body") else { return }
        if value != nil { throw W3CFault("it has both body and bodyValue") }
        for resource in body.asList { try W3CResourceRules.check(resource, isBody: true) }
    }

    /// The strings of a member that may be one or a list of them; none if it is missing.
    static func texts(_ value: JSONValue, _ name: String) throws(W3CFault) -> [String] {
        guard let member = value.present(name) else { return [] }
        let texts = member.asList.compactMap(\.string)
        guard texts.count == member.asList.count else {
            throw W3CFault("its \(name) is no string")
        }
        return texts
    }

    /// The value of a member that may be there once, alone or in a list; nil if it is missing.
    static func one(_ value: JSONValue, _ name: String) throws(W3CFault) -> JSONValue? {
        guard let member = value.present(name) else { return nil }
        guard member.asList.count == 1 else { throw W3CFault("it has more than one \(name)") }
        return member.asList.first
    }

    /// Whether members are dates, one each (XML Schema Part 2, 3.2.7, with a time zone).
    static func checkDates(_ value: JSONValue, _ names: [String]) throws(W3CFault) {
        for name in names {
            guard let date = try one(value, name) else { continue }
            guard date.string.flatMap(milliseconds) != nil else {
                throw W3CFault("its \(name) is not a date with time and zone")
            }
        }
    }

    /// A date with its time, in milliseconds since 1970; nil for another text.
    static func milliseconds(_ date: String) -> Int64? {
        let octets = Array(date.utf8)
        guard octets.count > 10, octets[10] == UInt8(ascii: "T") else { return nil }
        return UTCTime.milliseconds(date)
    }

    /// Whether rights, via and canonical are IRIs, the last only one.
    static func checkLinks(_ value: JSONValue) throws(W3CFault) {
        _ = try one(value, "canonical")
        for name in ["rights", "via", "canonical"] {
            for iri in try texts(value, name) where !IRI.isAbsolute(iri) {
                throw W3CFault("its \(name) is not an IRI")
            }
        }
    }

    /// Whether a member holds people or programs: IRIs or objects.
    static func checkAgent(_ value: JSONValue, _ name: String) throws(W3CFault) {
        for agent in value.present(name)?.asList ?? [] {
            if agent.object != nil { continue }
            guard let iri = agent.string, IRI.isAbsolute(iri) else {
                throw W3CFault("its \(name) is neither an IRI nor an object")
            }
        }
    }
}
