import SyncML
import Testing

@testable import DeviceManagement

@Suite struct CommandReferenceTests {
  @Test(
    "a Status is for a command by the numbers that were sent, in no other writing",
    arguments: [
      ("1", "2", true), ("10", "0", true), ("999999999999999999", "7", true), ("01", "2", false), ("1", "02", false),
      ("+1", "2", false), ("-1", "2", false), (" 1", "2", false), ("1", "", false), ("", "2", false), ("1", "x", false),
      ("1", "٢", false), ("99999999999999999999", "2", false), ("1", "18446744073709551617", false),
    ])
  func numbers(msgRef: String, cmdRef: String, isReference: Bool) {
    let reference = CommandReference(of: Status(msgRef: msgRef, cmdRef: cmdRef, cmd: "Get", code: .ok))
    #expect((reference != nil) == isReference)
    if let reference {
      #expect(String(reference.msgID) == msgRef)
      #expect(String(reference.cmdID) == cmdRef)
    }
  }

  @Test("what was sent is found by its number, members of groups too, for two packages")
  func sentCommands() {
    let get = Command.get(ItemCommand(items: [Item(target: Location("./A"))]))
    let delete = Command.delete(ItemCommand(noResp: true, items: [Item(target: Location("./B"))]))
    let group = Command.sequence(CommandGroup(commands: [get, .atomic(CommandGroup(commands: [delete])), get]))
    var sent = SentCommands()
    sent.begin(msgID: 3, capacity: 2)
    sent.note(4, group, .command, isChunk: false)
    sent.note(9, get, .command, isChunk: false)
    #expect(
      (3...10).map { sent.command(for: CommandReference(3, $0))?.name } == [
        nil, "Sequence", "Get", "Atomic", "Delete", "Get", "Get", nil,
      ])
    sent.didAnswer(CommandReference(3, 4))
    sent.didAnswer(CommandReference(3, 8))
    // What wants no Status is not missed.
    #expect(sent.endPackage().map(\.name) == ["Get", "Atomic", "Get"])
    #expect(sent.command(for: CommandReference(3, 9)) == get)
    sent.begin(msgID: 5, capacity: 1)
    sent.note(1, get, .command, isChunk: true)
    #expect(sent.openChunk == CommandReference(5, 1))
    #expect(sent.isChunk(CommandReference(5, 1)) && !sent.isChunk(CommandReference(3, 9)))
    sent.forget(msgID: 5)
    #expect(sent.openChunk == nil && sent.command(for: CommandReference(5, 1)) == nil)
    #expect(sent.endPackage().isEmpty)
    #expect(sent.command(for: CommandReference(3, 9)) == nil)
  }
}
