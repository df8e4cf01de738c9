internal import SyncML
internal import XMLCoding

/// The transport's header `x-syncml-hmac`, by which `syncml:auth-MAC` travels beside a message.
///
///     x-syncml-hmac: algorithm=MD5, username="Robert Jordan", mac=urdCeS3JUmjFgi8SX3webw==
///
/// Source: OMA-TS-DM_Security-V1_2 5.4.3.
public struct HMACHeader: Hashable, Sendable {
  /// The header's name.
  public static let name = "x-syncml-hmac"

  /// Who sends the message: the LocName of its Source.
  public var userName: String
  /// The MAC, 16 octets.
  public var mac: [UInt8]

  /// Makes a header of a MAC.
  public init(userName: String, mac: [UInt8]) {
    self.userName = userName
    self.mac = mac
  }

  /// Why a header's value cannot be used.
  public enum ParseError: Error, Hashable, Sendable {
    /// It is no list of `name=value`; the offset in bytes.
    case malformed(offset: Int)
    /// A parameter stands twice.
    case duplicateParameter(String)
    /// There is no username.
    case missingUserName
    /// There is no mac, or an empty one.
    case missingMAC
    /// The MAC is neither 16 octets in base64 nor their hexadecimal digits in base64.
    case invalidMAC
    /// An algorithm other than MD5.
    case unsupportedAlgorithm(String)
    /// More than 4096 bytes.
    case tooLong
  }

  /// Reads a header's value: parameters in any order and letter case, of which unknown ones are passed over.
  ///
  /// The MAC may lack base64's padding, and may be the hexadecimal digits of the digest in base64: the standard's own
  /// example is both.
  public init(parsing value: String) throws(ParseError) {
    guard value.utf8.count <= 4096 else { throw .tooLong }
    var parser = ParameterParser(value)
    var parameters: [String: String] = [:]
    while let (name, value) = try parser.next() {
      guard parameters.updateValue(value, forKey: name) == nil else { throw .duplicateParameter(name) }
    }
    if let algorithm = parameters["algorithm"], algorithm.lowercased() != "md5" {
      throw .unsupportedAlgorithm(algorithm)
    }
    guard let userName = parameters["username"] else { throw .missingUserName }
    guard let text = parameters["mac"], !text.isEmpty else { throw .missingMAC }
    guard let mac = Self.mac(text) else { throw .invalidMAC }
    self.userName = userName
    self.mac = mac
  }

  private static func mac(_ text: String) -> [UInt8]? {
    let digits = text.utf8.reversed().drop { $0 == UInt8(ascii: "=") }.count
    let padded = text.prefix(digits) + String(repeating: "=", count: (4 - digits % 4) % 4)
    guard let bytes = Base64.decode(String(padded)) else { return nil }
    if bytes.count == 16 { return bytes }
    guard bytes.count == 32, let hexadecimal = String(validating: bytes, as: UTF8.self) else { return nil }
    return HexadecimalDigits.decode(hexadecimal)
  }

  /// The header's value; quotes and backslashes in the name are escaped.
  public var value: String {
    var quoted = ""
    for scalar in userName.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
      // A line break would begin another header.
      quoted.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar)
    }
    return "algorithm=MD5, username=\"\(quoted)\", mac=\(Base64.encode(mac))"
  }
}

/// What the transport says of a received message: the header, and the digest of the bytes as they came.
public struct MessageIntegrity: Hashable, Sendable {
  /// The header; nil where there was none that can be read.
  public var header: HMACHeader?
  /// The MD5 of the message's bytes.
  public var bodyDigest: [UInt8]

  /// - Parameters:
  ///   - headerValue: the value of `x-syncml-hmac`; nil where the transport delivered none. One that cannot be read is
  ///     as good as none: the authentication fails (OMA-TS-DM_Security-V1_2 5.4.3).
  ///   - body: the message as it came, in XML or WBXML.
  public init(headerValue: String?, body: Span<UInt8>) {
    if let headerValue, let header = try? HMACHeader(parsing: headerValue) { self.header = header }
    bodyDigest = header == nil ? [] : Digest.body(body)
  }
}
