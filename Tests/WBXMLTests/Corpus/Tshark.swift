import Conformance
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What tshark's dissector makes of WBXML documents, all of them in one run: as packets of a capture file whose link
/// type it is told to be WBXML.
enum Tshark {
  struct Packet {
    /// Nil where the dissector gives up.
    var lines: [String]?
    /// Whether it knows the document's language: otherwise it shows the numbers of tokens.
    var hasNames: Bool
  }

  /// What it makes of each document, in the documents' order.
  static func packets(of documents: [[UInt8]]) throws -> [Packet] {
    let text = try PeerProgram.tshark.output(for: capture(of: documents), isPrinted: true) { input, _ in
      ["-r", input, "-o", #"uat:user_dlts:"User 0 (DLT=147)","wbxml","0","","0","""#, "-T", "pdml"]
    }
    let reader = PacketReader()
    let parser = XMLParser(data: Data(try #require(text)))
    parser.delegate = reader
    #expect(parser.parse())
    return reader.packets
  }

  /// A capture file (libpcap 2.4) with a packet for each document.
  private static func capture(of documents: [[UInt8]]) -> [UInt8] {
    func word(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
    // Magic, version 2.4, no time zone, no accuracy, the longest packet, and the link type: the first user's own.
    var bytes = word(0xA1B2_C3D4) + [2, 0, 4, 0] + word(0) + word(0) + word(262_144) + word(147)
    for document in documents {
      bytes += word(0) + word(0) + word(document.count) + word(document.count) + document
    }
    return bytes
  }

  /// The lines of ``EventTrace`` in the dissector's terms: without code pages and the document's line.
  static func comparable(_ lines: [String]) -> [String] {
    lines.dropFirst().map { line in
      if let match = line.wholeMatch(of: /\(\d+\.#(..)/) { return "(Tag_0x\(match.1)" }
      if let match = line.wholeMatch(of: /\(\d+\.(.+)/) { return "(\(match.1)" }
      if let match = line.wholeMatch(of: /\(=(.+)/) { return "(\(match.1)" }
      if line.hasPrefix("@") {
        return line.replacing(/^@\d+\.#(..)/) { "@attrStart_0x\($0.1)" }
          .replacing(/\\#\d+\.(..)\\;/) { "attrValue_0x\($0.1)" }
      }
      return line
    }
  }
}

/// Reads packets from PDML, and makes of each the lines that ``Tshark/comparable(_:)`` makes of ours.
private final class PacketReader: NSObject, XMLParserDelegate {
  var packets: [Tshark.Packet] = []
  private var hasNames = true
  private var lines: [String] = []
  private var isMalformed = false
  /// The attribute being read, as a line.
  private var attribute: String?
  /// Text or opaque data, until something else comes.
  private var pending = ""

  func parser(
    _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    let name = attributes["name"] ?? ""
    if element == "packet" {
      (lines, isMalformed, hasNames, attribute, pending) = ([], false, true, nil, "")
    } else if name == "_ws.malformed" || name == "wbxml.invalid_token" {
      isMalformed = true
    } else if element == "field", name.hasPrefix("wbxml.") {
      field(String(name.dropFirst(6)), attributes["show"] ?? "", Hexadecimal.decode(attributes["value"] ?? "") ?? [])
    }
  }

  func parser(_ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?) {
    if element == "packet" { packets.append(.init(lines: isMalformed ? nil : lines, hasNames: hasNames)) }
  }

  private func field(_ name: String, _ show: String, _ bytes: [UInt8]) {
    switch name {
    case "content_type.not_supported": hasNames = false
    case "known_tag", "unknown_tag", "literal_c", "literal_a", "literal_ac":
      append("(\(named(show, "Tag", (bytes.first ?? 0) & 0x3F))")
      if let byte = bytes.first, byte & 0xC0 == 0 { append(")") }
    case "literal":
      // An element has its token alone for a value, an attribute the index, too.
      if bytes.count > 1 { return startAttribute(show, prefix: "") }
      append("(\(show)")
      append(")")
    case "end_known_tag", "end_literal_tag", "end_known_tag.uint": append(")")
    case "end_attribute_list", "end_pi": endPending()
    case "pi_xml": append("?")
    case "known_attrstart", "unknown_attrstart":
      let parts = named(show, "attrStart", bytes.first ?? 0)
        .split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      startAttribute(String(parts[0]), prefix: parts.count > 1 ? unquoted(String(parts[1])) : "")
    case "known_attrvalue", "unknown_attrvalue": piece(unquoted(named(show, "attrValue", bytes.first ?? 0)))
    case "str_t": piece(show)
    case "str_i": piece(String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self))
    case "entity": piece(UInt32(show).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? show)
    case "opaque_data": opaque(bytes)
    case "ext_i": `extension`("I", bytes, String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self))
    case "ext_t":
      `extension`("T", bytes, String(bytes.dropFirst().reduce(0) { $0 << 7 | Int($1 & 0x7F) }))
    case "extension_token": `extension`("", bytes, "")
    default: break
    }
  }

  /// A token's name; its number where there is none.
  private func named(_ show: String, _ kind: String, _ token: UInt8) -> String {
    if !show.hasPrefix("(Requested") { return show }
    let digits = String(token, radix: 16, uppercase: true)
    return "\(kind)_0x\(digits.count < 2 ? "0" : "")\(digits)"
  }

  private func unquoted(_ text: String) -> String {
    text.count > 1 && text.first == "'" && text.last == "'" ? String(text.dropFirst().dropLast()) : text
  }

  private func `extension`(_ kind: String, _ bytes: [UInt8], _ payload: String) {
    let line = "!\(kind)\((bytes.first ?? 0) & 0x03)" + (kind.isEmpty ? "" : " " + escaped(payload))
    if attribute != nil { attribute? += "\\\(line)\\;" } else { append(line) }
  }

  private func startAttribute(_ name: String, prefix: String) {
    endPending()
    attribute = "@\(name)=\(escaped(prefix))"
  }

  private func piece(_ text: String) {
    if attribute != nil {
      attribute? += escaped(text)
    } else if !text.isEmpty {
      if !pending.hasPrefix("-") {
        endPending()
        pending = "-"
      }
      pending += escaped(text)
    }
  }

  /// Opaque data: the token and the length come before it.
  private func opaque(_ bytes: [UInt8]) {
    let data = bytes.dropFirst().drop { $0 >= 0x80 }.dropFirst()
    let digits = Hexadecimal.encode(Array(data)).replacing(" ", with: "")
    if attribute != nil {
      attribute? += "\\*\(digits)\\;"
    } else if !digits.isEmpty {
      if !pending.hasPrefix("*") {
        endPending()
        pending = "*"
      }
      pending += digits
    }
  }

  private func append(_ line: String) {
    endPending()
    lines.append(line)
  }

  private func endPending() {
    if let attribute { lines.append(attribute) }
    if !pending.isEmpty { lines.append(pending) }
    (attribute, pending) = (nil, "")
  }

  private func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\x" + (digits.count < 2 ? "0" : "") + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
}
