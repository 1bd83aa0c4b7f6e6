import JSON

/// A file of annotations.
struct W3CFile {
    private let records: JSONRecords
    /// That of the collection or page, which holds for annotations without their own.
    private let context: JSONValue?
    /// Whether it is a collection or page whose annotations are elsewhere.
    private let isElsewhere: Bool
    /// The records by the id of their annotation.
    private var places: [[UInt8]: JSONSlice] = [:]

    /// Looks at the shape of a file, and for the ids in it.
    /// - Throws: `FormatError` if it is no file of annotations.
    init(_ octets: [UInt8]) throws(FormatError) {
        records = try JSONRecords(octets) { root throws(JSONError) in
            try Self.isContainer(root) ? [Self.list(root)].compactMap(\.self) : []
        }
        let root = records.root
        let isContainer = (try? Self.isContainer(root)) ?? false
        context = isContainer ? Self.context(of: root) : nil
        isElsewhere = isContainer ? (try? Self.list(root)) == nil : false
        // Where the file is broken is said when it is read.
        try? records.forEach { record in
            guard let id = Self.id(of: record.slice) else { return }
            places[Array(id.utf8)] = record.slice
        }
    }

    func read(_ take: (ExchangeItem) throws -> Void) throws {
        if isElsewhere { return try take(.skipped("collections without their annotations")) }
        var isFirst = true
        var works: [[UInt8]: ExchangeWork] = [:]
        try records.read(take) { value, record in
            defer { isFirst = false }
            if isFirst { try checkKind(value, record) }
            if value.string != nil { return .skipped("annotations given by address alone") }
            do {
                return .note(try note(withContext(value), line: record.line, &works))
            } catch let fault as W3CFault {
                return .bad(line: record.line, why: fault.why)
            }
        }
    }

    /// Refuses a file whose first record shows that it is of another kind.
    private func checkKind(_ value: JSONValue, _ record: JSONRecords.Record) throws(FormatError) {
        guard value.object?.isEmpty == false, context == nil, value["@context"] == nil,
            value["type"] == nil
        else { return }
        throw FormatError(
            line: record.line, "it is no Web Annotation: there is neither @context nor type")
    }

    private func note(
        _ annotation: JSONValue, line: Int, _ works: inout [[UInt8]: ExchangeWork]
    ) throws(W3CFault) -> ExchangeNote {
        var note = try W3CNote.note(annotation)
        note.line = line
        guard let target = W3CTarget.main(of: annotation) else { return note }
        let id = annotation["id"]?.asList.first?.string
        let isToItself = id.map { $0.utf8.elementsEqual(target.iri.utf8) } ?? false
        let isHere = places[Array(target.iri.utf8)] != nil && !isToItself
        let isOurs = target.scope != nil && IRI.isOfNote(target.iri)
        guard isHere || isOurs && annotation.strings("motivation").contains("replying") else {
            return note
        }
        note.parent = IRI.noteKey(target.iri)
        note.work =
            target.scope != nil
            ? target.work(ofAnswer: true) : work(of: target.iri, &works) ?? ExchangeWork()
        return note
    }

    /// The work that an annotation is on, be it as an answer; nil if the answers go round.
    private func work(of iri: String, _ works: inout [[UInt8]: ExchangeWork]) -> ExchangeWork? {
        var next = iri
        var passed: Set<[UInt8]> = []
        var work: ExchangeWork?
        while passed.insert(Array(next.utf8)).inserted {
            if let known = works[Array(next.utf8)] {
                work = known
                break
            }
            guard
                let annotation = try? places[Array(next.utf8)]?.value(limits: JSONRecords.limits),
                let target = W3CTarget.main(of: annotation)
            else { break }
            let isAnswer = places[Array(target.iri.utf8)] != nil
            guard isAnswer, target.scope == nil else {
                work = target.work(ofAnswer: isAnswer)
                break
            }
            next = target.iri
        }
        for key in passed { works[key] = work ?? ExchangeWork() }
        return work
    }

    private func withContext(_ value: JSONValue) -> JSONValue {
        guard let context, case .object(let members) = value, value.present("@context") == nil
        else { return value }
        return .object(
            [JSONValue.Member("@context", context)]
                + members.filter {
                    $0.name != "@context"
                })
    }

    private static func isContainer(_ root: JSONSlice) throws(JSONError) -> Bool {
        guard let type = try root.member("type") else { return false }
        let types = try type.value(limits: JSONRecords.limits).asList.compactMap(\.string)
        return types.contains("AnnotationPage") || types.contains("AnnotationCollection")
    }

    private static func list(_ root: JSONSlice) throws(JSONError) -> JSONSlice? {
        if let items = try root.member("items"), items.isArray { return items }
        guard let items = try root.member("first")?.member("items"), items.isArray else {
            return nil
        }
        return items
    }

    private static func context(of root: JSONSlice) -> JSONValue? {
        let context = try? root.member("@context")?.value(limits: JSONRecords.limits)
        return W3CRules.hasContext(context) ? context : nil
    }

    private static func id(of record: JSONSlice) -> String? {
        let value = try? record.member("id")?.value(limits: JSONRecords.limits)
        return value?.asList.first?.string
    }
}
