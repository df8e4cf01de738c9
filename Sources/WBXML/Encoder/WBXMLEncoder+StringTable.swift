extension WBXMLEncoder {
  /// The index of a literal name in the string table.
  mutating func nameIndex(_ name: Span<UInt8>) throws(CodingError) -> UInt32 {
    guard !name.isEmpty else { throw CodingError(.notExpressibleInWBXML) }
    if logsTexts { texts.countName(name.count) }
    if isPreserving, let index = hints.takeReference(), table(at: index, holds: name) { return index }
    return try tableIndex(of: name)
  }

  /// The index of a text in the string table, which it is added to when it is new and the table is not written yet.
  mutating func tableIndex(of text: Span<UInt8>) throws(CodingError) -> UInt32 {
    if source.isForeign { return try foreignTableIndex(of: text) }
    if headerIsMade, outer.isEmpty {
      guard let index = table.existingIndex(of: text) else { throw CodingError(.undeclaredName) }
      return index
    }
    if outer.isEmpty { removeHeaderAhead() }
    return try table.index(of: text, limit: options.limits.stringTableBytes)
  }

  /// Moves the texts that are worth it from the body to the string table, and writes the body anew with references.
  ///
  /// The time is linear in the body, but for sorting the different texts that may become entries.
  mutating func moveTextsToStringTable() {
    defer { texts.removeAll() }
    // The place of the innermost start tag must not change while it may still get its content bit.
    if openTag >= 0 { texts.removeOccurrences(from: openTag) }
    let occurrences = texts.occurrences
    let isSmallest = options.stringTable == .smallest
    var distinct = DistinctTexts(body.span, occurrences.span)
    if isSmallest { distinct.findSuffixes(in: body.span) }
    let choice = StringTableChoice(distinct, occupied: table.bytes.count, limit: options.limits.stringTableBytes)
    guard !choice.entries.isEmpty else { return }
    var longerTable = table
    for entry in choice.entries { longerTable.append(body.span.extracting(entry)) }
    var rewriter = BodyRewriter(
      texts: distinct.texts, places: choice.places,
      pieces: isSmallest ? TextPieces(distinct, choice, body.span).pieces : [], limits: options.limits,
      amplified: texts.nameBytes)
    for (occurrence, number) in zip(occurrences, distinct.numbers) where number >= 0 {
      rewriter.rewrite(occurrence, Int(number), of: body.span)
    }
    rewriter.copy(to: body.count, of: body.span)
    // A longer table may have a longer length.
    guard Self.size(longerTable, rewriter.output) < Self.size(table, body) else { return }
    table = longerTable
    body = rewriter.output
  }

  private static func size(_ table: StringTableBuilder, _ body: [UInt8]) -> Int {
    [UInt8].multiByteCount(table.bytes.count) + table.bytes.count + body.count
  }
}

/// Copies a body, with STR_T in place of STR_I where a text, or a piece of it, stands in the string table.
private struct BodyRewriter {
  let texts: [DistinctTexts.Text]
  let places: [UInt32?]
  /// The pieces of each text; empty where texts are not to be cut.
  let pieces: [TextPieces.Piece]
  let limits: Limits
  private(set) var output: [UInt8] = []
  private var copied = 0
  private var amplified: Int

  init(texts: [DistinctTexts.Text], places: [UInt32?], pieces: [TextPieces.Piece], limits: Limits, amplified: Int) {
    self.texts = texts
    self.places = places
    self.pieces = pieces
    self.limits = limits
    self.amplified = amplified
  }

  mutating func copy(to end: Int, of body: Span<UInt8>) {
    output.append(body.extracting(copied..<end))
    copied = end
  }

  mutating func rewrite(_ occurrence: TextLog.Occurrence, _ number: Int, of body: Span<UInt8>) {
    let range = occurrence.range
    if places[number] != nil {
      guard allows(range.count, at: occurrence) else { return }
      copy(to: Int(occurrence.start), of: body)
      refer(to: number)
      copied = range.upperBound + 1
      return
    }
    guard !pieces.isEmpty else { return }
    let (first, last) = (Int(pieces[number].first), Int(pieces[number].last))
    let start = range.lowerBound + (first < 0 ? 0 : texts[first].range.count)
    let end = range.upperBound - (last < 0 ? 0 : texts[last].range.count)
    guard first >= 0 || last >= 0, allows(range.count - (end - start), at: occurrence) else { return }
    copy(to: Int(occurrence.start), of: body)
    if first >= 0 { refer(to: first) }
    if start < end {
      output.append(GlobalToken.strI)
      output.append(body.extracting(start..<end))
      output.append(0)
    }
    if last >= 0 { refer(to: last) }
    copied = range.upperBound + 1
  }

  private mutating func refer(to number: Int) {
    guard let place = places[number] else { return }
    output.append(GlobalToken.strT)
    output.appendMultiByte(place)
    amplified += texts[number].range.count
  }

  /// Whether a reader with the same limits takes a document with so many more bytes from references; where it would not,
  /// a text stays inline.
  private func allows(_ bytes: Int, at occurrence: TextLog.Occurrence) -> Bool {
    let position = output.count + Int(occurrence.start) - copied
    let (allowance, overflow) = position.multipliedReportingOverflow(by: limits.amplification)
    return overflow || amplified + bytes - limits.amplificationFloor <= allowance
  }
}
