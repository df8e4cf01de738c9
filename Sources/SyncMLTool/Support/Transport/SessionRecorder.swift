import DMTransport
import DeviceManagement
import Foundation
import SyncML
import Synchronization

/// Writes JSON lines: every message with its bytes, and what happened to sessions. A record that is there goes on.
///
/// The bytes hold the credentials that devices sent, so the file can be read by its owner alone; the XML beside them
/// has none.
final class SessionRecorder: ServerObserver {
  private struct Line: Encodable {
    var time: String
    var event: String
    var session: Int?
    var device: String?
    var sessionID: String?
    var user: String?
    var authenticated: Bool?
    var direction: String?
    var contentType: String?
    var hmac: String?
    var bytes: String?
    var xml: String?
    var outcome: String?
    var url: String?
    var status: Int?
    var reason: String?
    var from: String?
    var openSessions: Int?
  }

  private let file: Mutex<FileHandle>
  private let path: String
  /// Whether it has been said that lines are lost.
  private let hasFailed = Mutex(false)

  /// Opens the record, and leaves what is there as it is until the server listens: another server may be writing it.
  ///
  /// - Parameter path: the file, at whose end lines are added; `-` for standard output.
  init(path: String) throws {
    self.path = path
    if path == "-" {
      file = Mutex(.standardOutput)
      return
    }
    // SAFE: the path is a terminated string.
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw ToolFailure(path, InputFile.reason(errno), .inputOutput) }
    file = Mutex(FileHandle(fileDescriptor: descriptor, closeOnDealloc: true))
  }

  /// Makes a file that was there before its owner's alone, and ends a line that a server which was killed left open.
  private func takeOver() {
    guard InputFile(path: path).isRegularFile else { return }
    file.withLock { file in
      _ = fchmod(file.fileDescriptor, 0o600)
      guard let former = FileHandle(forReadingAtPath: path), let count = try? former.seekToEnd(), count > 0 else {
        return
      }
      try? former.seek(toOffset: count - 1)
      if let last = try? former.read(upToCount: 1), last != Data("\n".utf8) {
        try? file.write(contentsOf: Data("\n".utf8))
      }
    }
  }

  func observe(_ event: ServerEvent) async {
    switch event {
    case .listening(let url):
      takeOver()
      write(line("listening") { $0.url = url })
    case .sessionStarted(let device): write(line("session-started", device))
    case .received(let message, let device): write(line("message", device) { Self.fill(&$0, message, "received") })
    case .answered(let message, let device): write(line("message", device) { Self.fill(&$0, message, "sent") })
    case .resent(let device): write(line("resent", device))
    case .told: break
    case .sessionEnded(let device, let outcome):
      write(
        line("session-ended", device) {
          $0.outcome = Self.name(outcome)
          if outcome != .completed { $0.reason = SessionPrinter.text(outcome) }
        })
    case .refused(let refusal, let address):
      write(
        line("refused") {
          $0.status = refusal.httpStatus
          $0.reason = refusal.description
          $0.from = address
        })
    case .stopping(let count): write(line("stopping") { $0.openSessions = count })
    }
  }

  private func line(_ event: String, _ device: DeviceSession? = nil, _ fill: (inout Line) -> Void = { _ in }) -> Line {
    var line = Line(
      time: Date.now.ISO8601Format(Date.ISO8601FormatStyle(includingFractionalSeconds: true)), event: event)
    if let device {
      line.session = device.id
      line.device = device.deviceURI
      line.sessionID = device.sessionID
      line.user = device.userName
      line.authenticated = device.isAuthenticated
    }
    fill(&line)
    return line
  }

  private static func fill(_ line: inout Line, _ message: TransportedMessage, _ direction: String) {
    line.direction = direction
    line.contentType = message.mediaType.name
    line.hmac = message.hmacHeader
    line.bytes = Data(message.bytes).base64EncodedString()
    line.xml = message.message.textWithoutSecrets
  }

  private func write(_ line: Line) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard var data = try? encoder.encode(line) else { return }
    data.append(UInt8(ascii: "\n"))
    do {
      try file.withLock { try $0.write(contentsOf: data) }
    } catch {
      // Devices are served all the same, but whoever wants a record must hear that it has holes.
      let isFirst = hasFailed.withLock { hasFailed in
        defer { hasFailed = true }
        return !hasFailed
      }
      guard isFirst else { return }
      Complaints(command: "server").say(
        "syncml server: \(path): \(error.localizedDescription) The record has gaps.")
    }
  }

  private static func name(_ outcome: SessionOutcome) -> String {
    switch outcome {
    case .completed: "completed"
    case .aborted: "aborted"
    case .authenticationFailed: "authentication-failed"
    case .busy: "busy"
    case .refused: "refused"
    case .failed: "failed"
    case .expired: "expired"
    case .stopped: "stopped"
    case .displaced: "displaced"
    }
  }
}

/// Passes what happens on to several observers.
struct ObserverList: ServerObserver {
  var observers: [any ServerObserver]

  func observe(_ event: ServerEvent) async {
    for observer in observers { await observer.observe(event) }
  }
}

extension Message {
  /// The message as XML text without the sender's credentials and without secrets of accounts.
  var textWithoutSecrets: String {
    var message = self
    message.header.cred?.data = "…"
    message.commands = commands.map(\.withoutSecrets)
    guard let bytes = try? message.encoded(as: .xml) else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }
}
