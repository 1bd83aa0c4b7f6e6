import JSON

/// An annotation that was read, changed where its note says something else by now.
struct W3CPatch {
    let rest: JSONValue
    /// What the annotation says by itself.
    let base: ExchangeNote
    let note: ExchangeNote

    /// The annotation; all that the note has no word for is as it was, and so is what its program
    /// alone knows: who made it when, and where it lies there.
    var annotation: JSONValue {
        var result = rest
        if note.isClosed != base.isClosed {
            result = result.setting(W3CNote.status, note.isClosed ? .string("closed") : nil)
        }
        if !isSameText || !PlainTags.same(note.tags, base.tags) { result = withBodies(result) }
        if QuoteChange.isOther(note.quote, than: base.quote) || note.colour != base.colour {
            result = W3CTargetPatch(base: base, note: note).applied(to: result)
        }
        if result != rest, let modified = note.modified, modified != base.modified {
            result = result.setting("modified", W3CAnnotations.date(modified))
        }
        return named(result)
    }

    private var isSameText: Bool { note.text.utf8.elementsEqual(base.text.utf8) }

    private func named(_ annotation: JSONValue) -> JSONValue {
        guard annotation.present("id") == nil else { return annotation }
        return annotation.setting("id", .string(IRI.ofNote(note.key)))
    }

    private func withBodies(_ annotation: JSONValue) -> JSONValue {
        if annotation.present("bodyValue") != nil {
            if note.tags.isEmpty, !note.text.utf8.isEmpty {
                return annotation.setting("bodyValue", .string(note.text))
            }
            return annotation.setting("bodyValue", nil).setting("body", list(comment + tags([])))
        }
        let bodies = W3CBody.all(of: annotation)
        var result: [JSONValue] = []
        if isSameText {
            result = bodies.filter { $0.tag == nil }.map(\.value)
        } else {
            let first = bodies.firstIndex { $0.text != nil }
            result = first == nil ? comment : []
            for (index, body) in bodies.enumerated() where body.tag == nil {
                if body.text == nil {
                    result.append(body.value)
                } else if index == first, !note.text.utf8.isEmpty {
                    result.append(changed(body))
                } else if let others = withoutTexts(body, annotation.strings("motivation")) {
                    result.append(others)
                }
            }
        }
        result += tags(bodies)
        let isAlone = result.count == 1 && annotation["body"]?.array == nil
        return annotation.setting("body", isAlone ? result[0] : list(result))
    }

    private func list(_ bodies: [JSONValue]) -> JSONValue? {
        bodies.isEmpty ? nil : .array(bodies)
    }

    private var comment: [JSONValue] {
        note.text.utf8.isEmpty
            ? [] : [W3CAnnotations.body(note.text, isAnswer: note.parent != nil)]
    }

    /// The bodies of the note's tags in their order, those that are there as they are.
    private func tags(_ bodies: [W3CBody]) -> [JSONValue] {
        var known: [[UInt8]: JSONValue] = [:]
        for body in bodies {
            if let tag = body.tag { known[PlainTags.word(tag)] = body.value }
        }
        return note.tags.map { known[PlainTags.word($0)] ?? W3CAnnotations.body(tag: $0) }
    }

    private func changed(_ body: W3CBody) -> JSONValue {
        guard case .set(let place, _) = body.kind, var items = body.value["items"]?.array else {
            return changed(body.value)
        }
        items[place] = changed(items[place])
        return body.value.setting("items", .array(items))
    }

    /// What a choice or a set holds beside comments; nil if that is nothing.
    private func withoutTexts(_ body: W3CBody, _ motivations: [String]) -> JSONValue? {
        let items = body.value["items"]?.array?.filter { W3CBody($0, motivations).text == nil }
        guard let items, !items.isEmpty else { return nil }
        return body.value.setting("items", .array(items))
    }

    private func changed(_ body: JSONValue) -> JSONValue {
        body.setting("value", .string(note.text)).setting("format", .string("text/markdown"))
    }
}
