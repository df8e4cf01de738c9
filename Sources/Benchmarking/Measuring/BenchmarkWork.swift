/// The pieces of work that are measured.
public enum BenchmarkWork: String, Sendable, CaseIterable, Codable {
  case events
  case tableEvents = "table-events"
  case xml
  case wbxml
  case typedDecode = "typed-decode"
  case typedEncode = "typed-encode"

  var title: String {
    switch self {
    case .events: "WBXML to events"
    case .tableEvents: "WBXML to events, every text in the string table"
    case .xml: "WBXML to XML"
    case .wbxml: "XML to WBXML"
    case .typedDecode: "WBXML to messages"
    case .typedEncode: "messages to WBXML"
    }
  }

  /// The name of this package's side.
  static let ownName = "swift-syncml"

  /// Whether there are messages of the shape that the work can be done on.
  func applies(to shape: BenchmarkShape) -> Bool { self != .tableEvents || shape.hasStringTableVariant }

  /// The bytes that a rate counts: what is read, and for values what is written.
  func bytes(_ document: BenchmarkInput.Document) -> Int {
    switch self {
    case .events, .xml, .typedDecode, .typedEncode: document.wbxml.count
    case .tableEvents: document.stringTableWBXML.count
    case .wbxml: document.xml.count
    }
  }
}
