import JSON

/// What an annotation is as a note.
enum W3CNote {
    /// The names of what the model has no words for, from the vocabularies that its context names.
    static let status = "schema:creativeWorkStatus"
    static let set = "schema:isPartOf"
    static let setName = "schema:name"

    /// The note; it answers none, because that depends on the annotations around it.
    /// - Throws: `W3CFault` if it is no annotation.
    static func note(_ annotation: JSONValue) throws(W3CFault) -> ExchangeNote {
        try W3CRules.check(annotation)
        guard let target = W3CTarget.main(of: annotation) else {
            throw W3CFault("it has no target")
        }
        let bodies = W3CBody.all(of: annotation)
        let id = annotation["id"]?.asList.first?.string
        var note = ExchangeNote(
            key: id.map(IRI.noteKey) ?? "", work: target.work(ofAnswer: false))
        note.quote = target.quote
        note.text =
            annotation["bodyValue"]?.string
            ?? bodies.compactMap(\.text).joined(separator: "\n\n")
        note.tags = PlainTags.tags(bodies.compactMap(\.tag))
        note.colour = target.colour
        note.isClosed = annotation[status]?.string == "closed"
        note.creator = creator(annotation)
        note.created = date(annotation, "created")
        note.modified = date(annotation, "modified")
        note.set = annotation[set]?[setName]?.string
        note.rest = annotation
        note.origin = ExchangeFormat.w3c.rawValue
        if id == nil { note.key = derivedKey(note, target.iri) }
        return note
    }

    private static func derivedKey(_ note: ExchangeNote, _ target: String) -> String {
        ContentKey.text([
            target, note.quote?.exact ?? "", note.text, note.created.map { String($0) } ?? "",
        ])
    }

    private static func date(_ annotation: JSONValue, _ name: String) -> Int64? {
        annotation[name]?.asList.first?.string.flatMap(W3CRules.milliseconds)
    }

    private static func creator(_ annotation: JSONValue) -> String? {
        let names = (annotation["creator"]?.asList ?? []).compactMap { agent in
            agent.string ?? agent.strings("name").first ?? agent.strings("nickname").first
                ?? agent.strings("id").first
        }
        return names.isEmpty ? nil : names.joined(separator: ", ")
    }
}
