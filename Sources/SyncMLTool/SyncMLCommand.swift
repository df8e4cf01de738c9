import ArgumentParser
import Foundation

/// The tool: its subcommands, and nothing else.
struct SyncMLCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "syncml",
    abstract: "Read, write, explain and test SyncML and OMA DM messages.",
    discussion: """
      EXAMPLES
        syncml decode message.wbxml              WBXML to XML
        syncml encode message.xml -o out.wbxml   XML to WBXML
        syncml inspect message.wbxml             every byte explained
        syncml diff before.wbxml after.xml       what two messages differ in
        syncml validate message.wbxml            what breaks the standard's rules
        curl -s $URL | syncml decode -           a file or -, for standard input
        syncml server                            manage any device that connects
        syncml queue add commands.xml            give a running server work for devices
        syncml device --server URL               be a device that connects

      EXIT CODES
        0   good
        1   findings: a message or a test is not as it should be
        64  usage: the command line is wrong
        65  bad data: the input cannot be read
        66  no input: a file is missing or may not be read
        74  a file cannot be read or written, or a server cannot be reached
        75  try again later: the server is busy
      """,
    version: toolVersion,
    subcommands: [
      DecodeCommand.self, EncodeCommand.self, InspectCommand.self, StatsCommand.self, DiffCommand.self,
      ValidateCommand.self,
      LanguagesCommand.self,
      ServerCommand.self, QueueCommand.self, DeviceCommand.self, ConformanceCommand.self, BenchCommand.self,
    ])
}

/// The tool's version.
let toolVersion = "0.1.0"

@main
enum Main {
  static func main() {
    StandardFiles.occupy()
    // A reader that goes away shows as EPIPE where we write, and the tool ends there.
    _ = signal(SIGPIPE, SIG_IGN)
    Interruption.install()
    do {
      var command = try SyncMLCommand.parseAsRoot()
      if command is any AsyncParsableCommand {
        runAsync()
      } else {
        // On the main thread and with no other: less memory, and tools like valgrind can follow.
        try command.run()
      }
    } catch {
      SyncMLCommand.exit(withError: error)
    }
  }

  /// Reads the command line once more, for a command that waits for something, and ends the tool after it.
  private static func runAsync() -> Never {
    Task.detached {
      await SyncMLCommand.main()
      SyncMLCommand.exit()
    }
    dispatchMain()
  }
}
