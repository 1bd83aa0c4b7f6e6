import SQLite

@testable import Storage

/// Files of stores that hold nothing yet: a world copies them, for it begins many.
enum StoreTemplate {
    static let client = Result { try octets(of: ClientSchema.schema) }
    static let server = Result { try octets(of: ServerSchema.schema) }

    private static func octets(of schema: Schema) throws -> [UInt8] {
        let folder = try ScratchFolder()
        do {
            let database = try Database(folder.path + "/empty.db")
            try database.migrate(to: schema)
            try database.checkpoint()
            try database.close()
        }
        return try folder.octets(of: "empty.db")
    }
}
