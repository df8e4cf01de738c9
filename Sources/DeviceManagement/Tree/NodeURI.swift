public import SyncML
internal import WBXML

/// The place of a node in the management tree, as a relative URI without its `./`.
///
/// Names are compared as Unicode text: `é` is one name, however it is composed. Escapes of characters that mean nothing
/// in a URI are resolved (`%41` is `A`, `%C3%BC` is `ü`); those of reserved characters belong to the name, in upper-case
/// digits, so that a name never holds a `/` (RFC 2396 2.3 and 2.4.2).
///
/// Source: OMA-TS-DM_TND-V1_2 6.2.1 (nodes are addressed by relative URIs from the root, `.`).
public struct NodeURI: Hashable, Sendable {
  /// The names from the root down; empty for the root itself.
  public var segments: [String]

  /// An address from its names, which are taken as they are: no escape is resolved, and no limit applied.
  public init(segments: [String]) { self.segments = segments }

  /// The root, `.`.
  public static var root: NodeURI { NodeURI(segments: []) }

  /// Why a text is no node's address.
  public enum ParseError: Error, Hashable, Sendable {
    /// A slash at the end or twice in a row, `.` or `..` inside, an absolute address, or nothing at all.
    case malformed
    /// More segments or longer ones than the limits allow.
    case tooLong

    /// The status that answers a command with such a target.
    public var status: StatusCode { self == .tooLong ? .uriTooLong : .notFound }
  }

  /// How long an address may be. The values are those that DevDetail's URI nodes announce; lengths are in characters.
  public struct Limits: Hashable, Sendable {
    /// The greatest number of segments.
    public var maximumDepth: Int
    /// The greatest number of characters, a query's included.
    public var maximumTotalLength: Int
    /// The greatest number of characters in a segment.
    public var maximumSegmentLength: Int

    /// Limits that suit most devices.
    public init(maximumDepth: Int = 32, maximumTotalLength: Int = 1024, maximumSegmentLength: Int = 255) {
      self.maximumDepth = maximumDepth
      self.maximumTotalLength = maximumTotalLength
      self.maximumSegmentLength = maximumSegmentLength
    }

    /// No limits at all.
    public static let none = Limits(
      maximumDepth: .max, maximumTotalLength: .max, maximumSegmentLength: .max)

    /// The limits that a device announces in `./DevDetail/URI`, where 0 is none; without that object the default ones.
    ///
    /// Source: OMA-TS-DM_StdObj-V1_2 5.3.3 (DevDetail).
    public init(announcedIn tree: ManagementTree) {
      self.init()
      guard tree.contains(Self.announcement) else { return }
      func limit(_ name: String) -> Int {
        guard let text = tree.text(Self.announcement.appending(name)), let number = UInt16(text), number > 0 else {
          return .max
        }
        return Int(number)
      }
      maximumDepth = limit("MaxDepth")
      maximumTotalLength = limit("MaxTotLen")
      maximumSegmentLength = limit("MaxSegLen")
    }

    private static let announcement = NodeURI(segments: ["DevDetail", "URI"])
  }

  /// Reads an address: `.`, `./A/B` or `A/B`.
  public init(parsing text: some StringProtocol, limits: Limits = Limits()) throws(ParseError) {
    let text = String(text)
    try self.init(text.utf8Span.span, limits)
  }

  /// Reads an address from its bytes, because a combining mark after a slash makes another character of it.
  ///
  /// - Parameters:
  ///   - text: the address.
  ///   - limits: how long it may be.
  ///   - known: the names that have been read of it already.
  ///   - start: where the next one begins; 0 for the beginning.
  init(
    _ text: Span<UInt8>, _ limits: Limits, knowing known: ArraySlice<String> = [], from start: Int = 0
  ) throws(ParseError) {
    guard Self.fits(text, limits.maximumTotalLength) else { throw .tooLong }
    var start = start
    if start == 0 {
      if text.count == 1, text[0] == UInt8(ascii: ".") {
        self.segments = []
        return
      }
      if text.count >= 2, text[0] == UInt8(ascii: "."), text[1] == UInt8(ascii: "/") { start = 2 }
      guard start < text.count else { throw .malformed }
    }
    var segments: [String] = []
    segments.reserveCapacity(max(8, known.count + 2))
    segments.append(contentsOf: known)
    while true {
      var end = start
      var hasEscape = false
      while end < text.count, text[end] != UInt8(ascii: "/") {
        if text[end] == UInt8(ascii: "%") { hasEscape = true }
        end += 1
      }
      let part = text.extracting(start..<end)
      // The length counts as it is written; what is left when escapes are resolved must be a name too.
      guard Self.fits(part, limits.maximumSegmentLength) else { throw .tooLong }
      let segment = hasEscape ? Self.unescaped(part) : String(utf8: part)
      guard segment.utf8.count > 2 || !(segment.isEmpty || segment == "." || segment == "..") else {
        throw .malformed
      }
      guard segments.count < limits.maximumDepth else { throw .tooLong }
      segments.append(segment)
      if end == text.count { break }
      start = end + 1
    }
    self.segments = segments
  }

  /// Whether a text has no more characters than that: it need not be looked at where it has no more bytes.
  static func fits(_ text: Span<UInt8>, _ length: Int) -> Bool {
    if text.count <= length { return true }
    var scalars = 0
    for index in text.indices where text[index] & 0xC0 != 0x80 { scalars += 1 }
    return scalars <= length
  }

  /// Whether a text can be the name of a node: what an address without limits can end in.
  public static func isName(_ text: String) -> Bool {
    !text.isEmpty && text != "." && text != ".."
      && !text.unicodeScalars.contains { $0 == "/" || $0 == "?" || $0.properties.generalCategory == .control }
  }

  /// The name that a document spells as a segment of a URI (NodeName: OMA-TS-DM_TND-V1_2 9.4.1.4): its escapes are
  /// resolved as those of an address are.
  static func name(spelled text: String) -> String {
    let bytes = text.utf8Span.span
    for index in bytes.indices where bytes[index] == UInt8(ascii: "%") { return unescaped(bytes) }
    return text
  }

  /// A segment with the escapes resolved that say no more than the character itself.
  private static func unescaped(_ input: Span<UInt8>) -> String {
    var output: [UInt8] = []
    var index = 0
    while index < input.count {
      guard input[index] == UInt8(ascii: "%"), index + 2 < input.count,
        let high = HexadecimalDigits.value(of: input[index + 1]),
        let low = HexadecimalDigits.value(of: input[index + 2])
      else {
        output.append(input[index])
        index += 1
        continue
      }
      let byte = high << 4 | low
      if byte >= 0x80 || byte == 0x20 || isUnreserved(byte), !completesEscape(byte, after: output) {
        output.append(byte)
      } else {
        output.append(UInt8(ascii: "%"))
        output.append(contentsOf: [high, low].map { $0 < 10 ? 0x30 + $0 : 0x37 + $0 })
      }
      index += 3
    }
    // Escapes that make no UTF-8 stay as they are.
    return String(validating: output, as: UTF8.self) ?? String(utf8: input)
  }

  /// Whether a byte would make an escape of a `%` that is none: what was resolved once would be resolved again.
  private static func completesEscape(_ byte: UInt8, after output: [UInt8]) -> Bool {
    guard HexadecimalDigits.value(of: byte) != nil, let last = output.last else { return false }
    let percent = UInt8(ascii: "%")
    return last == percent || (HexadecimalDigits.value(of: last) != nil && output.dropLast().last == percent)
  }

  /// RFC 2396 2.3: letters, digits and marks.
  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: "-_.!~*'()".utf8.contains(byte)
    }
  }

  /// The last name, or `.` for the root.
  public var name: String { segments.last ?? "." }

  /// The address of the node above, or nil for the root.
  public var parent: NodeURI? {
    if segments.isEmpty { return nil }
    // Every Add asks for it: an array of what is left when the last is dropped is made far more slowly.
    var names: [String] = []
    names.reserveCapacity(segments.count - 1)
    names.append(contentsOf: segments[..<(segments.count - 1)])
    return NodeURI(segments: names)
  }

  /// The address of a child.
  public func appending(_ name: String) -> NodeURI {
    var names: [String] = []
    names.reserveCapacity(segments.count + 1)
    names.append(contentsOf: segments)
    names.append(name)
    return NodeURI(segments: names)
  }

  /// The address of a node below, by the names that lead to it; without names it is this one.
  public func appending(_ names: [String]) -> NodeURI { NodeURI(segments: segments + names) }

  /// Whether the node is this one or lies below it.
  public func contains(_ other: NodeURI) -> Bool {
    guard segments.count <= other.segments.count else { return false }
    for index in segments.indices where segments[index] != other.segments[index] { return false }
    return true
  }

  /// The names from this node down to one below it, or nil where that is not below.
  public func relativePath(of other: NodeURI) -> [String]? {
    contains(other) ? Array(other.segments.dropFirst(segments.count)) : nil
  }
}

extension NodeURI: CustomStringConvertible {
  /// The address as it is written: `.` or `./A/B`.
  public var description: String { segments.isEmpty ? "." : "./" + segments.joined(separator: "/") }
}
