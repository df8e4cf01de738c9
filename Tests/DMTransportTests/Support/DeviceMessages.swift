import Foundation
import SyncML
import Testing

/// Messages of a device as text, and their exchange with a server.
enum DeviceMessages {
  /// A message of a device to a server without accounts.
  static func message(_ number: Int, _ body: String, sessionID: String = "1") -> [UInt8] {
    Array(
      """
      <SyncML xmlns='SYNCML:SYNCML1.2'><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>\
      <SessionID>\(sessionID)</SessionID><MsgID>\(number)</MsgID><Target><LocURI>http://dm.example</LocURI></Target>\
      <Source><LocURI>IMEI:1</LocURI></Source></SyncHdr><SyncBody>\(body)<Final/></SyncBody></SyncML>
      """.utf8)
  }

  /// The alert that begins a session.
  static let start = "<Alert><CmdID>1</CmdID><Data>1201</Data></Alert>"
  /// The alert that ends it early.
  static let abort = "<Alert><CmdID>90</CmdID><Data>1223</Data></Alert>"

  /// A Status for the SyncHdr and one of 200 for each of a message's commands.
  static func statuses(of message: Message, _ number: Int, of name: String, count: Int = .max) -> String {
    var text =
      "<Status><CmdID>1</CmdID><MsgRef>\(number)</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><Data>200</Data></Status>"
    for command in message.commands.filter({ $0.name == name }).prefix(count) {
      text += """
        <Status><CmdID>1\(command.cmdID)</CmdID><MsgRef>\(number)</MsgRef><CmdRef>\(command.cmdID)</CmdRef>\
        <Cmd>\(name)</Cmd><Data>200</Data></Status>
        """
    }
    return text
  }

  /// Posts a message; the response's head, and what follows it.
  static func post(_ bytes: [UInt8], to url: String) async throws -> (head: String, body: [UInt8]) {
    let answer = try await RawConnection.exchange(
      url, [.init(RawConnection.head(url, length: bytes.count)), .init(bytes)])
    let end = try #require(answer.firstRange(of: "\r\n\r\n"))
    return (String(answer[..<end.lowerBound]), Array(answer[end.upperBound...].utf8))
  }

  /// Posts a message that gets a message for an answer.
  static func exchange(_ bytes: [UInt8], with url: String) async throws -> Message {
    let answer = try await post(bytes, to: url)
    try #require(answer.head.hasPrefix("HTTP/1.1 200 "), "\(answer.head)")
    return try Message(decoding: answer.body.span)
  }
}
