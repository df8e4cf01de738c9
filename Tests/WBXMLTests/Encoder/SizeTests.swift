import Testing
import WBXML

/// The size known ahead, and taking back what is too much.
@Suite("Size and rollback")
struct SizeTests {
  private static let closers: [Event] = [
    .endDocument, .endEmbedded, .end, .endAttributes, .endInstruction, .inline(0, "", isLast: true),
    .opaque([], isLast: true), .attributeOpaque([], isLast: true),
  ]

  /// The bytes of a document in which all that is open after some events ends; nil where it cannot end.
  private static func closed(_ events: ArraySlice<Event>, _ options: WBXMLEncoder.Options) -> Int? {
    var encoder = WBXMLEncoder(options: options)
    guard (try? Array(events).send(to: &encoder)) != nil else { return nil }
    for _ in 0..<200 {
      guard let closer = closers.first(where: { (try? $0.send(to: &encoder)) != nil }) else { return nil }
      if closer == .endDocument { return (try? encoder.takeDocument())?.count }
    }
    return nil
  }

  private static let short = StreamEncoderTests.sequences.filter { $0.count < 150 }

  @Test("byteCount is what the document has when all that is open ends, after every event")
  func byteCount() throws {
    var compared = 0
    for options in [
      WBXMLEncoder.Options(), .init(version: .v10, publicIdentifierForm: .text), .init(publicIdentifierForm: .omitted),
    ] {
      // WBXML 1.0, which has no charset in its header, has no opaque data either.
      for events in Self.short where options.version == nil || !events.contains(where: \.needsOpaque) {
        var encoder = WBXMLEncoder(options: options)
        #expect(encoder.byteCount == 0)
        for (index, event) in events.dropLast().enumerated() {
          try event.send(to: &encoder)
          guard let count = Self.closed(events[...index], options) else { continue }
          compared += 1
          #expect(encoder.byteCount == count, "\(events[...index])")
        }
        try Array(events.suffix(1)).send(to: &encoder)
        #expect(encoder.byteCount == 0)
      }
    }
    #expect(compared > 5000)
  }

  @Test("lengths of two and three bytes are counted", arguments: [127, 128, 16_383, 16_384])
  func lengths(_ count: Int) throws {
    let name = String(repeating: "n", count: count)
    let bytes = [UInt8](repeating: 1, count: count)
    for event in [Event.literal(name), .opaque(bytes, isLast: false), .opaque(bytes, isLast: true), .text(name)] {
      let events: [Event] = [
        .startDocument("syncml12"), .start(0, 0x0F), .startEmbedded("syncml12"), .start(0, 0x0F), event,
      ]
      var encoder = WBXMLEncoder()
      try events.send(to: &encoder)
      #expect(encoder.byteCount == Self.closed(events[...], .init()))
    }
  }

  @Test("what is written after a mark is gone after the rollback, wherever the mark is")
  func rollback() throws {
    var rollbacks = 0
    for mode in WBXMLEncoder.StringTableMode.allCases {
      let options = WBXMLEncoder.Options(stringTable: mode)
      for events in Self.short {
        let expected = try StreamEncoderTests.whole(events, options)
        for place in stride(from: 1, to: events.count, by: mode == .none ? 1 : 5) {
          var encoder = WBXMLEncoder(options: options)
          try Array(events[..<place]).send(to: &encoder)
          guard let mark = try? encoder.mark() else { continue }
          let before = encoder.byteCount
          // As far as the mark's document goes, and twice.
          for end in [events.count - 1, min(place + 3, events.count - 1)] where end > place {
            var level = 0
            for event in events[place..<end] {
              if case .startEmbedded = event { level += 1 }
              if case .endEmbedded = event { level -= 1 }
              if level < 0 { break }
              try event.send(to: &encoder)
            }
            try encoder.rollback(to: mark)
            rollbacks += 1
            #expect(encoder.byteCount == before)
          }
          // Other names and texts leave no trace either.
          let others: [Event] = [
            .literal("other-name"), .literalAttribute("other"), .attributeText("other"), .endAttributes,
          ]
          for event in others where (try? event.send(to: &encoder)) == nil { break }
          try encoder.rollback(to: mark)
          try Array(events[place...]).send(to: &encoder)
          #expect(try encoder.takeDocument() == expected, "\(mode), at \(place) of \(events)")
        }
      }
    }
    #expect(rollbacks > 3000)
  }

  @Test("the bytes of a command are known before it is written")
  func adding() throws {
    var encoder = WBXMLEncoder()
    try ([.startDocument("syncml12"), .start(0, 0x2D), .start(0, 0x2B)] as [Event]).send(to: &encoder)
    let command: [Event] = [
      .start(0, 0x05), .start(0, 0x0B), .text("1"), .end, .start(1, 0x07), .text("chr"), .end, .literal("x"), .end,
      .end,
    ]
    let before = encoder.byteCount
    let added = try encoder.byteCount { (encoder: inout WBXMLEncoder) throws(CodingError) in
      try command.send(to: &encoder)
    }
    #expect(encoder.byteCount == before)
    try command.send(to: &encoder)
    #expect(encoder.byteCount == before + added)
    // A start tag that is left open counts with its end; its page is the current one.
    let open = try encoder.byteCount { (encoder: inout WBXMLEncoder) throws(CodingError) in
      try ([.start(1, 0x05), .text("a")] as [Event]).send(to: &encoder)
    }
    #expect(open == 1 + 3 + 1)
  }

  @Test("an error while counting leaves the document as it was")
  func errorWhileCounting() throws {
    var encoder = WBXMLEncoder()
    try ([.startDocument("syncml12"), .start(0, 0x2D)] as [Event]).send(to: &encoder)
    let error = codingError { () throws(CodingError) in
      _ = try encoder.byteCount { (encoder: inout WBXMLEncoder) throws(CodingError) in
        try ([.start(0, 0x05), .text("a\0")] as [Event]).send(to: &encoder)
      }
    }
    #expect(error?.code == .notExpressibleInWBXML)
    try ([.end, .endDocument] as [Event]).send(to: &encoder)
    #expect(try encoder.takeDocument() == (try hex("02 A4 01 6A 00 2D")))
  }

  @Test("a mark is refused where it cannot be returned to")
  func refused() throws {
    var encoder = WBXMLEncoder()
    func refusesMark() -> Bool { codingError { () throws(CodingError) in _ = try encoder.mark() } != nil }
    #expect(refusesMark())
    try ([.startDocument("syncml12"), .start(0, 0x0F), .startEmbedded("devinf12"), .start(0, 0x0A)] as [Event])
      .send(to: &encoder)
    let inner = try encoder.mark()
    try Event.opaque([1], isLast: false).send(to: &encoder)
    #expect(refusesMark())
    try ([.opaque([2], isLast: true), .end, .endEmbedded] as [Event]).send(to: &encoder)
    #expect(codingError { () throws(CodingError) in try encoder.rollback(to: inner) }?.code == .invalidEventOrder)
    // Another document at the same depth is another document.
    try ([.startEmbedded("devinf12"), .start(0, 0x0A), .text("long enough")] as [Event]).send(to: &encoder)
    #expect(codingError { () throws(CodingError) in try encoder.rollback(to: inner) }?.code == .invalidEventOrder)
    try ([.end, .endEmbedded, .end, .endDocument] as [Event]).send(to: &encoder)
    #expect(refusesMark())
  }
}

extension Event {
  fileprivate var needsOpaque: Bool {
    switch self {
    case .opaque, .attributeOpaque, .startEmbedded: true
    default: false
    }
  }
}
