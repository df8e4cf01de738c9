import DMTransport
import DeviceManagement
import Foundation
import SyncML
import Synchronization

/// Prints what a server does, line by line for people.
final class SessionPrinter: ServerObserver {
  /// The commands that were sent and not answered yet, by session, MsgID and CmdID.
  private let pending = Mutex<[Int: [String: String]]>([:])
  private let output: LineOutput

  init(_ output: LineOutput) { self.output = output }

  func observe(_ event: ServerEvent) async {
    switch event {
    case .listening: break
    case .sessionStarted(let device):
      var line = "\(CommandText.clean(device.deviceURI)) begins session \(CommandText.clean(device.sessionID))"
      line += " in \(device.encoding.rawValue)"
      if let user = device.userName { line += ", as user \(CommandText.clean(user))" }
      say(device, line)
    case .received(_, let device) where device.messageCount == 1 && !device.isAuthenticated: break
    case .received: break
    case .resent(let device): say(device, "the device has sent its message again: it gets the same answer")
    case .told(let events, let device):
      for event in events { tell(event, device) }
    case .answered(let message, let device): note(message.message, device)
    case .sessionEnded(let device, let outcome):
      pending.withLock { $0[device.id] = nil }
      say(device, "ends: \(Self.text(outcome))")
    case .refused(let refusal, let address):
      output.write(
        "refused: HTTP \(refusal.httpStatus) to \(address ?? "somebody"): \(CommandText.clean("\(refusal)"))"
          + (refusal == .goesOnElsewhere ? "; --no-resp-uri is for such devices" : ""))
    case .stopping(let count):
      output.write(count == 0 ? "stops" : "stops when \(count) open session\(count == 1 ? " is" : "s are") over")
    }
  }

  private func say(_ device: DeviceSession, _ text: String) { output.write("[\(device.id)] \(text)") }

  private func note(_ answer: Message, _ device: DeviceSession) {
    if let code = answer.headerStatus?.code, code.rawValue >= 400 {
      let type = answer.commands.lazy.compactMap { command -> String? in
        if case .status(let status) = command { status.chal?.meta.type } else { nil }
      }.first
      say(device, "→ \(code)" + (type.map { ", \($0) is asked for" } ?? ""))
    }
    for command in answer.commands {
      switch command {
      case .status, .results: continue
      default: break
      }
      let line = CommandText.line(command)
      say(device, "→ \(line)")
      remember(command, answer.header.msgID, device)
    }
  }

  private func remember(_ command: Command, _ msgID: String, _ device: DeviceSession) {
    let line = CommandText.line(command)
    pending.withLock { $0[device.id, default: [:]]["\(msgID).\(command.cmdID)"] = line }
    switch command {
    case .atomic(let group), .sequence(let group):
      for member in group.commands { remember(member, msgID, device) }
    default: break
    }
  }

  private func tell(_ event: ServerSession.Event, _ device: DeviceSession) {
    switch event {
    case .started(_, let alert):
      say(device, "← " + (alert.map { CommandText.alertLine(Alert(code: $0)) } ?? "no alert"))
    case .devInfo(let info):
      let parts = info.sorted { $0.key < $1.key }.map {
        "\($0.key.split(separator: "/").last ?? "") \(CommandText.clean($0.value))"
      }
      say(device, "← DevInfo: \(parts.joined(separator: ", "))")
    case .alert(let alert): say(device, "← \(CommandText.alertLine(alert))")
    case .status(let status):
      guard !status.isForHeader else { return }
      let command = pending.withLock { $0[device.id]?["\(status.msgRef).\(status.cmdRef)"] }
      let answers = status.withoutSecrets.items.compactMap(\.data).map(CommandText.value)
      let detail = answers.isEmpty ? "" : ": \(answers.joined(separator: ", "))"
      say(device, "← \(CommandText.code(status.code)) for \(command ?? status.cmd)\(detail)")
    case .results(let results):
      for item in results.withoutSecrets.items {
        let place = item.source?.locURI ?? results.sourceRef ?? results.targetRef ?? "?"
        let format = item.meta?.format ?? results.meta?.format
        let value = item.data.map(CommandText.value) ?? "nothing"
        say(device, "← \(CommandText.clean(place)) = \(value)" + (format.map { " (\(CommandText.clean($0)))" } ?? ""))
      }
    case .challenged: say(device, "← the device asks the server for credentials")
    case .notSent(let command, .messageSize):
      say(device, "not sent, as no message of the device's MaxMsgSize holds it: \(CommandText.line(command))")
    case .notSent(let command, .objectSize):
      say(device, "not sent, as it is larger than the device's MaxObjSize: \(CommandText.line(command))")
    case .unanswered(let commands):
      for command in commands { say(device, "← no answer to \(CommandText.line(command))") }
    case .asynchronousResult(let exec, _):
      say(device, "← that is the result of \(CommandText.line(.exec(exec)))")
    case .objectLost: say(device, "← the device lost a large object (alert 1225)")
    case .busy(let code, _): say(device, "← the device is busy (\(CommandText.code(code)))")
    case .wrongMessage(let msgID):
      say(device, "← a message was refused: its number, \(CommandText.clean(msgID)), has been used")
    case .failed(.refused(let code)): say(device, "← the device refuses the message: \(CommandText.code(code))")
    case .failed(.messageSizeTooSmall(let limit)):
      say(device, "the device's MaxMsgSize of \(limit) bytes is too small to go on")
    case .failed(.limit): say(device, "the device went on for too long")
    case .cancelled: say(device, "the server ends the session (alert 1223)")
    case .aborted, .authenticationFailed, .finished: break
    }
  }

  static func text(_ outcome: SessionOutcome) -> String {
    switch outcome {
    case .completed: "all is said"
    case .aborted: "the device broke it off"
    case .authenticationFailed(let failure): "authentication failed: \(reason(failure))"
    case .busy(let code): "the device was busy, \(code)"
    case .refused(let code): "refused, \(code)"
    case .failed(let reason): "failed, \(CommandText.clean(reason))"
    case .expired: "the device has been silent for too long"
    case .stopped: "the server stopped"
    case .displaced: "the server was full, and the device had not proved who it is"
    }
  }
}

extension SessionPrinter {
  private static func reason(_ failure: AuthenticationFailure) -> String {
    switch failure {
    case .refused: "the device refuses the server's credentials"
    case .noCredentials: "the device asks the server for credentials, and the account has none"
    case .unsupportedType(let type): "the device asks the server for \(CommandText.clean(type))"
    case .missingChallenge: "the device refuses the server without saying what it wants instead"
    case .missingNonce: "the device gave no new nonce"
    case .peerRefused: "the device did not prove who it is"
    case .peerChangedType: "the device changed its way of proving who it is"
    }
  }
}

/// Lines on standard output, each whole, for tasks that work at the same time.
final class LineOutput: Sendable {
  private let lock = Mutex(())
  private let isSilent: Bool

  init(isSilent: Bool = false) { self.isSilent = isSilent }

  func write(_ line: String) {
    if isSilent { return }
    lock.withLock { _ in
      // A reader that has gone is no reason to stop serving devices.
      try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    }
  }
}
