import ArgumentParser
import Foundation
import WBXML

/// What the tool says beside its output.
struct Complaints {
  let command: String
  /// Whether people who watch standard error see which of several files is being worked on.
  var showsProgress = false

  /// One line on standard error.
  func say(_ line: String) {
    clearProgress()
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }

  init(command: String, showsProgress: Bool = false) {
    self.command = command
    self.showsProgress = showsProgress && isatty(STDERR_FILENO) == 1
  }

  /// A bar, how many files are done, and which one is being worked on.
  private func showProgress(_ index: Int, of count: Int, _ name: String) {
    guard showsProgress else { return }
    let filled = index * Self.barWidth / max(1, count)
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.barWidth - filled)
    let line = "[\(bar)] \(index)/\(count) \(name)"
    FileHandle.standardError.write(Data("\r\u{1B}[K\(line.prefix(Self.terminalWidth - 1))".utf8))
    Interruption.setShowsProgress(true)
  }

  private static let barWidth = 20

  /// The columns of the terminal that standard error is; 80 where it does not say.
  private static var terminalWidth: Int {
    var size = winsize()
    // SAFE: TIOCGWINSZ fills the structure.
    let isKnown = unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0
    return isKnown && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// Removes the line that says how far the work is.
  private func clearProgress() {
    guard showsProgress else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
    Interruption.setShowsProgress(false)
  }

  func say(_ failure: ToolFailure) {
    let place = failure.file.map { $0 + ": " } ?? ""
    say("syncml \(command): \(place)\(failure.reason)")
    if let hint = failure.hint { say("  hint: \(hint)") }
  }

  /// Says what is out of line, unless nobody wants to know.
  func warn(of diagnostics: [Diagnostic], _ warns: Bool, file: String?) {
    guard warns else { return }
    let place = file.map { $0 + ": " } ?? ""
    for diagnostic in diagnostics { say("warning: \(place)\(diagnostic)") }
  }

  /// Does something; what fails is said, and becomes the exit code.
  func around(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let failure as ToolFailure {
      say(failure)
      throw failure.exitCode
    } catch is BrokenPipe {
      throw ExitCode.success
    }
  }

  /// Does something with each file and its number, and goes on with the next where one fails; the first failure is the exit code.
  func forEach(_ inputs: [InputFile], _ body: (Int, InputFile) throws -> Void) throws {
    var exitCode: ExitCode?
    defer { clearProgress() }
    for (index, input) in inputs.enumerated() {
      showProgress(index, of: inputs.count, input.name)
      do {
        try body(index, input)
      } catch let failure as ToolFailure {
        say(failure)
        exitCode = exitCode ?? failure.exitCode
      } catch is BrokenPipe {
        throw ExitCode.success
      }
    }
    if let exitCode { throw exitCode }
  }
}
