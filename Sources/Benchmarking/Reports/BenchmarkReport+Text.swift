extension BenchmarkReport {
  /// The report as a table for people.
  public var text: String {
    var text = ""
    if !isOptimized {
      text += "*** Built without optimization: these figures mean nothing. Build with `swift build -c release`. ***\n\n"
    }
    text += "\(rounds) interleaved rounds of at least \(minimumMilliseconds) ms, \(processors) processors; "
    text += "ratio: how many times as long as \(BenchmarkWork.ownName) it takes, by the medians,\n"
    text += "and the middle half of the rounds; allocs: heap allocations for one document once buffers have grown, "
    text += countsAllocations ? "counted by this program's malloc\n" : "not counted on this system\n"
    for peer in peers { text += "\(peer.name): \(peer.library ?? peer.note ?? "not loaded")\n" }
    for input in inputs {
      text += "\n" + Self.heading(input) + "\n"
      for result in results where result.shape == input.shape { text += result.text }
    }
    return text
  }

  private static func heading(_ input: Input) -> String {
    var text = "\(input.shape.rawValue): \(input.messages) messages of about \(input.wbxmlBytes) bytes of WBXML"
    if let bytes = input.stringTableBytes { text += " (\(bytes) with a string table)" }
    return text + ", \(input.xmlBytes) bytes of XML, \(input.events) events"
  }
}

extension BenchmarkReport.Result {
  private static let nameWidth = 48
  private static let columns =
    "      median               min … max        MB/s  ns/event    ratio                     allocs"

  var text: String {
    var text = "  " + padded(work, Self.nameWidth + 2) + Self.columns + "\n"
    for figure in contenders {
      text += "    " + padded(figure.name, Self.nameWidth)
      guard let median = figure.medianNanoseconds, let minimum = figure.minimumNanoseconds,
        let maximum = figure.maximumNanoseconds
      else {
        text += "not measured: \(figure.failure ?? "no round")\n"
        continue
      }
      let spread = "\(duration(minimum)) … \(duration(maximum))"
      text += aligned(duration(median), 12) + aligned(spread, 24)
      text +=
        aligned(decimal(figure.megabytesPerSecond ?? 0), 12) + aligned(decimal(figure.nanosecondsPerEvent ?? 0), 10)
      text += aligned(decimal(figure.ratio ?? 0), 9)
      text +=
        " " + padded("(\(decimal(figure.ratioLowerQuartile ?? 0)) … \(decimal(figure.ratioUpperQuartile ?? 0)))", 17)
      text += aligned(figure.allocations.map(decimal) ?? "-", 9)
      if let times = figure.timesLimit {
        text += "  a limit: \(BenchmarkWork.ownName) takes \(decimal(times)) times as long"
      }
      if let bytes = figure.outputBytes { text += "  \(Int(bytes.rounded())) bytes" }
      text += figure.rounds < 3 ? "  (rounds: \(figure.rounds))\n" : "\n"
    }
    return text
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  private func aligned(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }

  /// A time with three digits and the unit that fits.
  private func duration(_ nanoseconds: Double) -> String {
    switch nanoseconds {
    case ..<1e3: decimal(nanoseconds) + " ns"
    case ..<1e6: decimal(nanoseconds / 1e3) + " us"
    case ..<1e9: decimal(nanoseconds / 1e6) + " ms"
    default: decimal(nanoseconds / 1e9) + " s"
    }
  }

  /// A number with three digits or all those before the point.
  private func decimal(_ number: Double) -> String {
    let places = number < 9.995 ? 2 : number < 99.95 ? 1 : 0
    let factor = places == 2 ? 100.0 : places == 1 ? 10.0 : 1.0
    let scaled = Int((number * factor).rounded())
    if places == 0 { return "\(scaled)" }
    let fraction = "\(scaled % Int(factor))"
    return "\(scaled / Int(factor))." + String(repeating: "0", count: places - fraction.count) + fraction
  }
}
