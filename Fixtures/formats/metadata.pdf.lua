-- a side-car as it was written before 2024
return {
    ["bookmarks"] = {
        [1] = {
            ["chapter"] = "Stones",
            ["datetime"] = "2023-05-26 22:45:35",
            ["highlighted"] = true,
            ["notes"] = "a stone that rolls",
            ["page"] = 357,
            ["pos0"] = { ["page"] = 357, ["x"] = 1.5, ["y"] = 2, },
            ["pos1"] = { ["page"] = 357, ["x"] = 3, ["y"] = 4, },
            ["text"] = "moss?",
        },
        [2] = {
            ["datetime"] = "2023-05-26 22:50:00",
            ["highlighted"] = true,
            ["notes"] = "gathers nothing",
            ["page"] = 358,
            ["text"] = "Page 358 gathers nothing @ 2023-05-26 22:50:00",
        },
        [3] = {
            ["datetime"] = "2023-05-26 22:55:00",
            ["notes"] = "in Stones",
            ["page"] = 360,
        },
        [4] = {
            ["datetime"] = "2023-05-26 22:59:00",
            ["highlighted"] = true,
            ["notes"] = "only in the bookmarks",
            ["page"] = 361,
        },
    },
    ["highlight"] = {
        [357] = {
            [1] = {
                ["chapter"] = "Stones",
                ["datetime"] = "2023-05-26 22:45:35",
                ["drawer"] = "lighten",
                ["pos0"] = { ["page"] = 357, ["x"] = 1.5, ["y"] = 2, },
                ["pos1"] = { ["page"] = 357, ["x"] = 3, ["y"] = 4, },
                ["text"] = "a stone that rolls",
            },
        },
        [358] = {
            [1] = {
                ["datetime"] = "2023-05-26 22:50:00",
                ["drawer"] = "underscore",
                ["text"] = "gathers nothing",
            },
        },
    },
    ["stats"] = {
        ["authors"] = "N/A",
        ["title"] = "On Stones",
    },
}
