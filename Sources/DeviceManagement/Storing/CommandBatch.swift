public import SyncML

/// Commands that an operator wants carried out on a device, together, in one package.
public struct CommandBatch: Hashable, Sendable, Identifiable {
  /// What has become of a batch.
  public enum State: String, Hashable, Sendable, CaseIterable {
    /// It waits for the device to open a session.
    case queued
    /// It has been sent; whether the device has carried it out is not known yet. Where the session ends like this it is
    /// sent again in the next one.
    case sent
    /// The device has answered; the answers say how its commands fared.
    case answered
    /// The operator took it back before it was sent.
    case cancelled
    /// It was sent as often as may be and never answered.
    case abandoned
  }

  /// The number by which the store knows it; batches are sent in the order of these.
  public var id: Int64
  /// The device's address.
  public var deviceURI: String
  /// The commands, without CmdIDs that mean anything.
  public var commands: [Command]
  /// What has become of it.
  public var state: State
  /// How often it has been sent.
  public var attempts: Int
  /// What the device has answered to it when it was sent last: Status and Results, in the order in which they came.
  public var answers: [Command]
  /// When it was queued; nil where nobody knew the time, as with the others.
  public var queuedAt: Timestamp?
  /// When it was sent last.
  public var sentAt: Timestamp?
  /// When it was answered.
  public var answeredAt: Timestamp?

  /// A batch that waits.
  public init(id: Int64, deviceURI: String, commands: [Command], queuedAt: Timestamp? = nil) {
    self.id = id
    self.deviceURI = deviceURI
    self.commands = commands
    self.queuedAt = queuedAt
    state = .queued
    attempts = 0
    answers = []
  }

  /// How its commands fared; a command with several items can have a Status for each.
  public var statuses: [Status] {
    answers.compactMap { if case .status(let status) = $0 { status } else { nil } }
  }

  /// What its Gets brought.
  public var results: [Results] {
    answers.compactMap { if case .results(let results) = $0 { results } else { nil } }
  }
}
