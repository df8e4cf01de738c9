import SyncML
import Testing
import WBXML
import XMLCoding

@Suite("The validator of messages")
struct MessageValidatorTests {
  @Test("there are enough vectors of both kinds, each with a name of its own")
  func vectors() {
    #expect(ValidationVector.valid.count >= 17)
    #expect(ValidationVector.all.count - ValidationVector.valid.count >= 17)
    #expect(Set(ValidationVector.all.map(\.id)).count == ValidationVector.all.count)
  }

  @Test("a vector has the errors that it lists, in their order", arguments: ValidationVector.all)
  func errors(_ vector: ValidationVector) {
    let findings = MessageValidator.validate(vector.bytes.span, encoding: vector.encoding)
    let errors = findings.filter { $0.severity == .error }
    #expect(errors.map(\.expectation) == vector.findings ?? [], "\(findings)")
    #expect(errors.isEmpty == vector.valid)
  }

  @Test("a vector has the warnings that it lists", arguments: ValidationVector.all.filter { $0.warnings != nil })
  func warnings(_ vector: ValidationVector) {
    let findings = MessageValidator.validate(vector.bytes.span, encoding: vector.encoding)
    #expect(findings.filter { $0.severity == .warning }.map(\.expectation) == vector.warnings ?? [])
  }

  @Test("fed in pieces of any size, the checkers find the same", arguments: [1, 3, 64])
  func chunks(_ size: Int) throws {
    for vector in ValidationVector.all where vector.findings?.contains(where: { $0.rule == "ENC-01" }) != true {
      var content = ContentModelChecker()
      var rules = ProtocolRuleChecker()
      try feed(vector, by: size, into: &content)
      try feed(vector, by: size, into: &rules)
      let found = (content.findings + rules.findings).filter { $0.severity == .error }.map(\.expectation)
      // Trees in opaque data are opened by the validator, not by the checkers.
      if vector.id != "SYNCML-WBXML-BAD-03" { #expect(Set(found) == Set(vector.findings ?? []), "\(vector.id)") }
    }
  }

  private func feed<Sink: EventSink>(_ vector: ValidationVector, by size: Int, into sink: inout Sink) throws {
    let bytes = vector.bytes
    let pieces = stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
    switch vector.encoding {
    case .wbxml:
      var decoder = WBXMLDecoder()
      for piece in pieces { try decoder.feed(piece.span, into: &sink) }
      try decoder.finish(into: &sink)
    case .xml:
      // A document with another root than SyncML does not say what it is.
      let isMessage = vector.id != "SYNCML-BAD-DTD-09"
      var parser = XMLEventParser(options: .init(language: isMessage ? nil : .syncML12))
      for piece in pieces { try parser.feed(piece.span, into: &sink) }
      try parser.finish(into: &sink)
    }
  }

  @Test("findings come in the order of their places", arguments: ValidationVector.all)
  func order(_ vector: ValidationVector) {
    let offsets = MessageValidator.validate(vector.bytes.span).map(\.position.offset)
    #expect(offsets == offsets.sorted())
  }

  @Test("a valid message, read and written again in either encoding, is valid", arguments: ValidationVector.valid)
  func rewritten(_ vector: ValidationVector) throws {
    let message = try Message(decoding: vector.bytes.span, encoding: vector.encoding)
    for encoding in SyncML.Encoding.allCases {
      let bytes = try message.encoded(as: encoding)
      let errors = MessageValidator.validate(bytes.span, encoding: encoding).filter { $0.severity == .error }
      #expect(errors == [], "\(encoding)")
    }
    let bytes = try message.encoded(as: vector.encoding)
    #expect(try Message(decoding: bytes.span, encoding: vector.encoding) == message)
  }

  @Test("the encoding is told by the first byte", arguments: ValidationVector.valid)
  func detection(_ vector: ValidationVector) {
    #expect(MessageValidator.validate(vector.bytes.span).filter { $0.severity == .error } == [])
  }

  @Test("a finding says place, rule, element and what is wrong")
  func description() {
    let message = Self.message("<Get><CmdID>0</CmdID><Item><Target><LocURI>./A</LocURI></Target></Item></Get>")
    let findings = MessageValidator.validate(message.span)
    #expect(
      findings.map(\.description) == [
        "line 3, column 6: error MSG-05 /SyncML/SyncBody/Get/CmdID: CmdID is '0'"
      ])
    #expect(findings.first?.hint == Rule.named("MSG-05")?.hint)
  }

  @Test("an empty input is one finding")
  func empty() {
    #expect(MessageValidator.validate([UInt8]().span).map(\.ruleID) == ["ENC-01"])
  }

  @Test("what was found before the place where reading stops is kept")
  func keptBeforeFailure() {
    var message = Self.message("<Get><CmdID>0</CmdID></Get>")
    message.removeLast(12)
    #expect(MessageValidator.validate(message.span).map(\.ruleID) == ["DTD-02", "MSG-05", "ENC-01"])
  }

  @Test("beyond the limit one finding says that there are more")
  func limit() {
    let gets = String(repeating: "<Get><CmdID>0</CmdID></Get>", count: 50)
    let findings = MessageValidator(findingLimit: 10).validate(Self.message(gets).span)
    #expect(findings.count == 11)
    #expect(findings.last?.ruleID == "ENC-03")
  }

  /// A message of a server with a body.
  static func message(_ body: String) -> [UInt8] {
    let text = """
      <SyncML xmlns='SYNCML:SYNCML1.2'><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID>
      <MsgID>1</MsgID><Target><LocURI>IMEI:004401</LocURI></Target><Source><LocURI>a</LocURI></Source></SyncHdr><SyncBody>
      \(body)<Final/></SyncBody></SyncML>
      """
    return Array(text.utf8)
  }
}
