/// The words by which a clipping says what it is, in the languages of the device, lower-case.
///
/// Stems where a language inflects; no stem occurs in the label of another kind that is looked for
/// behind it.
enum KindleWords {
    static let bookmark = octets([
        "bookmark", "lesezeichen", "marcador", "signet", "segnalibro", "bladwijzer", "закладк",
        "ブックマーク", "书签", "書籤", "yer imi", "yer işareti", "बुकमार्क", "북마크", "책갈피", "zakładk",
        "bokmärke",
    ])

    /// Underlines and the like of newer devices are highlights too, and so are articles that were
    /// clipped whole.
    static let highlight = octets([
        "highlight", "markier", "markering", "subrayad", "resaltad", "surlign", "evidenzia",
        "destaque", "realce", "выделен", "ハイライト", "标注", "標註", "vurgu", "हाइलाइट", "하이라이트",
        "zaznaczeni", "överstrykning", "underline", "circle", "asterisk", "clip this article",
        "artikel", "artículo", "articolo", "artigo", "extrait", "вырезк", "記事クリップ", "文章剪切",
    ])

    /// Looked for last: “not” begins the word in nine languages.
    static let note = octets([
        "not", "заметк", "メモ", "笔记", "筆記", "नोट", "메모", "anteckning",
    ])

    static let location = octets([
        "loc", "pos", "empl", "位置", "мест", "konum", "lokalizacj", "स्थान", "위치", "plats",
        "pozycj",
    ])

    /// A page whose number stands behind the word.
    static let pageBefore = octets([
        "page", "seite", "pág", "pagin", "стр", "sayfa", "stron", "sida", "पृष्ठ", "पेज",
    ])

    /// A page whose number stands in front of the word.
    static let pageBehind = octets(["ページ", "页", "頁", "페이지"])

    /// What stands for the text once a publisher's share of it has been clipped.
    static let limit = octets([
        "clipping limit", "límite de recortes", "limite de recortes", "limite de coupures",
        "limite di ritagli", "markierungslimit", "クリップの上限", "クリップ上限", "剪贴限制", "剪贴上限",
        "vous avez atteint la limite",
    ])

    private static func octets(_ words: [String]) -> [[UInt8]] { words.map { Array($0.utf8) } }
}
