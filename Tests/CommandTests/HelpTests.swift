import Testing

@Suite("Help")
struct HelpTests {
  static let subcommands = [
    "decode", "encode", "inspect", "stats", "diff", "validate", "languages", "server", "queue", "device", "conformance",
    "bench",
  ]

  @Test("every subcommand explains itself, with examples", arguments: subcommands)
  func help(subcommand: String) throws {
    let outcome = try Tool.run([subcommand, "--help"])
    #expect(outcome.exitCode == 0)
    #expect(outcome.text.hasPrefix("OVERVIEW: "))
    #expect(outcome.text.contains("EXAMPLES"))
    #expect(outcome.text.contains("syncml \(subcommand) "))
  }

  @Test("the tool lists its subcommands and exit codes")
  func root() throws {
    let outcome = try Tool.run(["--help"])
    #expect(outcome.exitCode == 0)
    for subcommand in Self.subcommands { #expect(outcome.text.contains("  \(subcommand) ")) }
    #expect(outcome.text.contains("EXIT CODES"))
  }

  @Test("the version is one line")
  func version() throws {
    let outcome = try Tool.run(["--version"])
    #expect(outcome.exitCode == 0)
    #expect(outcome.text == "0.1.0\n")
  }

  @Test(
    "a wrong command line is exit code 64",
    arguments: [
      ["decode", "--no-such-option"], ["decode", "--indent", "17", "-"], ["decode", "--language", "klingon", "-"],
      ["encode", "--version", "2.0", "-"], ["encode", "a.xml", "b.xml"], ["bench", "--rounds", "0"],
      ["bench", "--against", "none", "--against", "expat"], ["no-such-subcommand"], ["decode", "-", "-"],
    ])
  func usage(arguments: [String]) throws {
    let outcome = try Tool.run(arguments)
    #expect(outcome.exitCode == 64)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("Error: "))
  }
}
