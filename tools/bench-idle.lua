-- Repeats a recorded request: wrk -s bench-idle.lua URL -- BODY-FILE TOKEN
function init(arguments)
    local file = assert(io.open(arguments[1], "rb"))
    wrk.body = file:read("*a")
    file:close()
    wrk.method = "POST"
    wrk.headers["Content-Type"] = "application/cbor"
    wrk.headers["Authorization"] = "Bearer " .. arguments[2]
end
