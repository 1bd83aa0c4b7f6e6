import CCurl
import Glibc

/// Holds the functions of libcurl, opened when first needed.
///
/// Linking it would cost every command, also those that never go online, the loading of some
/// thirty libraries.
// Sendable: the addresses of functions never change, and the library is never closed.
struct CurlLibrary: @unchecked Sendable {
    /// The library, or why it cannot be opened.
    static let shared: Result<CurlLibrary, LoadFailure> = load()

    /// Says why the library cannot be used.
    struct LoadFailure: Error { let reason: String }

    typealias Easy = UnsafeMutableRawPointer
    typealias List = UnsafeMutablePointer<curl_slist>
    typealias Text = UnsafePointer<CChar>

    let easyInit: @convention(c) () -> Easy?
    let easyCleanup: @convention(c) (Easy?) -> Void
    let easyReset: @convention(c) (Easy?) -> Void
    let easyPerform: @convention(c) (Easy?) -> CURLcode
    let easyStrerror: @convention(c) (CURLcode) -> Text?
    let listAppend: @convention(c) (List?, Text?) -> List?
    let listFree: @convention(c) (List?) -> Void
    let urlCreate: @convention(c) () -> OpaquePointer?
    let urlCleanup: @convention(c) (OpaquePointer?) -> Void
    let urlSet: @convention(c) (OpaquePointer?, CURLUPart, Text?, UInt32) -> CURLUcode
    let urlGet:
        @convention(c) (
            OpaquePointer?, CURLUPart, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, UInt32
        ) -> CURLUcode
    let free: @convention(c) (UnsafeMutableRawPointer?) -> Void
    /// Variadic, called through the shim.
    let easySetopt: UnsafeRawPointer
    /// Variadic, called through the shim.
    let easyGetinfo: UnsafeRawPointer

    private static let name = "libcurl.so.4"

    private static func load() -> Result<CurlLibrary, LoadFailure> {
        Result { () throws(LoadFailure) -> CurlLibrary in
            guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) else {
                let reason = dlerror().map { String(cString: $0) } ?? "not found"
                throw LoadFailure(reason: reason)
            }
            let start: @convention(c) (Int) -> CURLcode = try find("curl_global_init", in: handle)
            guard start(postil_curl_global_flags()) == CURLE_OK else {
                throw LoadFailure(reason: "\(name) does not start")
            }
            return try CurlLibrary(handle)
        }
    }

    private init(_ handle: UnsafeMutableRawPointer) throws(LoadFailure) {
        easyInit = try Self.find("curl_easy_init", in: handle)
        easyCleanup = try Self.find("curl_easy_cleanup", in: handle)
        easyReset = try Self.find("curl_easy_reset", in: handle)
        easyPerform = try Self.find("curl_easy_perform", in: handle)
        easyStrerror = try Self.find("curl_easy_strerror", in: handle)
        listAppend = try Self.find("curl_slist_append", in: handle)
        listFree = try Self.find("curl_slist_free_all", in: handle)
        urlCreate = try Self.find("curl_url", in: handle)
        urlCleanup = try Self.find("curl_url_cleanup", in: handle)
        urlSet = try Self.find("curl_url_set", in: handle)
        urlGet = try Self.find("curl_url_get", in: handle)
        free = try Self.find("curl_free", in: handle)
        easySetopt = try Self.find("curl_easy_setopt", in: handle)
        easyGetinfo = try Self.find("curl_easy_getinfo", in: handle)
    }

    /// Finds a function; `Function` is its type as the header declares it.
    private static func find<Function>(
        _ symbol: String, in handle: UnsafeMutableRawPointer
    ) throws(LoadFailure) -> Function {
        guard let address = dlsym(handle, symbol) else {
            throw LoadFailure(reason: "\(name) lacks \(symbol)")
        }
        return unsafeBitCast(address, to: Function.self)
    }
}
