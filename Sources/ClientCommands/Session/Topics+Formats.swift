import CommandLine

extension Topics {
    static let formats = HelpTopic(
        "formats", summary: "What import reads and export writes",
        text: """
              Name        in   out  What it is
              jsonl       yes  yes  Postil's own: a line of JSON an article or note
              w3c         yes  yes  W3C Web Annotation, JSON-LD; unknown keys are kept
              hypothesis  yes  yes  JSON of Hypothesis: API rows, or its client's export
              readwise    yes  yes  CSV of Readwise
              csv         yes  yes  a table; formulas are guarded by an apostrophe
              kindle      yes       My Clippings.txt, in the languages of a Kindle's menus
              koreader    yes       metadata.*.lua beside a book, or KOReader's JSON export
              markdown         yes  a file an article, for Obsidian: --to markdown -o FOLDER
              html             yes  one page that needs nothing else, notes in the margin
              atom             yes  a feed of the notes

            A table for import names its columns in the first row, in any order: quote (or \
            highlight) or note; and title, author, url, tags, color, status, by, created, place, \
            prefix, suffix. Days are written 2026-01-31.

            A Markdown file that you wrote in since is left as it is by the next export, unless \
            --force is said.

            jsonl with --history holds the articles' sources, too, and every change of every note. \
            An import of it makes the articles with their texts, and the notes as they are now; \
            what was changed before is kept beside each of them, and written by the next export.

            import tells the format by looking into the file; --from says it. An import that is \
            done again changes nothing that is the same. Notes on an article that is not here keep \
            their quotes; add FILE --for DOC brings its text, and they find their place. \
            Times without a zone, as Kindle and KOReader write them, are taken as UTC.
            """)
}
