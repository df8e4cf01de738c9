/// What was measured of sessions. All figures come from one run.
public struct SessionBenchmarkReport: Sendable, Codable {
  /// Whether the program was compiled with optimization: without, the figures mean nothing.
  public var isOptimized: Bool
  public var rounds: Int
  /// The sessions of a round.
  public var sessions: Int
  /// Whether heap allocations were counted: on Linux with glibc, and without a sanitizer.
  public var countsAllocations: Bool
  public var rows: [Row]

  /// One kind of session in one encoding.
  public struct Row: Sendable, Codable {
    public var flow: SessionFlow
    /// The flow in words.
    public var title: String
    /// `xml` or `wbxml`.
    public var encoding: String
    /// The messages of a session, both ways.
    public var messages: Int
    /// Their bytes.
    public var bytes: Int
    /// On one core: the median of the rounds, the slowest and the fastest.
    public var sessionsPerSecond: Double
    public var lowestSessionsPerSecond: Double
    public var highestSessionsPerSecond: Double
    /// The time that a session takes, of all sessions of all rounds.
    public var medianMicroseconds: Double
    public var percentile99Microseconds: Double
    /// How often a session of the last round asked the heap for memory, both sides; nil where that was not counted.
    public var allocations: Double?
    /// The heap's bytes that a session holds after its first exchange, both sides and the device; nil where the C
    /// library does not say.
    public var heapBytes: Double?
    /// The time that expat alone takes to read the session's messages, which every reader that uses it takes too; the
    /// median of the rounds. Nil for WBXML, and where there is no expat.
    public var expatMicroseconds: Double?
    /// The sessions a second that this package is to reach; nil where nothing is set.
    public var floor: Double?
  }

  /// The report as a table for people.
  public var text: String {
    var text = ""
    if !isOptimized {
      text += "*** Built without optimization: these figures mean nothing. Build with `swift build -c release`. ***\n\n"
    }
    text += "\(rounds) rounds of \(sessions) sessions on one core, both sides in this process; p50, p99: the time of a "
    text += "session;\nallocs: heap allocations of a session; heap: what an open one holds, its device included\n\n"
    text += Self.line(
      "session", "encoding", "messages", "bytes", "sessions/s", "(min … max)", "p50", "p99", "allocs", "heap")
    for row in rows {
      text += Self.line(
        row.title, row.encoding, "\(row.messages)", "\(row.bytes)", Self.whole(row.sessionsPerSecond),
        "(\(Self.whole(row.lowestSessionsPerSecond)) … \(Self.whole(row.highestSessionsPerSecond)))",
        Self.microseconds(row.medianMicroseconds), Self.microseconds(row.percentile99Microseconds),
        row.allocations.map(Self.whole) ?? "-", row.heapBytes.map { Self.whole($0) + " B" } ?? "-")
    }
    return text + (remarks.isEmpty ? "" : "\n" + remarks.joined(separator: "\n") + "\n")
  }

  /// What is to be said below the table.
  private var remarks: [String] {
    rows.compactMap { row in
      if let floor = row.floor {
        let verdict = row.sessionsPerSecond >= floor ? "reached" : "MISSED"
        return "\(row.title), \(row.encoding): at least \(Self.whole(floor)) a second are wanted: \(verdict)"
      }
      guard let expat = row.expatMicroseconds else { return nil }
      return "\(row.title), \(row.encoding): \(Self.microseconds(expat)) of a session are expat's, reading alone"
    }
  }

  private static let widths = [42, 8, 9, 7, 11, 20, 10, 10, 8, 10]

  private static func line(_ cells: String...) -> String {
    var line = ""
    for (index, cell) in cells.enumerated() {
      let padding = String(repeating: " ", count: max(1, widths[index] - cell.count))
      // The names stand left, the numbers right.
      line += index < 2 ? cell + padding : padding + cell
    }
    return line + "\n"
  }

  private static func whole(_ number: Double) -> String {
    number.isFinite ? "\(Int(number.rounded()))" : "-"
  }

  private static func microseconds(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) us"
  }
}
