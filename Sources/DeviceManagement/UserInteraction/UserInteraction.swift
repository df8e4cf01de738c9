public import SyncML

/// What a server wants of the user: alerts 1100 to 1104, taken apart and checked.
///
/// Source: OMA-TS-DM_Protocol-V1_2 10 (user interaction commands).
public struct UserInteraction: Hashable, Sendable {
  /// The kinds of interaction.
  public enum Kind: Hashable, Sendable {
    /// A text is shown (1100).
    case display
    /// The user says yes or no (1101). The default response says which is highlighted.
    case confirmation(highlighted: Bool?)
    /// The user types a text (1102), which begins as the default response.
    case input(initial: String)
    /// The user chooses one of several (1103); the number of the one that is highlighted, from 1.
    case singleChoice([String], highlighted: Int?)
    /// The user chooses some of several (1104); the numbers of those that are highlighted, from 1.
    case multipleChoice([String], highlighted: [Int])
  }

  /// What the user is to do.
  public var kind: Kind
  /// The text to show, or the title of the choice.
  public var text: String
  /// How to show it.
  public var options: InteractionOptions

  /// An interaction.
  public init(_ kind: Kind, text: String, options: InteractionOptions = InteractionOptions()) {
    self.kind = kind
    self.text = text
    self.options = options
  }

  /// Reads an alert.
  ///
  /// The first item holds the options; some servers leave it out of an alert that has none, which shows where there is
  /// one item alone.
  ///
  /// - Throws: 406 where the alert is not one of 1100 to 1104, 412 where its items are missing or have no text, or a
  ///   choice has no choices.
  public init(_ alert: Alert) throws(Refusal) {
    guard let code = alert.code else { throw Refusal(status: .incompleteCommand) }
    guard (AlertCode.display.rawValue...AlertCode.multipleChoice.rawValue).contains(code.rawValue) else {
      throw Refusal(status: .optionalFeatureNotSupported)
    }
    var items = alert.items[...]
    options = InteractionOptions()
    let isChoice = code == .singleChoice || code == .multipleChoice
    if items.count > 1 || isChoice, let first = items.popFirst() {
      options = InteractionOptions(parsing: first.data?.string ?? "")
    }
    guard let text = items.popFirst()?.data?.string else { throw Refusal(status: .incompleteCommand) }
    self.text = text
    var choices: [String] = []
    for item in items {
      guard let choice = item.data?.string else { throw Refusal(status: .incompleteCommand) }
      choices.append(choice)
    }
    let response = options.defaultResponse
    switch code {
    case .display: kind = .display
    case .confirmOrReject: kind = .confirmation(highlighted: response == "1" ? true : response == "0" ? false : nil)
    case .textInput: kind = .input(initial: response ?? "")
    default:
      guard !choices.isEmpty else { throw Refusal(status: .incompleteCommand) }
      // Some servers separate the numbers with commas.
      let numbers = (response ?? "").split(whereSeparator: { $0 == "-" || $0 == "," }).compactMap { Int($0) }
        .filter { (1...choices.count).contains($0) }
      kind =
        code == .singleChoice
        ? .singleChoice(choices, highlighted: numbers.first) : .multipleChoice(choices, highlighted: numbers)
    }
  }

  /// Why an alert is no interaction, as the status that answers it.
  public struct Refusal: Error, Hashable, Sendable {
    /// The status that answers the alert.
    public var status: StatusCode
  }
}

/// What came of a ``UserInteraction``.
public enum UserResponse: Hashable, Sendable {
  /// The text was shown (1100), or the user said yes (1101).
  case accepted
  /// The user said no (1101).
  case rejected
  /// The user typed a text (1102).
  case text(String)
  /// The user chose these, by their numbers from 1; exactly one of a single choice.
  case choices([Int])
  /// The user cancelled.
  case cancelled
  /// The user did not answer in time.
  case timedOut
  /// The device cannot show it: a text or a choice is too long, or there are too many.
  case notDisplayable
  /// The device cannot do this kind of interaction.
  case notSupported
}

extension UserInteraction {
  /// The status and the items that tell a server of a response.
  ///
  /// - 200 with the text or the numbers, 304 for no, 214 where the user cancelled, 416 and 406 where the device cannot.
  /// - 408 where the user did not answer, with the default response as its items where one was given: what happens then
  ///   is the server's decision.
  /// - 500 for a response that is none to the interaction: a longer text than allowed, one of other characters, or a
  ///   number without a choice. A user agent must not let the user give such an answer.
  ///
  /// Source: OMA-TS-DM_Protocol-V1_2 10.2 and 10.3.2; OMA-TS-DM_RepPro-V1_2 6.6.2.
  public func outcome(of response: UserResponse) -> InteractionOutcome {
    switch (kind, response) {
    case (_, .cancelled): return InteractionOutcome(.operationCancelled)
    case (_, .timedOut): return InteractionOutcome(.requestTimeout, answers: defaultAnswers)
    case (_, .notDisplayable): return InteractionOutcome(.requestedSizeTooBig)
    case (_, .notSupported): return InteractionOutcome(.optionalFeatureNotSupported)
    case (.display, .accepted), (.confirmation, .accepted): return InteractionOutcome(.ok)
    case (.confirmation, .rejected): return InteractionOutcome(.notModified)
    case (.input, .text(let text)) where isAllowed(text): return InteractionOutcome(.ok, answers: [text])
    case (.singleChoice(let choices, _), .choices(let numbers))
    where numbers.count == 1 && areChoices(numbers, of: choices):
      return InteractionOutcome(.ok, answers: numbers.map(String.init))
    case (.multipleChoice(let choices, _), .choices(let numbers)) where areChoices(numbers, of: choices):
      return InteractionOutcome(.ok, answers: numbers.map(String.init))
    default: return InteractionOutcome(.commandFailed)
    }
  }

  private func isAllowed(_ text: String) -> Bool {
    // An empty input is the user's choice, whatever characters are allowed.
    text.count <= options.maximumLength ?? .max && (text.isEmpty || options.inputType.allows(text))
  }

  private func areChoices(_ numbers: [Int], of choices: [String]) -> Bool {
    Set(numbers).count == numbers.count && numbers.allSatisfy { $0 >= 1 && $0 <= choices.count }
  }

  private var defaultAnswers: [String] {
    switch kind {
    case .display, .confirmation: []
    case .input(let initial): options.defaultResponse == nil ? [] : [initial]
    case .singleChoice(_, let highlighted): highlighted.map { [String($0)] } ?? []
    case .multipleChoice(_, let highlighted): highlighted.map(String.init)
    }
  }
}

/// Asks the user.
///
/// A device that has one gives it its alerts:
///
///     mutating func interact(_ alert: Alert) -> InteractionOutcome { agent.interact(alert) }
public protocol UserAgent {
  /// Shows something to the user, or asks, and waits for the answer or for `options.maximumDisplayTime`.
  mutating func perform(_ interaction: UserInteraction) -> UserResponse
}

extension UserAgent {
  /// Takes an alert apart, asks the user, and checks the answer.
  public mutating func interact(_ alert: Alert) -> InteractionOutcome {
    do {
      let interaction = try UserInteraction(alert)
      return interaction.outcome(of: perform(interaction))
    } catch {
      return InteractionOutcome(error.status)
    }
  }
}
