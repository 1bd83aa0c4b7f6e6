package import HTTPMessage

/// What a method and a path come to.
package enum RouteMatch: Equatable, Sendable {
    /// A route, with the segments that stand for the words in braces.
    case route(Route, [String])
    /// A path that there is, with the methods it knows.
    case otherMethods([HTTPMethod])
    /// No path of this server.
    case none

    private struct Row {
        let route: Route
        let words: [(text: String, isOpen: Bool)]
    }

    private static let rows: [Row] = Route.allCases.map { route in
        let words = route.path.split(separator: "/").map { word in
            (text: String(word), isOpen: word.utf8.first == UInt8(ascii: "{"))
        }
        return Row(route: route, words: words)
    }

    /// Finds the route; a path of literal words hides those that have words in braces there.
    package init(_ method: HTTPMethod, _ path: String) {
        guard let segments = try? RequestPath.segments(of: path) else {
            self = .none
            return
        }
        let meant = method == .head ? .get : method
        var least = Int.max
        var methods: [HTTPMethod] = []
        var found: (route: Route, captured: [String])?
        for row in Self.rows {
            guard let captured = Self.captured(segments, row), captured.count <= least else {
                continue
            }
            if captured.count < least {
                least = captured.count
                methods = []
                found = nil
            }
            methods.append(row.route.method)
            if row.route.method == .get { methods.append(.head) }
            if row.route.method == meant { found = (row.route, captured) }
        }
        if let found {
            self = .route(found.route, found.captured)
        } else {
            self = methods.isEmpty ? .none : .otherMethods(methods)
        }
    }

    private static func captured(_ segments: [String], _ row: Row) -> [String]? {
        guard segments.count == row.words.count else { return nil }
        var captured: [String] = []
        for (segment, word) in zip(segments, row.words) {
            if word.isOpen {
                captured.append(segment)
            } else if !segment.utf8.elementsEqual(word.text.utf8) {
                return nil
            }
        }
        return captured
    }
}
