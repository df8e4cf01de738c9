import DeviceManagement

/// A user who answers as a vector says. Where nothing more is said, the device has no user interface.
struct ScriptedUserAgent: UserAgent, Sendable {
  private var answers: [UserResponse] = []

  /// Adds answers: `accept`, `reject`, `text:` with the text, `choose:` with numbers, `cancel`, `timeout`,
  /// `notDisplayable`.
  mutating func add(_ texts: [String]) throws {
    for text in texts {
      switch text {
      case "accept": answers.append(.accepted)
      case "reject": answers.append(.rejected)
      case "cancel": answers.append(.cancelled)
      case "timeout": answers.append(.timedOut)
      case "notDisplayable": answers.append(.notDisplayable)
      default:
        if text.hasPrefix("text:") {
          answers.append(.text(String(text.dropFirst(5))))
        } else if text.hasPrefix("choose:") {
          answers.append(.choices(text.dropFirst(7).split(separator: ",").compactMap { Int($0) }))
        } else {
          throw DriverError("there is no answer '\(text)'")
        }
      }
    }
  }

  mutating func perform(_ interaction: UserInteraction) -> UserResponse {
    answers.isEmpty ? .notSupported : answers.removeFirst()
  }
}
