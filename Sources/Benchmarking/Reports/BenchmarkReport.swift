/// What was measured, and under which circumstances. All figures come from one run.
public struct BenchmarkReport: Sendable, Codable {
  /// Whether the program was compiled with optimization: without, the figures mean nothing.
  public var isOptimized: Bool
  public var processors: Int
  public var rounds: Int
  /// The shortest batch in milliseconds.
  public var minimumMilliseconds: Int
  /// Whether heap allocations were counted: on Linux with glibc, and without a sanitizer.
  public var countsAllocations: Bool
  public var peers: [PeerStatus]
  public var inputs: [Input]
  public var results: [Result]

  /// Whether a peer that was asked for is there.
  public struct PeerStatus: Sendable, Codable {
    public var name: String
    /// The library, or nil where none could be loaded.
    public var library: String?
    /// Why it is not measured, and what to do about it.
    public var note: String?

    init(_ peer: BenchmarkPeer, library: String?, names: [String]) {
      name = peer.rawValue
      self.library = library
      if library == nil { note = "cannot load \(names.joined(separator: " or ")); get it with: \(peer.advice)" }
    }
  }

  /// The messages of a shape; numbers are means.
  public struct Input: Sendable, Codable {
    public var shape: BenchmarkShape
    public var messages: Int
    public var wbxmlBytes: Int
    public var xmlBytes: Int
    public var stringTableBytes: Int?
    public var events: Int
  }

  /// One kind of work on one shape.
  public struct Result: Sendable, Codable {
    public var shape: BenchmarkShape
    public var work: String
    /// In the order in which they took turns; this package is the first.
    public var contenders: [Figures]
  }

  /// One contender's figures for one document.
  public struct Figures: Sendable, Codable {
    public var name: String
    /// Why there are no figures.
    public var failure: String?
    /// How often it was measured, and how many documents each time.
    public var rounds: Int
    public var batch: Int
    public var medianNanoseconds: Double?
    public var minimumNanoseconds: Double?
    public var maximumNanoseconds: Double?
    public var lowerQuartileNanoseconds: Double?
    public var upperQuartileNanoseconds: Double?
    public var megabytesPerSecond: Double?
    public var eventsPerSecond: Double?
    public var nanosecondsPerEvent: Double?
    /// How many times as long as this package it takes, by the medians.
    public var ratio: Double?
    /// The middle half of the rounds' ratios, each of two neighbouring turns, lies between these.
    public var ratioLowerQuartile: Double?
    public var ratioUpperQuartile: Double?
    /// Whether it does only a part of the work: a limit for those who do all of it.
    public var isLimit: Bool
    /// How many times as long as this limit the package takes, by the medians.
    public var timesLimit: Double?
    /// How often it asked the heap for memory, for one document in the last round; nil where that was not counted.
    public var allocations: Double?
    public var allocationsPerEvent: Double?
    /// The mean number of bytes, elements or commands that it produced: proof that it worked.
    public var evidence: Double
    /// The mean size of what it wrote, where that may differ between contenders.
    public var outputBytes: Double?
  }
}
