-- Creates a record a request, with an annotation's texts in it.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Basic YmVuY2g6YmVuY2g="
local words = string.rep("vena lodu wi retaso ", 20)
local number = 0

function request()
    number = number + 1
    local body = string.format(
        '{"data":{"article":"https://example.org/article/%d","start":%d,"quote":"%s","prefix":"%s",'
            .. '"suffix":"%s","body":"%s"}}',
        number % 1000, number, words:sub(1, 120), words:sub(1, 64), words:sub(1, 64), words:sub(1, 200))
    return wrk.format(nil, nil, nil, body)
end
