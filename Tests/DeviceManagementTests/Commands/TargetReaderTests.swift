import SyncML
import Testing

@testable import DeviceManagement

@Suite struct TargetReaderTests {
  private static let addresses = [
    "", ".", "./", "/", "./A", "A", "./A/", "./A//B", "./A/B", "A/B", "./A/B/C", "./A/BB/C", "./AB/C", "./A/B?prop=ACL",
    "./A?list=Struct", "./A/B/", "./A/..", "./A/.", "/A", "https://example.com/A", "./A/%42", "./A/%42/C", "./é/A",
    "./e\u{301}/A", "./A/B/C/D/E/F/G/H/I", "./A/a name that is longer than most",
    "./A/a name that is longer than most/B",
  ]

  @Test("an address is what it is by itself, whatever address was read before", arguments: addresses)
  func pairs(_ first: String) throws {
    let device = PlainDevice(tree: ManagementTree())
    for second in Self.addresses {
      var reader = TargetReader()
      _ = try? reader.read(first, on: device)
      let alone = Result<TargetURI, NodeURI.ParseError> { () throws(NodeURI.ParseError) in
        try TargetURI(parsing: second)
      }
      let after = Result<TargetURI, NodeURI.ParseError> { () throws(NodeURI.ParseError) in
        try reader.read(second, on: device)
      }
      #expect(after == alone, "\(second) after \(first)")
    }
  }

  @Test("the limits that the device announces hold for what follows a known address too")
  func limits() throws {
    var tree = ManagementTree()
    try DevDetail(uriLimits: .init(maximumDepth: 2, maximumTotalLength: 12, maximumSegmentLength: 4)).install(in: &tree)
    let device = PlainDevice(tree: tree)
    var reader = TargetReader()
    #expect(try reader.read("./A/B", on: device).node.segments == ["A", "B"])
    #expect(try reader.read("./A/CCCC", on: device).node.segments == ["A", "CCCC"])
    for text in ["./A/B/C", "./A/CCCCC", "./A/%41%41%41%41"] {
      #expect(throws: NodeURI.ParseError.tooLong) { try reader.read(text, on: device) }
    }
    #expect(try reader.read("./A/B", on: device).node.segments == ["A", "B"])
  }
}
