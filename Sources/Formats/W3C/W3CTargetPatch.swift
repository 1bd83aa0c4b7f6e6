import JSON

/// Changes the target of an annotation that was read to what its note says by now.
struct W3CTargetPatch {
    let base: ExchangeNote
    let note: ExchangeNote

    /// The annotation with its main target changed; the first if that stands in a set.
    func applied(to annotation: JSONValue) -> JSONValue {
        guard let main = W3CTarget.main(of: annotation), let target = annotation["target"] else {
            return annotation
        }
        let changed = changed(main.value)
        guard case .array(var targets) = target else {
            return annotation.setting("target", target == main.value ? changed : target)
        }
        guard let index = targets.firstIndex(of: main.value) else { return annotation }
        targets[index] = changed
        return annotation.setting("target", .array(targets))
    }

    private func changed(_ target: JSONValue) -> JSONValue {
        var result = target
        if target.present("source") == nil {
            result = .members([("type", .string("SpecificResource")), ("source", target)])
        }
        if note.colour != base.colour { result = withColour(result) }
        guard QuoteChange.isOther(note.quote, than: base.quote) else { return result }
        result = result.setting("label", note.quote?.place.map(JSONValue.string))
        guard let quote = note.quote else { return result.setting("selector", nil) }
        return result.setting("selector", selector(quote, target.present("selector")?.asList ?? []))
    }

    private func withColour(_ target: JSONValue) -> JSONValue {
        let others = target.strings("styleClass").filter { !W3CStyle.colours.contains($0) }
        let classes = [note.colour].compactMap(\.self) + others
        let value = classes.map(JSONValue.string)
        return target.setting(
            "styleClass", value.isEmpty ? nil : value.count == 1 ? value[0] : .array(value))
    }

    /// The selectors with this passage: words and position where they are said, or else in front.
    private func selector(_ quote: ExchangeQuote, _ selectors: [JSONValue]) -> JSONValue {
        let fresh = W3CAnnotations.selectors(quote)
        guard selectors.contains(where: { has($0, "TextQuoteSelector") }) else {
            return .array(fresh + selectors.filter { !has($0, "TextPositionSelector") })
        }
        var result: [JSONValue] = []
        var isWritten = false
        for selector in selectors {
            if has(selector, "TextQuoteSelector") {
                if !isWritten { result.append(changed(selector, quote)) }
                isWritten = true
            } else if !has(selector, "TextPositionSelector") {
                result.append(selector)
            }
        }
        result += fresh.dropFirst()
        return result.count == 1 ? result[0] : .array(result)
    }

    private func changed(_ selector: JSONValue, _ quote: ExchangeQuote) -> JSONValue {
        selector.setting("exact", .string(quote.exact))
            .setting("prefix", quote.prefix.utf8.isEmpty ? nil : .string(quote.prefix))
            .setting("suffix", quote.suffix.utf8.isEmpty ? nil : .string(quote.suffix))
    }

    private func has(_ selector: JSONValue, _ type: String) -> Bool {
        selector.strings("type").contains(type)
    }
}
