import DeviceManagement
import SyncML
import Testing

/// MaxMsgSize and MaxObjSize with a client and a server of this package, whatever the numbers.
@Suite struct MessageSizeTests {
  /// A generator of its own, so that a failure can be found again by its seed.
  struct Generator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }
    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }

  private static let alphabets: [[Character]] = [
    Array("abcdefgh 0123456789"), Array("<>&\"'a"), Array("äöü€日本😀e\u{301}"), Array("\r\n\t x"),
  ]

  private static func value(_ generator: inout Generator) -> (NodeValue, NodeFormat) {
    let count = [0, 1, 40, 500, 3000][Int.random(in: 0..<5, using: &generator)]
    let size = Int.random(in: 0...count, using: &generator)
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: return (.bytes((0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }), .bin)
    case 1: return (.bytes((0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }), .b64)
    default:
      let alphabet = alphabets[Int.random(in: 0..<alphabets.count, using: &generator)]
      return (.text(String((0..<size).map { _ in alphabet.randomElement(using: &generator) ?? "x" })), .chr)
    }
  }

  private static func data(_ value: NodeValue, _ format: NodeFormat) -> ItemData {
    switch value {
    case .null: .text("")
    case .text(let text): .text(text)
    case .bytes(let bytes): .bytes(bytes)
    }
  }

  @Test(
    "random values, message sizes and object sizes end with the same tree, and no message is too long",
    arguments: 0..<60)
  func anySizes(seed: Int) throws {
    var generator = Generator(seed: seed)
    let encoding: Encoding = seed % 2 == 0 ? .wbxml : .xml
    let sizes = encoding == .wbxml ? 500...4000 : 1400...5000
    let clientMaximum = Int.random(in: sizes, using: &generator)
    let serverMaximum = Int.random(in: sizes, using: &generator)
    let objectMaximum = seed % 3 == 0 ? 1500 : nil
    var values: [(NodeValue, NodeFormat)] = []
    for _ in 0..<12 { values.append(Self.value(&generator)) }
    let present = values.enumerated().map { ("P\($0.offset)", $0.element.0, $0.element.1) }
    var talk = Talk(
      try PlainDevice.make(present), encoding: encoding, clientMaximum: clientMaximum, serverMaximum: serverMaximum,
      clientObject: objectMaximum, serverObject: objectMaximum)
    var batch: [Command] = []
    for (index, (value, format)) in values.enumerated() {
      // A bin node gets bytes, a b64 node their base64 text, which a server makes.
      guard format != .b64 else { continue }
      batch.append(
        .add(
          ItemCommand(
            cmdID: "add\(index)",
            items: [
              Item(
                target: Location("./T/N\(index)"), meta: Meta(format: format.rawValue, type: "text/plain"),
                data: Self.data(value, format))
            ])))
    }
    batch.append(
      .get(ItemCommand(cmdID: "get", items: values.indices.map { Item(target: Location("./T/P\($0)")) })))
    talk.server.enqueue(batch)
    try talk.run()

    #expect(talk.client.state == .finished)
    #expect(talk.events.contains(.finished))
    #expect(talk.clientSizes.dropFirst().allSatisfy { $0 <= serverMaximum })
    #expect(talk.serverSizes.allSatisfy { $0 <= clientMaximum })
    #expect(!talk.events.contains { if case .unanswered = $0 { true } else { false } })
    func size(_ value: NodeValue, _ format: NodeFormat) -> Int {
      let isBase64 = format == .b64 || (format == .bin && encoding == .xml)
      return isBase64 ? (value.size + 2) / 3 * 4 : value.size
    }
    for (index, (value, format)) in values.enumerated() {
      let isTooLarge = objectMaximum.map { size(value, format) > $0 } ?? false
      if format != .b64 {
        let node = talk.device.tree[NodeURI(segments: ["T", "N\(index)"])]
        if isTooLarge {
          #expect(node == nil)
        } else if encoding == .xml, format == .bin, value.size == 0 {
          #expect(node?.value.size == 0)
        } else {
          #expect(node?.value.bytes == value.bytes, "N\(index), \(format)")
        }
      }
      let items = talk.resultItems.filter { $0.source?.locURI == "./T/P\(index)" }
      #expect(items.count == (isTooLarge ? 0 : 1), "P\(index)")
      guard let item = items.first else { continue }
      let expected = talk.device.tree[NodeURI(segments: ["T", "P\(index)"])]
      let bytes: [UInt8]? =
        switch item.data {
        case .bytes(let bytes): bytes
        case .text(let text) where format == .chr: Array(text.utf8)
        case .text(let text): Base64Text.decode(text)
        default: nil
        }
      #expect(bytes == expected?.value.bytes, "P\(index), \(format)")
    }
  }

  @Test("a message size that holds nothing is a typed failure of the client", arguments: Encoding.allCases)
  func tooSmallForClient(encoding: Encoding) throws {
    var talk = Talk(try PlainDevice.make(), encoding: encoding, serverMaximum: 60)
    talk.server.enqueue([Make.get("./T")])
    try talk.run()
    #expect(talk.client.state == .failed(.messageSizeTooSmall(60)))
    #expect(talk.received.count == 1)
  }

  @Test("a message size that holds nothing is a typed failure of the server", arguments: Encoding.allCases)
  func tooSmallForServer(encoding: Encoding) throws {
    var talk = Talk(try PlainDevice.make(), encoding: encoding, clientMaximum: 60)
    talk.server.enqueue([Make.get("./T")])
    try talk.run()
    #expect(talk.events.contains(.failed(.messageSizeTooSmall(60))))
    #expect(talk.server.isFinished)
  }

  @Test("a size where the answer fits and a character of the value does not ends, and is no endless loop")
  func noProgress() throws {
    for maximum in stride(from: 100, through: 700, by: 23) {
      for encoding in Encoding.allCases {
        var talk = Talk(
          try PlainDevice.make([("V", .text(String(repeating: "日", count: 400)), .chr)]), encoding: encoding,
          clientMaximum: maximum, serverMaximum: maximum)
        talk.server.enqueue([Make.get("./T/V"), Make.replace("./T/V", String(repeating: "€", count: 300))])
        try talk.run(maximum: 2000)
        #expect(talk.received.count < 2000, "\(encoding), \(maximum)")
        #expect(talk.client.state != .waiting || talk.server.isFinished, "\(encoding), \(maximum)")
        #expect(talk.clientSizes.dropFirst().allSatisfy { $0 <= maximum })
      }
    }
  }

  @Test("an Atomic that fits into no message is not sent, and what follows is")
  func atomicTooLarge() throws {
    var talk = Talk(try PlainDevice.make(), encoding: .wbxml, clientMaximum: 600)
    let group = Make.atomic([Make.add("./T/A", String(repeating: "x", count: 1000))])
    talk.server.enqueue([group, Make.add("./T/B", "1", cmdID: "b")])
    try talk.run()
    #expect(talk.events.contains(.notSent(group, .messageSize)))
    #expect(talk.device.tree.children(of: NodeURI(segments: ["T"])) == ["B"])
  }

  @Test("a batch of which nothing can be sent does not end the session before the next one")
  func batchTooLarge() throws {
    var talk = Talk(try PlainDevice.make(), encoding: .xml, clientObject: 10)
    talk.server.enqueue([Make.add("./T/A", String(repeating: "x", count: 11), cmdID: "a")])
    talk.server.enqueue([Make.add("./T/B", "1", cmdID: "b")])
    try talk.run()
    #expect(talk.events.contains { if case .notSent(_, .objectSize) = $0 { true } else { false } })
    #expect(talk.device.tree.children(of: NodeURI(segments: ["T"])) == ["B"])
    #expect(talk.codes().map(\.0) == ["b"])
  }

  @Test("the meter counts what the encoder writes", arguments: Encoding.allCases)
  func meter(encoding: Encoding) throws {
    let header = SyncHdr(
      sessionID: "1", msgID: "2", target: Location("https://x.example"), source: Location("IMEI:1"),
      meta: Meta(maxMsgSize: "1000"))
    var commands: [Command] = []
    var meter = try MessageMeter(header: header, encoding: encoding)
    for index in 0..<40 {
      let command: Command =
        switch index % 4 {
        case 0: Make.get("./A\(index)")
        case 1: Make.add("./B\(index)", "a<b&c \u{e9}\n", format: "chr", type: "text/plain")
        case 2: .alert(Alert(cmdID: "\(index)", code: .nextMessage))
        default:
          .results(
            Results(
              msgRef: "1", cmdRef: "2",
              items: [Item(source: Location("./C"), meta: Meta(format: "bin"), data: .bytes([0, 255, UInt8(index)]))]))
        }
      let count = try Message(header: header, commands: commands + [command]).encoded(as: encoding).count
      let surplus = try meter.add(command, within: count - 4)
      let added = try meter.add(command, within: count + 2)
      commands.append(command)
      let counted = meter.byteCount
      #expect(surplus > 0)
      #expect(added == 0)
      #expect(counted >= count && counted <= count + 2)
    }
  }
}

/// Base64 for tests, apart from the one under test.
enum Base64Text {
  static func decode(_ text: String) -> [UInt8]? {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var bytes: [UInt8] = []
    var bits = 0
    var value = 0
    for character in text.utf8 where character != UInt8(ascii: "=") {
      guard let digit = alphabet.firstIndex(of: character) else { return nil }
      value = (value << 6 | digit) & 0xFFFFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(value >> bits & 0xFF))
      }
    }
    return bytes
  }
}
