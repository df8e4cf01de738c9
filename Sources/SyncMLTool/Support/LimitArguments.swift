import ArgumentParser
import WBXML

/// How much of the machine a document may take.
struct LimitArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp("How deep elements may nest (default: \(Limits.default.depth)).", valueName: "levels"))
  var limitDepth: Int?

  @Option(help: ArgumentHelp("The string table's bytes (default: 1M).", valueName: "size"))
  var limitStringTable: ByteSize?

  @Option(
    help: ArgumentHelp(
      "Bytes of one token that has to be kept whole, such as opaque data or a document inside the document "
        + "(default: 16M).", valueName: "size"))
  var limitToken: ByteSize?

  @Option(
    help: ArgumentHelp("The whole document's bytes (default: none). Sizes: 500, 64K, 16M, 2G.", valueName: "size"))
  var limitDocument: ByteSize?

  @Option(
    help: ArgumentHelp(
      "Bytes that references to the string table may give for each byte read, beyond the first megabyte "
        + "(default: \(Limits.default.amplification)).", valueName: "factor"))
  var limitAmplification: Int?

  func validate() throws {
    if let limitDepth, !(1...100_000).contains(limitDepth) {
      throw ValidationError("--limit-depth takes 1 to 100000 levels, not \(limitDepth).")
    }
    if let limitAmplification, limitAmplification < 1 {
      throw ValidationError("--limit-amplification takes a factor of at least 1, not \(limitAmplification).")
    }
  }

  var limits: Limits {
    var limits = Limits.default
    if let limitDepth { limits.depth = limitDepth }
    if let limitStringTable { limits.stringTableBytes = limitStringTable.bytes }
    if let limitToken { limits.tokenBytes = limitToken.bytes }
    if let limitDocument { limits.documentBytes = limitDocument.bytes }
    if let limitAmplification { limits.amplification = limitAmplification }
    return limits
  }
}

/// A number of bytes: digits, and K, M or G for 1024, 1024² or 1024³ of them; or `all`.
struct ByteSize: ExpressibleByArgument {
  let bytes: Int

  init(bytes: Int) { self.bytes = bytes }

  init?(argument: String) {
    if argument == "all" || argument == "none" {
      bytes = .max
      return
    }
    let shift: Int
    switch argument.last {
    case "K", "k": shift = 10
    case "M", "m": shift = 20
    case "G", "g": shift = 30
    default: shift = 0
    }
    let digits = shift > 0 ? argument.dropLast() : argument[...]
    guard let count = Int(digits), count > 0, digits.first != "+", count <= Int.max >> shift else { return nil }
    bytes = count << shift
  }
}
