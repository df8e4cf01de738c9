/// What a vector's check found.
public struct CheckResult: Sendable, Hashable {
  /// The verdict; the raw value is the word that reports print.
  public enum Outcome: String, Sendable, Hashable, CaseIterable {
    /// Everything was as the vector says.
    case passed
    /// Something was not: ``CheckResult/reasons`` says what.
    case failed
    /// The implementation does not have a feature that the vector needs.
    case notApplicable = "not applicable"
  }

  /// The id of the vector that was checked.
  public var vectorID: String
  /// The verdict.
  public var outcome: Outcome
  /// Why it failed, one reason a line; or why it does not apply.
  public var reasons: [String]
  /// What went over the line, where the vector is a flow: for a report to show.
  public var transcript: [TranscriptEntry]

  /// A result; without reasons and transcript unless they are given.
  public init(
    vectorID: String, outcome: Outcome, reasons: [String] = [], transcript: [TranscriptEntry] = []
  ) {
    self.vectorID = vectorID
    self.outcome = outcome
    self.reasons = reasons
    self.transcript = transcript
  }
}

/// A message of a flow, or something that happened between messages.
public struct TranscriptEntry: Sendable, Hashable {
  /// Which way a message went; the raw value is the text that reports print.
  public enum Direction: String, Sendable, Hashable {
    /// A message of the server, which the runner plays.
    case toDevice = "server to device"
    /// A message of the device under test.
    case toServer = "device to server"
    /// No message: something that happened between messages, such as time going by.
    case note
  }

  /// The encoding of the run it belongs to.
  public var encoding: String
  /// Which way it went, or that it is a note.
  public var direction: Direction
  /// The bytes as they were sent; empty for a note.
  public var bytes: [UInt8]
  /// What a note says; empty for a message.
  public var text: String
}
