/// How much of a machine one document may take. The defaults are safe for input from anywhere.
public struct Limits: Hashable, Sendable {
  /// How deep elements may nest. Real SyncML stays below 10. A WBXML document inside another one counts its levels for
  /// itself; in XML text they are levels like any others.
  public var depth: Int
  /// The string table's bytes, which the decoder keeps while it reads.
  public var stringTableBytes: Int
  /// The bytes of one token, text or command that somebody has to keep whole.
  public var tokenBytes: Int
  /// The whole document's bytes. Streaming keeps none of them, so the default has no bound.
  public var documentBytes: Int
  /// How many bytes of text string-table references may deliver for each byte of input, ...
  public var amplification: Int
  /// ... beyond this many bytes, which every document may deliver.
  public var amplificationFloor: Int

  /// Limits in levels (`depth`), bytes of text a byte of input (`amplification`), and bytes (the others).
  public init(
    depth: Int = 128, stringTableBytes: Int = 1 << 20, tokenBytes: Int = 16 << 20, documentBytes: Int = .max,
    amplification: Int = 32, amplificationFloor: Int = 1 << 20
  ) {
    self.depth = depth
    self.stringTableBytes = stringTableBytes
    self.tokenBytes = tokenBytes
    self.documentBytes = documentBytes
    self.amplification = amplification
    self.amplificationFloor = amplificationFloor
  }

  /// Limits that are safe for input from anywhere: depth 128, 1 MiB of string table, 16 MiB a token.
  public static var `default`: Limits { Limits() }
}
