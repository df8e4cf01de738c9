/// The answer to "when next?" (SCHEDULING.md sections 4 and 9).
public enum NextOccurrence: Sendable, Hashable {
  /// It is at this instant.
  case at(Instant)
  /// There is none any more: the rule has ended, or the validity period has.
  case none
  /// `Recurrence.searchLimit` periods without an occurrence were looked at; whether there is one is not known.
  case searchLimitReached

  /// The instant, when there is one.
  public var instant: Instant? {
    if case .at(let instant) = self { instant } else { nil }
  }
}
