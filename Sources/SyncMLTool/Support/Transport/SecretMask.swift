import Foundation
import SyncML
import WBXML
import XMLCoding

/// Puts a word in the place of the secrets of management accounts, before people or records see commands.
///
/// The secrets are the values of AAuthSecret and AAuthData, wherever such a node lies, in items of their own and in
/// serialized trees (OMA-TS-DM_StdObj-V1_2 5.3.1: nobody may read them).
enum SecretMask {
  static let word = "<secret>"

  /// The nodes' names, in lower case: some devices pass over the case of letters.
  private static let names: Set<String> = ["aauthsecret", "aauthdata"]

  /// What shows that data may hold a secret.
  private static let marks = ["aauthsecret", "aauthdata"].map { Array($0.utf8) }
  /// What shows that data is a piece of a tree, of which the names may have come in another message.
  private static let endsOfPieces = ["</value>", "</nodename>", "</node>"].map { Array($0.utf8) }

  /// Whether an address leads to a secret or below one.
  static func covers(_ address: String?) -> Bool {
    guard let address else { return false }
    return address.prefix { $0 != "?" }.split(separator: "/").contains { isSecret(String($0)) }
  }

  private static func isSecret(_ name: String) -> Bool {
    let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
    return names.contains((name.removingPercentEncoding ?? name).lowercased())
  }

  /// The data without the secrets in it: as it is where it has none.
  ///
  /// - Parameters:
  ///   - data: an item's data.
  ///   - addresses: the nodes that it is about.
  static func masked(_ data: ItemData, at addresses: [String?]) -> ItemData {
    if addresses.contains(where: covers) { return .text(word) }
    switch data {
    case .markup(let markup):
      let secrets = secretValues(in: markup.tape)
      if secrets.isEmpty { return data }
      guard let tape = try? copy(of: markup.tape, without: secrets) else { return .text(word) }
      return .markup(Markup(language: markup.language, tape: tape))
    case .text(let text):
      if text.utf8.contains(UInt8(ascii: "<")) { return maskedDocument(Array(text.utf8)) ?? data }
      // Documents travel in base64, too.
      guard text.utf8.count >= 16, let bytes = Data(base64Encoded: text, options: .ignoreUnknownCharacters) else {
        return data
      }
      return maskedDocument(Array(bytes)) ?? data
    case .bytes(let bytes): return maskedDocument(bytes) ?? data
    }
  }

  /// The XML text of a document without its secrets; nil where it has none.
  private static func maskedDocument(_ bytes: [UInt8]) -> ItemData? {
    let isWBXML = Encoding(detecting: bytes.span) == .wbxml
    // A list of names is no document.
    guard isWBXML || bytes.contains(UInt8(ascii: "<")) && mentions(marks + endsOfPieces, bytes) else { return nil }
    var tape = EventTape()
    do {
      if isWBXML {
        try WBXMLDecoder.decode(bytes.span, options: .init(language: .dmDDF12), into: &tape)
      } else {
        try XMLEventParser.parse(bytes.span, options: .init(language: .dmDDF12), into: &tape)
      }
      let secrets = secretValues(in: tape)
      if secrets.isEmpty { return nil }
      return .text(Markup(language: .dmDDF12, tape: try copy(of: tape, without: secrets)).xmlText ?? word)
    } catch {
      // A piece of a tree: nobody can say what in it is secret. Bytes that happen to begin as WBXML does are none.
      return isWBXML && !mentions(marks, bytes) ? nil : .text(word)
    }
  }

  /// The events without those of secret values, and without a document around them.
  private static func copy(of tape: EventTape, without secrets: [Range<Int>]) throws(CodingError) -> EventTape {
    var result = EventTape(byteLimit: .max)
    var start = 0
    func copy(upTo end: Int) throws(CodingError) {
      for index in start..<max(start, end)
      where tape.records[index].kind != .startDocument && tape.records[index].kind != .endDocument {
        try tape.replay(index..<index + 1, into: &result)
      }
    }
    // A value may hold a document with values of its own.
    for range in secrets where range.lowerBound >= start {
      try copy(upTo: range.lowerBound)
      try result.text(word.utf8Span.span, .characters)
      start = range.upperBound
    }
    try copy(upTo: tape.records.count)
    return result
  }

  /// The contents of the Value elements that belong to secret nodes or lie below one, in order.
  private static func secretValues(in tape: EventTape) -> [Range<Int>] {
    struct Open {
      var name: String
      var start: Int
      var text = ""
      var isSecret = false
      var values: [Range<Int>] = []
    }
    var open = [Open(name: "", start: 0)]
    var secrets: [Range<Int>] = []
    for (index, record) in tape.records.enumerated() {
      switch record.kind {
      case .startElement, .startLiteralElement:
        var element = Open(name: name(record, in: tape), start: index + 1)
        element.isSecret = open[open.count - 1].isSecret
        open.append(element)
      case .text, .opaque:
        open[open.count - 1].text += String(decoding: tape.bytes[record.range], as: UTF8.self)
      case .endElement:
        guard open.count > 1, let element = open.popLast() else { continue }
        let parent = open.count - 1
        switch element.name {
        case "NodeName": open[parent].isSecret = open[parent].isSecret || isSecret(element.text)
        case "Path": open[parent].isSecret = open[parent].isSecret || covers(element.text)
        case "Value": open[parent].values.append(element.start..<index)
        // The name may come after the value and after nodes below.
        case "Node" where element.isSecret: secrets += element.values
        default: open[parent].values += element.values
        }
      default: break
      }
    }
    return secrets.sorted { $0.lowerBound < $1.lowerBound }
  }

  private static func name(_ record: EventTape.Record, in tape: EventTape) -> String {
    if record.kind == .startLiteralElement {
      let name = String(decoding: tape.bytes[record.range], as: UTF8.self)
      return name.split(separator: ":").last.map(String.init) ?? name
    }
    return switch record.tag {
    case DMDDFTag.node: "Node"
    case DMDDFTag.nodeName: "NodeName"
    case DMDDFTag.path: "Path"
    case DMDDFTag.value: "Value"
    default: ""
    }
  }

  /// Whether bytes hold one of some words, whatever the case of its letters.
  private static func mentions(_ words: [[UInt8]], _ bytes: [UInt8]) -> Bool {
    func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
    for index in bytes.indices {
      for word in words where lower(bytes[index]) == word[0] && index + word.count <= bytes.count {
        if word.indices.allSatisfy({ lower(bytes[index + $0]) == word[$0] }) { return true }
      }
    }
    return false
  }

  /// An element of which nothing is known, without its content where that names a secret.
  static func masked(_ markup: Markup) -> Markup {
    guard mentions(marks, markup.tape.bytes), let first = markup.tape.records.first else { return markup }
    var tape = EventTape()
    do {
      try markup.tape.replay(0..<1, into: &tape)
      if first.kind == .startElement || first.kind == .startLiteralElement { try tape.endElement() }
    } catch {
      // A tape has room for two events.
    }
    return Markup(language: markup.language, tape: tape)
  }
}
