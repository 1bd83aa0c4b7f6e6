import CCurl

/// Owns one handle of libcurl, with its open connections.
// Sendable: a handle may move between threads; the Mutex around it keeps them from meeting.
final class EasyHandle: @unchecked Sendable {
    let library: CurlLibrary
    let pointer: UnsafeMutableRawPointer

    init?(_ library: CurlLibrary) {
        guard let pointer = library.easyInit() else { return nil }
        self.library = library
        self.pointer = pointer
    }

    deinit { library.easyCleanup(pointer) }

    /// Forgets all options, and keeps the connections.
    func reset() { library.easyReset(pointer) }

    func set(_ option: CURLoption, _ value: Int) -> Bool {
        postil_curl_set_long(library.easySetopt, pointer, option, value) == CURLE_OK
    }

    func set(_ option: CURLoption, size: Int) -> Bool {
        postil_curl_set_size(library.easySetopt, pointer, option, curl_off_t(size)) == CURLE_OK
    }

    /// Sets a text; the library copies it.
    func set(_ option: CURLoption, _ value: String) -> Bool {
        postil_curl_set_string(library.easySetopt, pointer, option, value) == CURLE_OK
    }

    /// Sets a pointer; it must stay valid until the exchange is over.
    func set(_ option: CURLoption, pointer value: UnsafeRawPointer?) -> Bool {
        postil_curl_set_pointer(library.easySetopt, pointer, option, value) == CURLE_OK
    }

    func set(_ option: CURLoption, write: curl_write_callback) -> Bool {
        postil_curl_set_write(library.easySetopt, pointer, option, write) == CURLE_OK
    }

    func set(_ option: CURLoption, progress: curl_xferinfo_callback) -> Bool {
        postil_curl_set_progress(library.easySetopt, pointer, option, progress) == CURLE_OK
    }

    /// Reads a number that the last exchange left; 0 when there is none.
    func number(_ info: CURLINFO) -> Int {
        var value = 0
        let result = postil_curl_get_long(library.easyGetinfo, pointer, info, &value)
        return result == CURLE_OK ? value : 0
    }
}
