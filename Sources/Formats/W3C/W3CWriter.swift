import JSON

/// Writes annotations of the Web Annotation Data Model in JSON-LD.
public enum W3CWriter {
    /// A collection with its one page, an annotation a line, each whole by itself.
    ///
    /// A note that was read from an annotation is that annotation again, changed where the note
    /// says something else. Positions are in code points; one in UTF-16 units of a text that is
    /// not held is left out.
    public static func write(_ sheets: [ExchangeSheet]) -> String {
        let total = sheets.reduce(0) { $0 + $1.notes.count }
        var text = #"{"@context":"\#(W3CRules.context)","id":"urn:postil:collection","#
        text += #""type":"AnnotationCollection","label":"Annotations","total":\#(total),"#
        text += #""first":{"id":"urn:postil:collection:1","type":"AnnotationPage","#
        text += #""startIndex":0,"items":["#
        var separator = "\n"
        for sheet in sheets {
            let annotations = W3CAnnotations(sheet)
            for note in sheet.notes {
                var writer = JSONWriter()
                writer.value(annotations.annotation(note))
                text += separator + writer.text
                separator = ",\n"
            }
        }
        return text + "\n]}}\n"
    }
}
