import CCurl
import HTTPMessage

extension Exchange {
    /// Says what `outcome` means to the caller.
    func failure(_ outcome: CURLcode) -> TransportError {
        switch transfer.stop {
        case .bodyTooLarge: return tooLarge
        case .headTooLarge: return failure(.tooLarge, "the head of its response is too long")
        case .badHead: return failure(.protocolError, "its response has a head that is not HTTP")
        case .silent: return failure(.timeout, "it fell silent; try again later")
        case .tooSlow: return failure(.timeout, "it is too slow; try again later")
        case nil: break
        }
        let text = easy.library.easyStrerror(outcome).map { String(cString: $0) }
        let reason = text ?? "libcurl error \(outcome.rawValue)"
        switch outcome {
        case CURLE_FILESIZE_EXCEEDED:
            return tooLarge
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT:
            return failure(.unreachable, "\(reason); check the address, or try again later")
        case CURLE_OPERATION_TIMEDOUT:
            return failure(.timeout, "it took too long; try again later")
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED,
            CURLE_USE_SSL_FAILED:
            return failure(.tlsFailure, "\(reason); check its certificate and this clock")
        case CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_SEND_ERROR, CURLE_RECV_ERROR,
            CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_SEND_FAIL_REWIND:
            return failure(.cutOff, "the connection was lost; try again")
        case CURLE_URL_MALFORMAT:
            return failure(.badURL, reason)
        default:
            return failure(.protocolError, "\(reason); is it the right server?")
        }
    }

    /// Names what was tried on what, before the reason.
    func failure(_ code: TransportError.Code, _ reason: String) -> TransportError {
        TransportError(
            code: code,
            message: "\(request.method.rawValue) \(TargetURL.shown(request.url)): \(reason)",
            mayHaveHappened: wasSent)
    }

    private var tooLarge: TransportError {
        failure(.tooLarge, "its response is over \(request.responseBytesMax) bytes")
    }

    /// Whether any byte of the request left; TLS and proxies do not count.
    private var wasSent: Bool { easy.number(CURLINFO_REQUEST_SIZE) > 0 }
}
