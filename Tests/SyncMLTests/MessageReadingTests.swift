import SyncML
import Testing
import WBXML
import XMLCoding

@Suite struct MessageReadingTests {
  private static let header = """
    <SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID>\
    <Target><LocURI>a</LocURI></Target><Source><LocURI>b</LocURI></Source></SyncHdr>
    """

  private func read(_ body: String, header: String = header) throws(CodingError) -> (Message, [Note]) {
    let text = "<SyncML xmlns='SYNCML:SYNCML1.2'>\(header)<SyncBody>\(body)</SyncBody></SyncML>"
    let bytes = Array(text.utf8)
    var notes: [Note] = []
    let message = try Message(decoding: bytes.span, encoding: .xml, notes: &notes)
    return (message, notes)
  }

  @Test("an element the model does not know is skipped with its name and place")
  func unknownElementIsSkipped() throws {
    let (message, notes) = try read(
      "<Get><CmdID>1</CmdID><Lang>en</Lang><Target>x</Target><Item><Target><LocURI>./A</LocURI></Target></Item></Get>")
    #expect(message.commands == [.get(ItemCommand(cmdID: "1", lang: "en", items: [Item(target: Location("./A"))]))])
    #expect(notes.map(\.text) == ["Target"])
    #expect(notes.map(\.kind) == [.unknownElement])
    #expect(notes.first?.position.line == 1)
  }

  @Test("an unknown element in another namespace does not hide what follows")
  func foreignElementIsSkipped() throws {
    let (message, _) = try read(
      "<Get><CmdID>1</CmdID><x:y xmlns:x='urn:z'><x:z>1</x:z></x:y><Item><Target><LocURI>./A</LocURI></Target></Item></Get>"
    )
    #expect(message.commands.first?.items.first?.target?.locURI == "./A")
  }

  @Test("a missing CmdID is noted, and the command is still there")
  func missingCmdIDIsNoted() throws {
    let (message, notes) = try read("<Alert><Data>1201</Data></Alert>")
    #expect(message.commands == [.alert(Alert(code: .clientInitiatedManagement))])
    #expect(notes.map(\.kind) == [.missingElement])
  }

  @Test("Correlator is read before and after Data in an Alert")
  func correlatorInEitherOrder() throws {
    let (first, _) = try read("<Alert><CmdID>1</CmdID><Correlator>c</Correlator><Data>1226</Data></Alert>")
    let (second, _) = try read("<Alert><CmdID>1</CmdID><Data>1226</Data><Correlator>c</Correlator></Alert>")
    #expect(first == second)
  }

  @Test("white space around identifiers, codes and addresses is no part of them, and is noted; in Data it stays")
  func whiteSpaceIsAround() throws {
    let (message, notes) = try read(
      """
      <Status><CmdID> 1 </CmdID><MsgRef>\n1</MsgRef><CmdRef>0\t</CmdRef><Cmd> SyncHdr</Cmd><Data> 200\r\n</Data></Status>
      <Add><CmdID>2</CmdID><Item><Target><LocURI>
        ./A
      </LocURI></Target><Meta><Format xmlns='syncml:metinf'> chr </Format><Type xmlns='syncml:metinf'>
        text/plain</Type><Size xmlns='syncml:metinf'> 3 </Size></Meta><Data> x </Data></Item></Add>
      """)
    let item = Item(
      target: Location("./A"), meta: Meta(format: "chr", type: "text/plain", size: "3"), data: .text(" x "))
    #expect(
      message.commands == [
        .status(Status(cmdID: "1", msgRef: "1", cmdRef: "0", cmd: "SyncHdr", code: .ok)),
        .add(ItemCommand(cmdID: "2", items: [item])),
      ])
    #expect(notes.count == 9)
    #expect(notes.allSatisfy { $0.kind == .invalidValue && $0.text.hasSuffix(" has white space around it") })
  }

  @Test("white space around what the header says is no part of it")
  func whiteSpaceInHeader() throws {
    let (message, _) = try read(
      "",
      header: """
        <SyncHdr><VerDTD> 1.2 </VerDTD><VerProto> DM/1.2 </VerProto><SessionID> 7
        </SessionID><MsgID> 1 </MsgID><Target><LocURI> a </LocURI></Target><Source><LocURI> b </LocURI></Source>\
        <RespURI> c </RespURI></SyncHdr>
        """)
    #expect(
      message.header
        == SyncHdr(sessionID: "7", msgID: "1", target: Location("a"), source: Location("b"), respURI: "c"))
  }

  @Test("a code that is no number is noted and nil")
  func codeMustBeNumber() throws {
    let (message, notes) = try read("<Alert><CmdID>1</CmdID><Data>now</Data></Alert>")
    #expect(message.commands == [.alert(Alert(cmdID: "1", code: nil))])
    #expect(notes.map(\.kind) == [.invalidValue])
  }

  @Test("Data keeps its kind: text, opaque, or markup")
  func dataKeepsItsKind() throws {
    let (message, _) = try read(
      """
      <Add><CmdID>1</CmdID><Item><Data>plain</Data></Item><Item><Data><![CDATA[opaque]]></Data></Item>\
      <Item><Data><MgmtTree xmlns='syncml:dmddf1.2'><VerDTD>1.2</VerDTD></MgmtTree></Data></Item><Item><Data/></Item></Add>
      """)
    let data = try #require(message.commands.first).items.map(\.data)
    #expect(data[0] == .text("plain"))
    #expect(data[1] == .bytes(Array("opaque".utf8)))
    #expect(data[3] == .text(""))
    guard case .markup(let markup) = data[2] else {
      Issue.record("markup expected")
      return
    }
    #expect(markup.xmlText == "<MgmtTree xmlns=\"syncml:dmddf1.2\"><VerDTD>1.2</VerDTD></MgmtTree>")
  }

  @Test("a command that device management does not use is kept whole")
  func otherCommandIsKept() throws {
    let (message, _) = try read("<Put><CmdID>7</CmdID><Item><Data>x</Data></Item></Put>")
    #expect(message.commands.map(\.name) == ["Put"])
    #expect(message.commands.map(\.cmdID) == ["7"])
    for encoding in Encoding.allCases {
      let bytes = try message.encoded(as: encoding)
      #expect(try Message(decoding: bytes.span) == message)
    }
  }

  @Test("a document without SyncHdr, or whose root is not SyncML, is refused with the place")
  func headerIsMandatory() {
    #expect(throws: CodingError.self) { try read("", header: "") }
    let bytes = Array("<DevInf xmlns='syncml:devinf'/>".utf8)
    let error = #expect(throws: CodingError.self) { try Message(decoding: bytes.span) }
    #expect(error?.code == .unexpectedRoot)
    #expect(error?.line == 1)
  }

  @Test("a command larger than the limit is refused")
  func commandSizeIsLimited() throws {
    let text = String(repeating: "x", count: 5000)
    let bytes = Array(
      "<SyncML xmlns='SYNCML:SYNCML1.2'>\(Self.header)<SyncBody><Add><CmdID>1</CmdID><Item><Data>\(text)</Data></Item></Add></SyncBody></SyncML>"
        .utf8)
    #expect(try Message(decoding: bytes.span, limits: Limits(tokenBytes: 6000)).commands.count == 1)
    let error = #expect(throws: CodingError.self) {
      try Message(decoding: bytes.span, limits: Limits(tokenBytes: 4000))
    }
    #expect(error?.code == .tokenLimit)
  }

  @Test("every cut of a message is an error or a message, never a trap", arguments: Encoding.allCases)
  func everyCutIsHandled(encoding: Encoding) throws {
    let bytes = try MessageRoundTripTests.everything.encoded(as: encoding)
    for end in 0..<bytes.count {
      let error = #expect(throws: CodingError.self) {
        try Message(decoding: bytes.span.extracting(0..<end), encoding: encoding)
      }
      #expect((error?.offset ?? -1) <= end)
    }
  }

  @Test("a task is read from a SyncBody and from nothing else")
  func bodyIsRead() throws {
    let commands: [Command] = [.delete(ItemCommand(cmdID: "1", items: [Item(target: Location("./A"))]))]
    for encoding in Encoding.allCases {
      let bytes = try Command.encodeBody(commands, as: encoding)
      #expect(try Command.decodeBody(bytes.span, encoding: encoding) == commands)
    }
    let other = Array("<SyncML/>".utf8)
    let error = #expect(throws: CodingError.self) { try Command.decodeBody(other.span, encoding: .xml) }
    #expect(error?.code == .unexpectedRoot)
  }

  @Test("codes nobody knows survive", arguments: Encoding.allCases)
  func unknownCodesSurvive(encoding: Encoding) throws {
    let message = Message(
      header: SyncHdr(sessionID: "1", msgID: "1", target: Location("a"), source: Location("b")),
      commands: [
        .status(Status(cmdID: "1", msgRef: "1", cmdRef: "1", cmd: "Get", code: StatusCode(rawValue: 999))),
        .alert(Alert(cmdID: "2", code: AlertCode(rawValue: 1299))),
      ])
    let bytes = try message.encoded(as: encoding)
    #expect(try Message(decoding: bytes.span) == message)
    #expect(StatusCode(rawValue: 999).description == "999")
    #expect(StatusCode.notFound.description == "404 Not found")
  }

  @Test("a numbered element of nobody's vocabulary is a command like others, in a group too; one without number is not")
  func literalCommands() throws {
    let text = """
      <SyncML xmlns='SYNCML:SYNCML1.2'><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID>\
      <MsgID>1</MsgID><Target><LocURI>a</LocURI></Target><Source><LocURI>b</LocURI></Source></SyncHdr><SyncBody>\
      <Frob><CmdID>7</CmdID><Item><Data>x</Data></Item></Frob><Note>no command</Note>\
      <Atomic><CmdID>1</CmdID><Frob><CmdID>8</CmdID></Frob><Note/><Delete><CmdID>9</CmdID>\
      <Item><Target><LocURI>./A</LocURI></Target></Item></Delete></Atomic></SyncBody></SyncML>
      """
    var notes: [Note] = []
    let message = try Message(decoding: Array(text.utf8).span, notes: &notes)
    #expect(message.commands.map(\.name) == ["Frob", "Atomic"])
    #expect(message.commands.map(\.cmdID) == ["7", "1"])
    guard case .atomic(let group) = message.commands.last else {
      Issue.record("no Atomic")
      return
    }
    #expect(group.commands.map { "\($0.name) \($0.cmdID)" } == ["Frob 8", "Delete 9"])
    #expect(notes.filter { $0.kind == .unknownElement }.map(\.text) == ["Frob", "Note", "Frob", "Note"])
    for encoding in Encoding.allCases {
      let bytes = try message.encoded(as: encoding)
      let again = try Message(decoding: bytes.span, encoding: encoding)
      #expect(again.commands.map(\.name) == ["Frob", "Atomic"])
    }
    var reader = MessageReader(streamsGroups: true)
    try XMLEventParser.parse(Array(text.utf8).span, into: &reader)
    var parts: [String] = []
    while let part = reader.next() {
      switch part {
      case .command(let command): parts.append(command.name)
      case .groupStart(let group): parts.append("(\(group.name)")
      case .groupEnd: parts.append(")")
      default: break
      }
    }
    #expect(parts == ["Frob", "(Atomic", "Frob", "Delete", ")"])
  }

  @Test("an ampersand that begins no reference, as in alerts' options, is taken with a note; not by a strict reader")
  func bareAmpersand() throws {
    let body = """
      <Alert><CmdID>1</CmdID><Data>1101</Data><Item><Data>MINDT=10&MAXDT=30&amp;DR=1</Data></Item>
      <Item><Data>Go on?</Data></Item></Alert>
      """
    let (message, notes) = try read(body)
    #expect(message.commands.first?.items.first?.data == .text("MINDT=10&MAXDT=30&DR=1"))
    #expect(notes.map(\.kind) == [.encoding])
    #expect(notes.first?.text == "an ampersand begins no reference; read as itself")
    let bytes = Array("<SyncML xmlns='SYNCML:SYNCML1.2'>\(Self.header)<SyncBody>\(body)</SyncBody></SyncML>".utf8)
    #expect(notes.first?.position.offset == bytes.firstRange(of: Array("&MAXDT".utf8))?.lowerBound)
    let error = #expect(throws: CodingError.self) { try Message(decoding: bytes.span, isStrict: true) }
    #expect(error?.code == .malformedXML)
  }
}
