import DeviceManagement
import SyncML
import Testing

/// Messages at random, of a peer that keeps no rule: sessions give answers of the right size, or end with a reason.
@Suite struct HostileSessionTests {
  private typealias Generator = MessageSizeTests.Generator

  private static func item(_ generator: inout Generator, source: Bool) -> Item {
    let place = Location(
      ["./T/A", "./T/B", "./T", ".", "", "./DevInfo/Man"].randomElement(using: &generator) ?? ".")
    let sizes: [String?] = [nil, nil, "6", "0", "-1", "x", "99999999999999999999", "1000"]
    let data: [ItemData?] = [
      nil, .text(""), .text("abc"), .bytes([1, 2, 255]), .text(String(repeating: "ä", count: 400)),
    ]
    return Item(
      target: source ? nil : place, source: source ? place : nil,
      meta: Meta(
        format: ["chr", "b64", "bin", nil].randomElement(using: &generator) ?? nil,
        type: [nil, "text/plain", "urn:t"].randomElement(using: &generator) ?? nil,
        size: sizes.randomElement(using: &generator) ?? nil),
      data: data.randomElement(using: &generator) ?? nil, moreData: Int.random(in: 0..<3, using: &generator) == 0)
  }

  private static func command(_ number: Int, _ generator: inout Generator, depth: Int = 0) -> Command {
    let cmdID = String(number)
    let isForServer = Int.random(in: 0..<2, using: &generator) == 0
    let items = (0..<Int.random(in: 0...3, using: &generator)).map { _ in item(&generator, source: isForServer) }
    let noResp = Int.random(in: 0..<8, using: &generator) == 0
    let command = ItemCommand(cmdID: cmdID, noResp: noResp, items: items)
    switch Int.random(in: 0..<14, using: &generator) {
    case 0: return .add(command)
    case 1, 2: return .replace(command)
    case 3: return .get(command)
    case 4: return .delete(command)
    case 5: return .copy(command)
    case 6: return .exec(Exec(cmdID: cmdID, correlator: "c", item: item(&generator, source: false)))
    case 7:
      let codes = [1100, 1101, 1102, 1103, 1104, 1200, 1222, 1224, 1225, 1226, 7]
      return .alert(
        Alert(
          cmdID: cmdID, code: codes.randomElement(using: &generator).map(AlertCode.init), correlator: "c", items: items)
      )
    case 8, 9:
      return .status(
        Status(
          cmdID: cmdID, msgRef: String(Int.random(in: 0...4, using: &generator)),
          cmdRef: String(Int.random(in: 1...6, using: &generator)), cmd: "Replace",
          code: StatusCode(rawValue: [200, 213, 424, 500, 202].randomElement(using: &generator) ?? 200)))
    case 10: return .results(Results(cmdID: cmdID, msgRef: "1", cmdRef: "1", items: items))
    case 11 where depth < 3, 12 where depth < 3:
      let members = (0..<Int.random(in: 0...3, using: &generator)).map {
        Self.command(number * 10 + $0, &generator, depth: depth + 1)
      }
      let group = CommandGroup(cmdID: cmdID, commands: members)
      return Bool.random(using: &generator) ? .atomic(group) : .sequence(group)
    default: return .alert(Alert(cmdID: cmdID, code: .nextMessage))
    }
  }

  private static func message(_ number: Int, _ generator: inout Generator, toServer: Bool) -> Message {
    let sizes: [String?] = [nil, nil, nil, "500", "2000", "60", "x", "0"]
    let places = [Location("https://server.example.com/dm"), Location(Talk<PlainDevice>.deviceURI)]
    let meta = Meta(
      maxMsgSize: Int.random(in: 0..<6, using: &generator) == 0
        ? sizes.randomElement(using: &generator) ?? nil : "3000",
      maxObjSize: Int.random(in: 0..<4, using: &generator) == 0 ? "100" : nil)
    return Message(
      header: SyncHdr(
        sessionID: "A1", msgID: String(Int.random(in: 0..<20, using: &generator) == 0 ? 1 : number),
        target: places[toServer ? 0 : 1], source: places[toServer ? 1 : 0],
        noResp: Int.random(in: 0..<10, using: &generator) == 0, meta: meta),
      commands: (0..<Int.random(in: 0...5, using: &generator)).map { command($0 + 1, &generator) },
      isFinal: Bool.random(using: &generator))
  }

  @Test("a client survives any messages, and its answers keep to the size that was asked for", arguments: 0..<120)
  func client(seed: Int) throws {
    var generator = Generator(seed: seed &+ 1000)
    var device = try PlainDevice.make([("A", .text("x"), .chr)])
    let encoding: Encoding = seed % 2 == 0 ? .wbxml : .xml
    var session = ClientSession(
      .init(
        sessionID: "A1", deviceURI: Talk<PlainDevice>.deviceURI, serverURI: "https://server.example.com/dm",
        serverID: "s", maxObjSize: seed % 3 == 0 ? 50 : nil, encoding: encoding,
        supportsLargeObjects: seed % 5 != 0, splitsAtomicAnswers: seed % 7 != 0,
        limits: SessionLimits(maximumMessages: 60)))
    _ = session.start(on: &device)
    var limit: Int?
    var count = 0
    while session.state == .waiting, count < 100 {
      count += 1
      let message = Self.message(count, &generator, toServer: false)
      // A message that comes twice gets the answer that it got, whatever its header says now.
      if message.header.msgID == String(count) { limit = message.header.meta?.maxMsgSize.flatMap { Int($0) } ?? limit }
      guard let answer = session.handle(message, on: &device) else { continue }
      let size = try answer.encoded(as: encoding).count
      #expect(limit.map { size <= $0 } ?? true, "\(size) bytes for \(limit ?? 0)")
    }
    #expect(session.state != .waiting)
  }

  @Test("a server survives any messages, answers all, and ends", arguments: 0..<120)
  func server(seed: Int) throws {
    var generator = Generator(seed: seed &+ 5000)
    let encoding: Encoding = seed % 2 == 0 ? .wbxml : .xml
    var session = ServerSession(
      .init(
        serverURI: "https://server.example.com/dm", maxObjSize: seed % 3 == 0 ? 50 : nil, encoding: encoding,
        limits: SessionLimits(maximumMessages: 60, maximumObjectBytes: 4000)))
    for _ in 0..<4 {
      session.enqueue([
        Make.replace("./T/A", String(repeating: "y", count: 4000)), Make.get("./T"),
        Make.atomic([Make.add("./T/C", "1")]),
      ])
    }
    var count = 0
    while !session.isFinished, count < 200 {
      count += 1
      let answer = session.handle(Self.message(count, &generator, toServer: true))
      _ = try answer.encoded(as: encoding)
      _ = session.takeEvents()
    }
    #expect(session.isFinished)
  }
}
