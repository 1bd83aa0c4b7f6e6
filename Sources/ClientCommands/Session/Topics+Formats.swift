import CommandLine

extension Topics {
    static let formats = HelpTopic(
        "formats", summary: "What import reads and export writes",
        text: """
            Name        in   out  What it is
            jsonl       yes  yes  Postil's own: a line of JSON for each article and note
            w3c         yes  yes  W3C Web Annotation, JSON-LD; unknown keys are kept
            hypothesis  yes  yes  JSON of Hypothesis: API rows, or what its client exports
            readwise    yes  yes  CSV of Readwise
            csv         yes  yes  a table for spreadsheets; formulas are guarded by an apostrophe
            kindle      yes       My Clippings.txt of a Kindle, in the languages of its menus
            koreader    yes       metadata.*.lua beside a book, or KOReader's JSON export
            markdown         yes  a file an article, for Obsidian: --to markdown -o FOLDER
            html             yes  one page that needs nothing else, with notes in the margin
            atom             yes  a feed of the notes

            import tells the format by looking into the file; --from says it. An import that is
            done again changes nothing that is the same. Notes on an article that is not here keep
            their quotes; add FILE --for DOC brings its text, and they find their place.
            Times without a zone, as Kindle and KOReader write them, are taken as UTC.
            """)
}
