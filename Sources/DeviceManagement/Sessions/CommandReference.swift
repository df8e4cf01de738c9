import SyncML

/// A command that this side has sent, by the numbers of its message and of itself.
struct CommandReference: Hashable, Sendable {
  var msgID: Int
  var cmdID: Int

  init(_ msgID: Int, _ cmdID: Int) {
    self.msgID = msgID
    self.cmdID = cmdID
  }

  /// What a Status is for; nil where its references are no numbers as this side writes them.
  init?(of status: borrowing Status) {
    guard let msgID = Self.number(status.msgRef), let cmdID = Self.number(status.cmdRef) else { return nil }
    self.init(msgID, cmdID)
  }

  /// A number that is written as `String(number)` does: by no other text another one's answer is found.
  private static func number(_ text: String) -> Int? {
    let digits = text.utf8
    guard let first = digits.first, digits.count <= 18, digits.count == 1 || first != UInt8(ascii: "0")
    else { return nil }
    var number = 0
    for digit in digits {
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
      number = number &* 10 &+ Int(digit &- UInt8(ascii: "0"))
    }
    return number
  }
}

extension CommandReference: Comparable {
  /// What was sent earlier comes before what was sent later.
  static func < (a: CommandReference, b: CommandReference) -> Bool {
    a.msgID != b.msgID ? a.msgID < b.msgID : a.cmdID < b.cmdID
  }
}
