/// What two documents begin with alike: all of it is forgotten but the last events, which are the context of the first
/// difference.
struct CommonBeginning {
  private let before: EventLines
  private let after: EventLines
  /// The last lines that are the same, and the first ones that are not; nil where a document has ended.
  private var context: [String] = []
  private var firstOld: String?
  private var firstNew: String?
  /// How many lines come before the context, and the elements that are open there.
  private(set) var skipped = 0
  private(set) var path = OpenElements()

  init(_ before: EventLines, _ after: EventLines, context count: Int) throws {
    self.before = before
    self.after = after
    var (old, new) = (try before.next(), try after.next())
    while let line = old, line == new {
      context.append(line)
      // A few at a time: taking out the first of many moves all the others.
      if context.count >= 2 * count + 64 { forget(context.count - count) }
      (old, new) = (try before.next(), try after.next())
    }
    (firstOld, firstNew) = (old, new)
    forget(max(0, context.count - count))
  }

  private mutating func forget(_ count: Int) {
    for line in context[..<count] { path.follow(line) }
    context.removeFirst(count)
    skipped += count
  }

  /// Whether there is nothing else.
  var isWhole: Bool { firstOld == nil && firstNew == nil }

  /// Reads both to their ends.
  func difference() throws -> LineDifference {
    LineDifference(from: try rest(firstOld, of: before), to: try rest(firstNew, of: after))
  }

  private func rest(_ first: String?, of lines: EventLines) throws -> [String] {
    guard let first else { return context }
    var rest = context + [first]
    while let line = try lines.next() { rest.append(line) }
    return rest
  }
}

/// The elements that are open in the old document.
struct OpenElements {
  private var names: [Substring] = []

  mutating func follow(_ line: LineDifference.Line) {
    if line.change != .added { follow(line.text) }
  }

  mutating func follow(_ line: String) {
    if line.hasPrefix("(") {
      let name = line.dropFirst()
      names.append(name.hasPrefix("=") ? name.dropFirst() : name.drop { $0 != "." }.dropFirst())
    } else if line == ")" {
      _ = names.popLast()
    }
  }

  var text: String { "/" + names.joined(separator: "/") }
}
