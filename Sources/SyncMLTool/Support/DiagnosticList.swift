import WBXML

/// Diagnostics that wait to be said: a hostile document can be out of line at every byte, and a hundred say enough.
struct DiagnosticList {
  private var waiting: [Diagnostic] = []
  private var count = 0
  private static var limit: Int { 100 }

  mutating func append(_ diagnostic: Diagnostic) {
    if count < Self.limit { waiting.append(diagnostic) }
    count += 1
  }

  /// Those since the last call.
  mutating func take() -> [Diagnostic] {
    if waiting.isEmpty { return [] }
    defer { waiting.removeAll(keepingCapacity: true) }
    return waiting
  }

  /// How many will never be said.
  var dropped: Int { max(0, count - Self.limit) }
}
