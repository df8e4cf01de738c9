import Foundation
import Testing

/// The built tool, run as a user runs it.
struct Tool {
  struct Outcome {
    var exitCode: Int32
    var output: Data
    var errors: String

    var text: String { String(decoding: output, as: UTF8.self) }
    var errorLines: [Substring] { errors.split(separator: "\n") }
  }

  /// The executable beside the test bundle.
  private static let executable = findExecutable()

  /// The tool's file.
  static var path: URL { get throws { try #require(executable, "the tool is not built") } }

  private static func findExecutable() -> URL? {
    let starts = [Bundle.main.bundleURL, URL(fileURLWithPath: CommandLine.arguments[0])]
    for start in starts + Bundle.allBundles.map(\.bundleURL) {
      var folder = start.resolvingSymlinksInPath()
      for _ in 0..<6 {
        let candidate = folder.appendingPathComponent("syncml")
        let isFile = (try? candidate.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true
        if isFile, FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
        folder.deleteLastPathComponent()
      }
    }
    return nil
  }

  /// Runs the tool; standard input is empty unless it is given.
  static func run(_ arguments: [String], input: Data = Data(), environment: [String: String] = [:]) throws -> Outcome {
    let folder = try TemporaryFolder()
    let inputFile = try folder.file("input", input)
    let (output, errors) = (try folder.file("output"), try folder.file("errors"))
    let process = Process()
    let tool: URL = try #require(executable, "the tool is not built")
    process.executableURL = tool
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // Files, not pipes: a pipe that fills up stops the tool.
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit, "\(arguments) crashed")
    return Outcome(
      exitCode: process.terminationStatus, output: try Data(contentsOf: output),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
  }

  /// Runs a line of the shell in which `$SYNCML` is the tool.
  static func shell(_ line: String) throws -> Outcome {
    let folder = try TemporaryFolder()
    let (output, errors) = (try folder.file("output"), try folder.file("errors"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", line]
    process.environment = ["SYNCML": try #require(executable, "the tool is not built").path, "PATH": "/usr/bin:/bin"]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    return Outcome(
      exitCode: process.terminationStatus, output: try Data(contentsOf: output),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
  }
}

/// A folder that goes away with its owner.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("syncml-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  var path: String { url.path }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String, _ contents: Data = Data()) throws -> URL {
    let file = url.appendingPathComponent(name)
    try contents.write(to: file)
    return file
  }
}

/// Documents for the tests.
enum Sample {
  static let xml = Data(
    """
    <?xml version="1.0"?><SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>\
    <SessionID>1</SessionID><MsgID>1</MsgID><Target><LocURI>https://dm.example</LocURI></Target>\
    <Source><LocURI>IMEI:1</LocURI></Source></SyncHdr><SyncBody><Alert><CmdID>1</CmdID><Data>1201</Data></Alert>\
    <Replace><CmdID>2</CmdID><Item><Target><LocURI>./A</LocURI></Target><Meta><Format xmlns="syncml:metinf">chr</Format>\
    </Meta><Data>x &amp; y</Data></Item></Replace><Final/></SyncBody></SyncML>
    """.utf8)

  /// `<SyncML><SyncHdr>1.2</SyncHdr></SyncML>` with a string table, a page switch and opaque data, 35 bytes.
  static let wbxml = Data([
    0x02, 0xA4, 0x01, 0x6A, 0x04, 0x61, 0x62, 0x63, 0x00,
    0x6D, 0x6C, 0x71, 0x03, 0x31, 0x2E, 0x32, 0x00, 0x01, 0x5A, 0x00, 0x01, 0x47, 0x83, 0x00, 0x01, 0x01,
    0x00, 0x00, 0x4F, 0xC3, 0x02, 0x68, 0x69, 0x01, 0x01, 0x01,
  ])
}
