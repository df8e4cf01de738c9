// example
import SyncML

/// The rules that a message breaks, each with the element concerned.
func complaints(about message: [UInt8]) -> [String] {
  MessageValidator.validate(message.span).map { "\($0.severity.rawValue) \($0.ruleID) \($0.path)" }
}
// example end
