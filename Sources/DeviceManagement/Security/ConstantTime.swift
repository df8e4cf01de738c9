/// Comparison whose duration tells nothing of where two values differ.
enum ConstantTime {
  /// Whether two byte strings are equal. Only their lengths may show in the time it takes.
  @inline(never)
  static func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    var difference: UInt8 = 0
    for index in a.indices { difference |= a[index] ^ b[index] }
    return difference == 0
  }
}
