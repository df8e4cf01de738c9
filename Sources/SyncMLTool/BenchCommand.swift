import ArgumentParser

/// `syncml bench`: how fast this package is on this machine. Each kind of measurement is a subcommand.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure this package on this machine.",
    discussion: """
      Without a subcommand messages are read and written, beside the package's peers: `syncml bench codec --help` says \
      with which options.

      EXAMPLES
        syncml bench
        syncml bench --shape dm2k --against libwbxml
        syncml bench http --sessions 500
      """,
    subcommands: [BenchCodecCommand.self, BenchHTTPCommand.self], defaultSubcommand: BenchCodecCommand.self)
}
