import BuiltPrograms
import Foundation
import Testing

/// The command-line tool that is built beside the tests.
enum BuiltTool {
  /// The tool's file.
  static var path: String {
    get throws { try #require(found, "the tool is not built").path }
  }

  private static let found = BuiltPrograms.file("syncml")

  /// `syncml server` at a free port.
  final class Server {
    private let process = Process()
    private let output = FileManager.default.temporaryDirectory.appending(path: "syncml-\(UUID().uuidString).log")
    /// Where it listens.
    private(set) var url = ""

    /// Starts it, and waits until it listens.
    init(_ arguments: [String]) async throws {
      process.executableURL = URL(filePath: try BuiltTool.path)
      process.arguments = ["server", "--listen", "127.0.0.1:0"] + arguments
      try Data().write(to: output)
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = try FileHandle(forWritingTo: output)
      process.standardError = FileHandle.nullDevice
      try process.run()
      while process.isRunning, url.isEmpty {
        try await Task.sleep(for: .milliseconds(20))
        let lines = try String(contentsOf: output, encoding: .utf8).split(
          separator: "\n", omittingEmptySubsequences: false)
        if lines.count > 1, let start = lines[0].range(of: "http://") { url = String(lines[0][start.lowerBound...]) }
      }
      try #require(!url.isEmpty, "the server does not listen")
    }

    deinit {
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      try? FileManager.default.removeItem(at: output)
    }

    /// Ends it at once, so that what it has not stored by then is lost.
    func stop() async throws {
      kill(process.processIdentifier, SIGKILL)
      while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
    }
  }
}
