-- a side-car as it is written since 2024
return {
    ["annotations"] = {
        [1] = {
            ["chapter"] = "The Quay",
            ["color"] = "yellow",
            ["datetime"] = "2024-05-01 21:04:11",
            ["datetime_updated"] = "2024-05-02 08:00:00",
            ["drawer"] = "lighten",
            ["note"] = "compare \"the log\"\
second line",
            ["page"] = "/body/DocFragment[5]/body/p[3]/text().0",
            ["pageno"] = 12,
            ["pos0"] = "/body/DocFragment[5]/body/p[3]/text().0",
            ["pos1"] = "/body/DocFragment[5]/body/p[3]/text().25",
            ["text"] = "The tide came in at noon.",
        },
        [2] = {
            ["chapter"] = "The Quay",
            ["color"] = "gray",
            ["datetime"] = "2024-05-01 21:05:00",
            ["drawer"] = "strikeout",
            ["pageno"] = 13,
            ["pageref"] = "xiv",
            ["pos0"] = {
                ["page"] = 13,
                ["x"] = 101.5,
                ["y"] = 467,
            },
            ["pos1"] = {
                ["page"] = 13,
                ["x"] = 380.25,
                ["y"] = 549,
            },
            ["text"] = "and the boat waited",
            ["text_edited"] = true,
        },
        [3] = {
            ["datetime"] = "2024-05-01 21:06:00",
            ["page"] = "/body/DocFragment[6]/body/p[1]/text().0",
            ["pageno"] = 20,
            ["text"] = "in The Quay",
        },
        [4] = {
            ["datetime"] = "2024-05-01 21:07:00",
            ["note"] = "where the fog begins",
            ["page"] = "/body/DocFragment[6]/body/p[9]/text().0",
            ["text"] = "in The Quay",
        },
        [5] = {
            ["datetime"] = "2024-05-01 21:08:00",
            ["drawer"] = "underscore",
            ["pos0"] = "/body/DocFragment[7]/body/p[1]/text().0",
            ["text"] = "",
        },
    },
    ["doc_path"] = "/mnt/books/harbour.epub",
    ["doc_props"] = {
        ["authors"] = "Ines Moreau\
Otto Falk",
        ["title"] = "Harbour Light",
    },
    ["percent_finished"] = 0.42,
}
