import WBXML

/// Reads the targets of a message's commands, within the limits that the device announces when it reads the first.
///
/// Commands nearly always go on where the one before was: what an address has in common with it is not read again.
struct TargetReader: Sendable {
  private var limits: NodeURI.Limits?
  /// The address that was read last, without its query.
  private var address = ""
  /// The node that it named.
  private var node = NodeURI.root

  /// Reads a target.
  ///
  /// - Throws: where it is no address, or a longer one than the device takes.
  mutating func read(_ text: String, on device: some ManagedDevice) throws(NodeURI.ParseError) -> TargetURI {
    let limits = self.limits ?? NodeURI.Limits(announcedIn: device.tree)
    self.limits = limits
    let bytes = text.utf8Span.span
    guard NodeURI.fits(bytes, limits.maximumTotalLength) else { throw .tooLong }
    for index in bytes.indices where bytes[index] == UInt8(ascii: "?") {
      return try TargetURI(parsing: text, limits: limits)
    }
    let (count, start) = common(with: bytes)
    node = try NodeURI(bytes, limits, knowing: node.segments[..<count], from: start)
    address = text
    return TargetURI(node: node)
  }

  /// How many names an address has in common with the last one, and where in it the next one begins.
  private func common(with text: Span<UInt8>) -> (count: Int, start: Int) {
    let known = address.utf8Span.span
    let end = min(known.count, text.count)
    // What is relative by `./` in one and not in the other has nothing in common.
    let first = known.count > 1 && known[0] == UInt8(ascii: ".") && known[1] == UInt8(ascii: "/") ? 2 : 0
    var (count, start, index) = (0, 0, 0)
    while index < end, known[index] == text[index] {
      if index >= first, known[index] == UInt8(ascii: "/") {
        count += 1
        start = index + 1
      }
      index += 1
    }
    // The last name of the one may be another one's, too.
    if index > 0, index == known.count, index < text.count, text[index] == UInt8(ascii: "/") {
      return (node.segments.count, index + 1)
    }
    return (count, start)
  }
}
