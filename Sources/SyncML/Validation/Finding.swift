public import WBXML

/// How much a finding weighs.
public enum Severity: String, Hashable, Sendable, CaseIterable {
  /// The message breaks a rule of the standard.
  case error
  /// The message can be understood, but is not as the standard or a careful sender has it.
  case warning
}

/// Something a message does that a rule forbids: which rule, where, and what to do about it.
public struct Finding: Hashable, Sendable {
  /// The ``Rule`` that is broken.
  public var ruleID: String
  /// How much it weighs: the severity of its rule.
  public var severity: Severity
  /// The element concerned, such as `/SyncML/SyncBody/Alert[2]/Data`: a number counts siblings of one name from 1,
  /// and a first one carries none. `/` is the document.
  public var path: String
  /// Where the element stands in the input.
  public var position: SourcePosition
  /// What is wrong, in one sentence.
  public var message: String
  /// How to put it right.
  public var hint: String

  /// A finding of its parts; those of this library come from a ``MessageValidator``.
  public init(
    ruleID: String, severity: Severity, path: String, position: SourcePosition, message: String, hint: String
  ) {
    self.ruleID = ruleID
    self.severity = severity
    self.path = path
    self.position = position
    self.message = message
    self.hint = hint
  }

  init(_ rule: Rule, _ path: String, _ position: SourcePosition, _ message: String) {
    self.init(
      ruleID: rule.id, severity: rule.severity, path: path, position: position, message: message, hint: rule.hint)
  }
}

extension Finding: CustomStringConvertible {
  /// One line: the place, the rule, the element, what is wrong.
  public var description: String {
    let place =
      position.line > 0 ? "line \(position.line), column \(position.column)" : "offset \(position.offset)"
    return "\(place): \(severity.rawValue) \(ruleID) \(path): \(message)"
  }
}

/// Findings up to a number: a hostile message can break rules at every byte.
struct FindingList: Sendable {
  private(set) var findings: [Finding] = []
  /// Whether findings beyond the limit were dropped.
  private(set) var isCut = false
  private let limit: Int

  init(limit: Int) { self.limit = max(limit, 1) }

  /// Whether another finding would be kept: asked before a path or a text is built for one.
  var hasRoom: Bool { findings.count < limit }

  mutating func append(_ finding: Finding) {
    if hasRoom { findings.append(finding) } else { isCut = true }
  }

  /// Keeps a finding that has to be told, whatever the limit.
  mutating func insist(_ finding: Finding) { findings.append(finding) }

  /// Says that a finding was dropped.
  mutating func cut() { isCut = true }
}
