import BuiltPrograms
import Foundation
import Testing

/// A run of the process that the tests kill or share a store with.
final class StoreProcess {
  private let process = Process()
  private let output = Pipe()
  private let input = Pipe()
  private var buffer = Data()

  /// Starts it.
  ///
  /// - Parameter prefix: a command that runs it, such as one that takes rights away; empty for none.
  init(_ arguments: [String], prefix: [String] = []) throws {
    let executable = try #require(Self.executable, "StoreKill is not built")
    let line = prefix + [executable.path] + arguments
    process.executableURL = URL(filePath: line[0])
    process.arguments = Array(line.dropFirst())
    process.standardOutput = output
    process.standardInput = input
    process.standardError = FileHandle.nullDevice
    try process.run()
    // The other end is the child's alone, so that its death ends the reading.
    try? output.fileHandleForWriting.close()
  }

  private static let executable = BuiltPrograms.file("StoreKill")

  /// The next line of its output; nil at the end.
  func nextLine() -> String? {
    while true {
      if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: buffer[..<end], as: UTF8.self)
        buffer = Data(buffer[(end + 1)...])
        return line
      }
      let data = output.fileHandleForReading.availableData
      if data.isEmpty { return nil }
      buffer += data
    }
  }

  /// The lines up to the end of its output; a last one without an end is none.
  func restOfLines() -> [String] {
    var lines: [String] = []
    while let line = nextLine() { lines.append(line) }
    return lines
  }

  func kill() { _ = Foundation.kill(process.processIdentifier, SIGKILL) }

  func endInput() { try? input.fileHandleForWriting.close() }

  /// Waits for its end; the signal that ended it, or nil, and its exit code.
  @discardableResult
  func wait() -> (isSignalled: Bool, code: Int32) {
    process.waitUntilExit()
    return (process.terminationReason == .uncaughtSignal, process.terminationStatus)
  }
}
