/// Texts to begin with, and pieces of text that programs stumble over.
public enum FuzzTexts {
    static let all: [FuzzTarget: [String]] = [
        .head: heads, .arguments: arguments, .json: json, .address: addresses,
        .terminal: [pieces.joined(separator: "a b")], .edit: ["one two three\u{7f}one 2 three"],
        .article: ["One.\n\n" + String(repeating: "word ", count: 30) + "\nmore…"],
        .markdown: ["# Head\n\n- a *b* `c`\n\n```\ncode\n```\n![x](y) <br> [l](m \"t\")\n> q\n"],
    ]

    /// Marks, joiners, bidirectional controls, escapes, and signs that have several spellings.
    public static let pieces: [String] = [
        "\u{0}", "\u{1b}[2J", "\u{1b}]0;x\u{7}", "\u{9b}31m", "\r", "\r\n", "\u{7f}", "\u{85}",
        "\u{a0}", "\u{ad}", "\u{200b}", "\u{200d}", "\u{200f}", "\u{202e}", "\u{2028}", "\u{2066}",
        "\u{feff}", "\u{fffe}", "\u{e0041}", "\u{10ffff}", "é", "e\u{301}", "\u{1100}\u{1161}",
        "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}", "\u{1f1e9}\u{1f1ea}",
        "\u{915}\u{94d}\u{937}",
        "ﬁ", "ß", "İ", "ı", "\u{212a}", "…", "...", "--", "—", "“", "'", "\t", "  ", "\n", "\n\n",
        "漢字", "\u{3000}", "שלום", "\u{0600}", "\u{fe0f}", "\u{20e3}",
        String(repeating: "\u{301}", count: 40), "<!--", "![", "[[[", "***", "> > > ", "`", "\\",
        "://", "%2f", "..", ":", "@", "\"", "{", "[", "}", "]", ",", "1e999", "-", "--", "=",
    ]

    private static let heads: [String] = [
        "GET /v1/me HTTP/1.1\r\nHost: a.example:8080\r\nRange: bytes=0-99\r\n",
        "POST /v1/sync HTTP/1.1\nHost: a\nContent-Length: 12\nExpect: 100-continue\n",
        "PUT /v1/sets/00ff/blobs/aa%20b?x=1&y=2 HTTP/1.0\nConnection: close, x\nRange: bytes=7-",
        "DELETE /v1/devices/%2e%2e/x HTTP/1.1\nHost: [::1]\nTransfer-Encoding: chunked",
    ]

    private static let arguments: [String] = [
        "mark\n@@\na passage\n-m\na comment\n-t\ntodo\n-c\ngreen",
        "add\nfile.md\n--url=https://a/b",
        "list\ntag:todo user:ada is:open\n--limit\n5", "tag\n@\n+x\n-y", "--help",
        "help\nset\nmembers", "login\nhttps://a.example\n--invite\n7KQ2-9FMX-4TWD",
        "serve\n--data\nd\n--listen\n[::1]:0",
        "admin\nuser\ndisable\nada", "--\n-x\n--y", "-qv\nsync\n-n", "rm\n-y\nabcd\nefgh",
    ]

    private static let json: [String] = [
        "{\"v\":1,\"a\":[null,true,false,-0,1.5e3,9223372036854775807]}",
        "{\"\\u00e9\":\"\\ud83d\\ude00\"}",
        "[[[[[[]]]]],{}]", "\"\\b\\f\\n\\r\\t\\/\\\\\\\"\"", "-12.25E-2",
        " \n{\"a\" : {\"b\":[1,2]}}\n",
    ]

    private static let addresses: [String] = [
        "https://notes.example.org/base/", "HTTP://LocalHost:80/a?b#c", "127.0.0.1:8080", "[::1]:0",
        "7KQ2-9FMX-4TWD", "2026-02-28T23:59:60.123+01:00", "urn:postil:problem:set-held",
        "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:", "00ff00ff", "kzkzkz",
        "postil_\(String(repeating: "0", count: 64))00000000", "http://h:80:80/??",
    ]
}
