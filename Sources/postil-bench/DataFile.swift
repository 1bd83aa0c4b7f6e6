import CommandLine
import JSON

/// `data`: the data set as JSON, for the engines this is compared with.
enum DataFile {
    static func run(_ options: Options) throws {
        let count = try options.int("annotations", 10_000)
        var data = DataSet(seed: 1)
        let annotations = data.annotations(count)
        var changes = DataSet(seed: 101)
        let edits = changes.edits(of: annotations)
        var writer = JSONWriter()
        writer.object { whole in
            whole.array("annotations") { list in
                for annotation in annotations { write(annotation, to: &list) }
            }
            whole.array("edits") { list in
                for (place, edit) in edits { write(place, edit, to: &list) }
            }
        }
        try File.write(Array(writer.text.utf8), to: options.string("out"))
    }

    private static func write(_ annotation: DataSet.Annotation, to writer: inout JSONWriter) {
        writer.object { item in
            item.member("article", annotation.article)
            item.member("start", annotation.start)
            item.member("quote", annotation.quote)
            item.member("body", annotation.body)
            item.array("tags") { list in
                for tag in annotation.tags { list.value(tag) }
            }
            item.array("replies") { list in
                for reply in annotation.replies { list.value(reply) }
            }
        }
    }

    private static func write(_ place: Int, _ edit: DataSet.Edit, to writer: inout JSONWriter) {
        writer.object { item in
            item.member("annotation", place)
            switch edit {
            case .insert(let position, let text):
                item.member("kind", "insert")
                item.member("at", position)
                item.member("text", text)
            case .delete(let position):
                item.member("kind", "delete")
                item.member("at", position)
                item.member("count", DataSet.deleted)
            case .tag(let tag):
                item.member("kind", "tag")
                item.member("text", tag)
            case .untag(let tag):
                item.member("kind", "untag")
                item.member("text", tag)
            case .reply(let text):
                item.member("kind", "reply")
                item.member("text", text)
            case .new(let annotation):
                item.member("kind", "new")
                item.name("made")
                write(annotation, to: &item)
            case .remove: item.member("kind", "remove")
            }
        }
    }
}
