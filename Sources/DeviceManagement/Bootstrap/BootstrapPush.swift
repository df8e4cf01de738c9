/// A provisioning document as a connectionless push over SMS carries it: WSP headers with SEC and MAC, then the document.
///
///     01 06 2F  1F 2D B6  91 81  92 "C483…" 00  03 0B 6A …
///
/// Source: WAP-230-WSP 8.2.4 (PDU type Push), 8.4.2.8 (value length), tables 38 to 40 (parameters SEC and MAC, media
/// type 0x36); OMA-WAP-TS-ProvBoot-V1_1 6.
public enum BootstrapPush {
  private static let mediaType: UInt8 = 0xB6
  private static let sec: UInt8 = 0x91
  private static let mac: UInt8 = 0x92

  /// The push's octets.
  ///
  /// - Throws: `unsupportedMediaType` for the DM profile, whose SEC has no WSP numbers.
  public static func encoded(
    _ document: [UInt8], type: BootstrapMediaType, transactionID: UInt8
  ) throws(BootstrapError) -> [UInt8] {
    guard type.profile == .clientProvisioning else { throw .unsupportedMediaType(type.profile.mediaType) }
    var headers: [UInt8] = [mediaType]
    if let security = type.security {
      var value: [UInt8] = [mediaType, sec, 0x80 | security.method.rawValue]
      if let octets = security.mac { value += [mac] + Array(HexadecimalDigits.encode(octets).utf8) + [0] }
      // Up to 30 octets the length stands alone, above it follows 0x1F.
      headers = (value.count <= 30 ? [] : [0x1F]) + [UInt8(truncatingIfNeeded: value.count)] + value
    }
    return [transactionID, 0x06, UInt8(truncatingIfNeeded: headers.count)] + headers + document
  }

  /// The media type and the document of a push.
  ///
  /// - Throws: `malformedMediaType` where the octets are no push, `unsupportedMediaType` where it carries something
  ///   else, and what ``BootstrapMediaType`` throws for SEC and MAC.
  public static func parse(_ pdu: [UInt8]) throws(BootstrapError) -> (type: BootstrapMediaType, document: [UInt8]) {
    guard pdu.count >= 4, pdu[1] == 0x06 else { throw .malformedMediaType }
    var reader = WSPReader(pdu[2...])
    guard let length = reader.integer(), let headers = reader.take(length) else { throw .malformedMediaType }
    var content = WSPReader(headers)
    guard let first = content.peek() else { throw .malformedMediaType }
    var value = content
    if first < 0x20 {
      // A media type with parameters begins with its length.
      guard let valueLength = content.valueLength(), let octets = content.take(valueLength) else {
        throw .malformedMediaType
      }
      value = WSPReader(octets)
    }
    let name = BootstrapProfile.clientProvisioning.mediaType
    guard value.byte() == mediaType else {
      value.back()
      guard let text = value.text() else { throw .malformedMediaType }
      guard text.lowercased() == name else { throw .unsupportedMediaType(text) }
      return (try parameters(&value, first < 0x20), reader.rest)
    }
    return (try parameters(&value, first < 0x20), reader.rest)
  }

  /// The parameters, read as the text form has them so that both are judged alike.
  private static func parameters(
    _ value: inout WSPReader, _ hasParameters: Bool
  ) throws(BootstrapError) -> BootstrapMediaType {
    var text = BootstrapProfile.clientProvisioning.mediaType
    while hasParameters, let name = value.byte() {
      switch name {
      case sec:
        guard let number = value.byte(), number >= 0x80 else { throw .malformedMediaType }
        text += "; SEC=\(number & 0x7F)"
      case mac:
        guard let digits = value.text() else { throw .malformedMediaType }
        text += "; MAC=\(digits)"
      default: throw .malformedMediaType
      }
    }
    return try BootstrapMediaType(parsing: text)
  }
}

/// Reads WSP's integers and texts; nil at whatever does not fit.
private struct WSPReader {
  private let bytes: ArraySlice<UInt8>
  private var index: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    index = bytes.startIndex
  }

  var rest: [UInt8] { Array(bytes[index...]) }

  func peek() -> UInt8? { index < bytes.endIndex ? bytes[index] : nil }

  mutating func byte() -> UInt8? {
    guard let byte = peek() else { return nil }
    index += 1
    return byte
  }

  mutating func back() { if index > bytes.startIndex { index -= 1 } }

  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count <= bytes.endIndex - index else { return nil }
    defer { index += count }
    return bytes[index..<index + count]
  }

  /// A uintvar of at most two octets: no header of a push is longer.
  mutating func integer() -> Int? {
    guard let first = byte() else { return nil }
    guard first >= 0x80 else { return Int(first) }
    guard let second = byte(), second < 0x80 else { return nil }
    return Int(first & 0x7F) << 7 | Int(second)
  }

  /// A length of 0 to 30, or 0x1F and a uintvar.
  mutating func valueLength() -> Int? {
    guard let first = byte() else { return nil }
    return first < 0x1F ? Int(first) : first == 0x1F ? integer() : nil
  }

  /// A text that ends with a zero octet.
  mutating func text() -> String? {
    guard let end = bytes[index...].firstIndex(of: 0) else { return nil }
    defer { index = end + 1 }
    return String(validating: bytes[index..<end], as: UTF8.self)
  }
}
