internal import SyncML
public import WBXML

/// Why a request over HTTP gets no message for an answer.
///
/// What is wrong with a message's content is told in a message, with HTTP's 200: authentication that fails is a Status
/// of 401 or 407 there, never HTTP's 401.
public enum BindingRefusal: Error, Hashable, Sendable {
  /// No Host, where HTTP/1.1 asks for one, or more than one.
  case noSingleHost
  /// Another method than POST.
  case methodNotAllowed(String)
  /// Another path than the server's.
  case notFound
  /// No Content-Type, or none of a message.
  case unsupportedMediaType(String?)
  /// A body that is compressed or otherwise encoded, which its Content-Encoding says.
  case unsupportedContentCoding(String)
  /// The body is longer than so many bytes.
  case bodyTooLarge(limit: Int)
  /// The body did not come in time.
  case bodyTimeout
  /// The connection ended before the body did.
  case bodyIncomplete
  /// The body is no message.
  case undecodable(CodingError)
  /// An identifier in the message's header is longer than so many bytes.
  case identifierTooLong(limit: Int)
  /// As many requests are being answered, or as many bytes held, as may be.
  case tooManyRequests
  /// As many sessions are open as may be.
  case tooManySessions
  /// The server is about to stop: it finishes its sessions and begins none.
  case stopping
  /// The address names no session, or one that is over.
  case noSuchSession
  /// The device goes on with a session at the server's own address, although the session has one of its own.
  case goesOnElsewhere
  /// The server's own work cannot be done now, such as that of a store that is busy; its log says why.
  case busy
  /// The server's own work failed; its log says why.
  case failed

  /// The status of the HTTP response.
  public var httpStatus: Int {
    switch self {
    case .methodNotAllowed: 405
    case .notFound, .noSuchSession, .goesOnElsewhere: 404
    case .unsupportedMediaType, .unsupportedContentCoding: 415
    case .bodyTooLarge: 413
    case .bodyTimeout: 408
    case .noSingleHost, .bodyIncomplete, .undecodable, .identifierTooLong: 400
    case .tooManyRequests, .tooManySessions, .stopping, .busy: 503
    case .failed: 500
    }
  }

  /// Whether the same request may be answered later.
  var isTemporary: Bool { httpStatus == 503 }
}

extension BindingRefusal: CustomStringConvertible {
  /// What is wrong, in a line for people, which is the body of the response.
  public var description: String {
    switch self {
    case .noSingleHost: "the request must have one Host"
    case .methodNotAllowed(let method): "\(method) is not understood here: messages come by POST"
    case .notFound: "there is nothing at this path"
    case .unsupportedMediaType(let type):
      (type.map { "'\($0.prefix(100))' is not the type of a message" } ?? "there is no Content-Type")
        + ": \(MessageMediaType(.xml).name) or \(MessageMediaType(.wbxml).name) is"
    case .unsupportedContentCoding(let coding): "the content coding '\(coding.prefix(100))' is not understood here"
    case .bodyTooLarge(let limit): "the message is longer than \(limit) bytes"
    case .bodyTimeout: "the message did not come in time"
    case .bodyIncomplete: "the message breaks off"
    case .undecodable(let error): "this is no SyncML message: \(error)"
    case .identifierTooLong(let limit): "an identifier in the message's header is longer than \(limit) bytes"
    case .tooManyRequests: "too many requests at a time: try again later"
    case .tooManySessions: "too many sessions at a time: try again later"
    case .stopping: "the server is about to stop: try again later"
    case .noSuchSession: "there is no such session, or it is over"
    case .goesOnElsewhere: "the session goes on at the RespURI that the device was given, which it passes over"
    case .busy: "the server is busy: try again later"
    case .failed: "the server failed"
    }
  }
}
