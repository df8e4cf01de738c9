internal import WBXML

/// Where characters stand and in which layout: which of them are written as references, and how.
enum Escaping {
  case content, attribute
  /// As Canonical XML 1.0 (2.3) has them.
  case canonicalContent, canonicalAttribute

  @inline(__always)
  var isAttribute: Bool { self == .attribute || self == .canonicalAttribute }
  var isCanonical: Bool { self == .canonicalContent || self == .canonicalAttribute }
}

extension GrowingBuffer<UInt8> {
  /// Appends characters that XML allows, with references where markup or a reader would change them.
  mutating func appendEscaped(_ characters: Span<UInt8>, _ escaping: Escaping) {
    var start = 0
    while true {
      let end = XMLText.nextReference(characters, from: start, isAttribute: escaping.isAttribute)
      append(characters.extracting(start..<end))
      if end == characters.count { return }
      appendReference(characters[end], escaping)
      start = end &+ 1
    }
  }

  /// Appends a reference to a character.
  mutating func appendReference(_ byte: UInt8, _ escaping: Escaping) {
    switch byte {
    case UInt8(ascii: "&"): append("&amp;")
    case UInt8(ascii: "<"): append("&lt;")
    case UInt8(ascii: ">"): if escaping == .canonicalAttribute { append(byte) } else { append("&gt;") }
    case UInt8(ascii: "\""): append("&quot;")
    case 0x09: append(escaping.isCanonical ? "&#x9;" : "&#9;")
    case 0x0A: append(escaping.isCanonical ? "&#xA;" : "&#10;")
    case 0x0D: append(escaping.isCanonical ? "&#xD;" : "&#13;")
    default: append("&#32;")
    }
  }
}
