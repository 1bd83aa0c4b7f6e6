import JSON

/// What selectors and states must be (Web Annotation Data Model, 4.2 and 4.3).
enum W3CSelectorRules {
    /// Checks those of a specific resource, and those that refine them.
    /// - Throws: `W3CFault` with the first rule that is broken.
    static func check(_ resource: JSONValue) throws(W3CFault) {
        var rest =
            (resource.present("selector")?.asList ?? [])
            + (resource.present("state")?.asList ?? [])
        while let next = rest.popLast() {
            if let iri = next.string {
                guard IRI.isAbsolute(iri) else { throw W3CFault("a selector is not an IRI") }
                continue
            }
            guard next.object != nil else {
                throw W3CFault("a selector is neither an IRI nor an object")
            }
            let types = try W3CRules.texts(next, "type")
            if types.isEmpty, next.present("id") == nil {
                throw W3CFault("a selector has neither type nor id")
            }
            for type in types { try check(next, type) }
            for name in ["refinedBy", "startSelector", "endSelector"] {
                rest += next.present(name)?.asList ?? []
            }
        }
    }

    private static func check(_ selector: JSONValue, _ type: String) throws(W3CFault) {
        switch type {
        case "FragmentSelector":
            try checkText(selector, "value", type)
            if let standard = selector.present("conformsTo") {
                guard let iri = standard.string, IRI.isAbsolute(iri) else {
                    throw W3CFault("the conformsTo of a \(type) is not one IRI")
                }
            }
        case "CssSelector", "XPathSelector", "HttpRequestState":
            try checkText(selector, "value", type)
        case "TextQuoteSelector":
            try checkText(selector, "exact", type)
            for name in ["prefix", "suffix"] where selector.present(name) != nil {
                try checkText(selector, name, type)
            }
        case "TextPositionSelector", "DataPositionSelector":
            for name in ["start", "end"] {
                guard let number = selector[name]?.int, number >= 0 else {
                    throw W3CFault("the \(name) of a \(type) is not a whole number from 0")
                }
            }
        case "SvgSelector":
            if selector.present("id") == nil { try checkText(selector, "value", type) }
        case "RangeSelector":
            for name in ["startSelector", "endSelector"] where selector.present(name) == nil {
                throw W3CFault("a \(type) has no \(name)")
            }
        case "TimeState": try checkTime(selector)
        default: break
        }
    }

    private static func checkText(
        _ selector: JSONValue, _ name: String, _ type: String
    ) throws(W3CFault) {
        if selector[name]?.string == nil {
            throw W3CFault("the \(name) of a \(type) is not one string")
        }
    }

    private static func checkTime(_ state: JSONValue) throws(W3CFault) {
        try W3CRules.checkDates(state, ["sourceDateStart", "sourceDateEnd"])
        let dates = try W3CRules.texts(state, "sourceDate")
        guard dates.allSatisfy({ W3CRules.milliseconds($0) != nil }) else {
            throw W3CFault("its sourceDate is not a date with time and zone")
        }
        let ends = ["sourceDateStart", "sourceDateEnd"].filter { state.present($0) != nil }.count
        guard dates.isEmpty ? ends == 2 : ends == 0 else {
            throw W3CFault("a TimeState has neither one sourceDate nor a start and an end")
        }
    }
}
