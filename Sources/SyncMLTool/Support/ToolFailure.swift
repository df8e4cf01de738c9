import ArgumentParser
import WBXML

/// What keeps a command from doing its work: one line for people, and an exit code for scripts.
struct ToolFailure: Error {
  /// The file concerned; nil where it is none.
  var file: String?
  var reason: String
  /// What to do about it, where there is something to do.
  var hint: String?
  var exitCode: ExitCode
  /// What is wrong with a document; nil where something else is.
  var error: CodingError?

  init(_ file: String?, _ reason: String, hint: String? = nil, _ exitCode: ExitCode) {
    self.file = file
    self.reason = reason
    self.hint = hint
    self.exitCode = exitCode
  }

  /// A document that cannot be read or written: the place, the reason, the number at fault.
  init(_ file: String?, _ error: CodingError, hint: String? = nil) {
    var reason = error
    reason.offset = CodingError.unknownOffset
    reason.line = 0
    let place = error.line > 0 ? "line \(error.line), column \(error.column), " : ""
    self.init(file, "\(place)offset \(max(0, error.offset)): \(reason)", hint: hint, .badData)
    self.error = error
  }
}

/// The reader of our output has gone: nothing is left to do, and nothing is wrong.
struct BrokenPipe: Error {}

// The numbers are those of sysexits.h.
extension ExitCode {
  static let findings = ExitCode(1)
  static let badData = ExitCode(65)
  static let noInput = ExitCode(66)
  static let inputOutput = ExitCode(74)
  static let tryAgainLater = ExitCode(75)
}
