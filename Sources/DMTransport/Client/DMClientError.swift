internal import SyncML
public import WBXML

/// Why a session over HTTP could not be carried on. What the messages themselves say is in ``DMClient/Outcome``.
public enum DMClientError: Error, Hashable, Sendable {
  /// The server's address is no absolute URL of http or https.
  case invalidURL(String)
  /// No address is known for the host.
  case unknownHost(String)
  /// No connection could be made; the reason for people.
  case cannotConnect(url: String, reason: String)
  /// TLS failed; the reason for people.
  case tls(url: String, reason: String)
  /// The server did not answer in time.
  case timeout(url: String)
  /// The connection was lost before the whole answer had come.
  case connectionLost(url: String, reason: String)
  /// The server answered with an error of HTTP, and perhaps the first words of its body.
  case httpStatus(Int, url: String, text: String)
  /// The answer has another Content-Type than a message's; nil where it has none.
  case notSyncML(contentType: String?, url: String)
  /// The answer is no message.
  case undecodable(CodingError)
  /// The answer is longer than so many bytes.
  case answerTooLarge(limit: Int)
  /// More redirects for one message than may be.
  case tooManyRedirects(limit: Int)
  /// A RespURI or redirect leads where the client does not go: see ``FollowPolicy``.
  case refusedAddress(String)
  /// More messages than may be.
  case tooManyMessages(limit: Int)
  /// The device's own message cannot be written.
  case cannotEncode(CodingError)
  /// The file of certificates to trust cannot be read.
  case trustedCertificates(file: String, reason: String)
  /// What the server's message has changed could not be made durable; the reason for people. The server's next message
  /// was not asked for.
  case notStored(reason: String)
  /// The task was cancelled.
  case cancelled

  /// Whether sending the same bytes again may help.
  var isTemporary: Bool {
    switch self {
    case .cannotConnect, .timeout, .connectionLost: true
    case .httpStatus(let status, _, _): [408, 429, 500, 502, 503, 504].contains(status)
    default: false
    }
  }
}

extension DMClientError: CustomStringConvertible {
  /// What went wrong, for people.
  public var description: String {
    switch self {
    case .invalidURL(let url): "'\(url)' is no URL of http or https"
    case .unknownHost(let host): "there is no address for the host '\(host)'"
    case .cannotConnect(let url, let reason): "\(url) cannot be reached: \(reason)"
    case .tls(let url, let reason): "TLS with \(url) failed: \(reason)"
    case .timeout(let url): "\(url) did not answer in time"
    case .connectionLost(let url, let reason): "the connection to \(url) was lost: \(reason)"
    case .httpStatus(let status, let url, let text):
      "\(url) answered with HTTP \(status)" + (text.isEmpty ? "" : ": \(text)")
    case .notSyncML(let type, let url):
      "\(url) answered with " + (type.map { "'\($0)'" } ?? "no Content-Type") + ", not with a SyncML message"
    case .undecodable(let error): "the answer is no SyncML message: \(error)"
    case .answerTooLarge(let limit): "the answer is longer than \(limit) bytes"
    case .tooManyRedirects(let limit): "more than \(limit) redirects"
    case .refusedAddress(let url): "the server leads to '\(url)', where this client does not follow"
    case .tooManyMessages(let limit): "the session does not end within \(limit) messages"
    case .cannotEncode(let error): "the message cannot be written: \(error)"
    case .trustedCertificates(let file, let reason): "\(file): \(reason)"
    case .notStored(let reason): "what the server changed could not be stored: \(reason)"
    case .cancelled: "cancelled"
    }
  }
}
