/// Writes a report as one page of HTML that needs nothing else: no script, no picture, no network.
///
/// Comments stand in it as they were typed: no markup of theirs is obeyed. A policy in the page
/// forbids all that it does not need, should something slip through.
public enum HTMLWriter: Sendable {
    /// The page.
    ///
    /// - Parameters:
    ///   - title: what the window shows.
    ///   - jsonLD: the same notes as JSON-LD, from which the page can be imported; nil for none.
    public static func write(
        _ sheets: [ExchangeSheet], title: String, jsonLD: String? = nil
    ) -> String {
        let names = StableName.short(sheets.flatMap { $0.notes.map(\.key) })
        // Growing by itself it would take twice the memory.
        var page = ""
        page.reserveCapacity(
            SheetSize.octets(sheets, perNote: 800) + (jsonLD?.utf8.count ?? 0) * 5 / 4)
        page += head(title)
        if sheets.count > 1 { page += contents(sheets) }
        page += "<main>\n"
        var first = 0
        for (number, sheet) in sheets.enumerated() {
            let behind = first + sheet.notes.count
            HTMLArticle(sheet, names: names[first..<behind]).append(
                to: &page, id: "a-\(number + 1)")
            first = behind
        }
        page += "</main>\n"
        if let jsonLD {
            page += "<script type=\"application/ld+json\">"
            append(json: jsonLD, to: &page)
            page += "</script>\n"
        }
        page += "</body>\n</html>\n"
        return page
    }

    /// What a work is called in the page.
    static func title(_ work: ExchangeWork) -> String {
        let title = TextParts.trimmed(work.title)
        return title.utf8.isEmpty ? work.url ?? "Untitled" : title
    }

    private static func head(_ title: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
        style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta name="generator" content="Postil">
        <title>\(MarkupText.plain(title))</title>
        <style>
        \(HTMLStyle.text)</style>
        </head>
        <body>

        """
    }

    private static func contents(_ sheets: [ExchangeSheet]) -> String {
        var text = "<nav aria-label=\"Contents\">\n<ol>\n"
        for (number, sheet) in sheets.enumerated() {
            text += "<li><a href=\"#a-\(number + 1)\"><bdi>"
            MarkupText.append(title(sheet.work), to: &text)
            text += "</bdi></a> (\(sheet.notes.count))</li>\n"
        }
        return text + "</ol>\n</nav>\n"
    }

    /// In a script element only its end tag and the beginning of a comment mean something; in JSON
    /// that sign stands in strings alone, where it may be written as an escape.
    private static func append(json: String, to page: inout String) {
        for scalar in json.unicodeScalars {
            if scalar == "<" {
                page += "\\u003c"
            } else {
                page.unicodeScalars.append(scalar)
            }
        }
    }
}
