import Testing
import WBXML

/// Chunks as a sequence that suspends before each of them, and may throw after the last.
private struct Chunks: AsyncSequence, Sendable {
  struct SourceError: Error, Equatable {}

  var chunks: [[UInt8]]
  var fails = false

  struct AsyncIterator: AsyncIteratorProtocol {
    var chunks: IndexingIterator<[[UInt8]]>
    let fails: Bool

    mutating func next() async throws -> [UInt8]? {
      await Task.yield()
      if let chunk = chunks.next() { return chunk }
      if fails { throw SourceError() }
      return nil
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(chunks: chunks.makeIterator(), fails: fails) }

  init(_ chunks: [ArraySlice<UInt8>], fails: Bool = false) {
    self.chunks = chunks.map(Array.init)
    self.fails = fails
  }
}

/// Chunks without end.
private struct Endless: AsyncSequence, Sendable {
  struct AsyncIterator: AsyncIteratorProtocol {
    var isFirst = true

    mutating func next() async throws -> [UInt8]? {
      await Task.yield()
      defer { isFirst = false }
      return isFirst ? [0x03, 0xA4, 0x01, 0x6A, 0x00, 0x6D, 0x6B] : [0x12, 0x12]
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator() }
}

@Suite("Asynchronous chunks")
struct AsyncTests {
  private func pushed(_ chunks: Chunks, _ options: WBXMLDecoder.Options = .init()) async throws -> Outcome {
    var trace = EventTrace()
    do {
      try await chunks.decodeWBXML(into: &trace, options: options)
      return Outcome(trace, nil)
    } catch let error as CodingError {
      return Outcome(trace, error)
    }
  }

  private func batched(_ chunks: Chunks, _ options: WBXMLDecoder.Options = .init()) async throws -> Outcome {
    var trace = EventTrace()
    do {
      for try await tape in chunks.wbxmlEvents(options: options) { try tape.replay(into: &trace) }
      return Outcome(trace, nil)
    } catch let error as CodingError {
      return Outcome(trace, error)
    }
  }

  @Test("a sink and batches get the events, diagnostics and errors of pushing", arguments: CodecDocument.all)
  func sameAsPush(_ document: CodecDocument) async throws {
    let whole = decode(document.bytes, options: document.options)
    for size in [1, 7, 64] {
      let pieces = Chunks(chunks(of: document.bytes, size: size))
      #expect(try await pushed(pieces, document.options) == whole, "chunks of \(size)")
      #expect(try await batched(pieces, document.options) == whole, "chunks of \(size)")
    }
  }

  @Test("a chunk gives one batch, a long one several, and together they hold all events")
  func batches() async throws {
    var document = try hex("03 A4 01 6A 00 6D 6B")
    for _ in 0..<100_000 { document += [0x12] }
    document += [0x01, 0x01]
    var sizes: [Int] = []
    for try await tape in Chunks([document[..<6], document[6..<10], document[10...]]).wbxmlEvents() {
      sizes.append(tape.records.count)
    }
    #expect(Array(sizes.prefix(2)) == [2, 7])
    #expect(sizes.count > 4)
    #expect(sizes.reduce(0, +) == 200_006)
    #expect(sizes.allSatisfy { $0 * 16 < 1 << 19 })
  }

  @Test("no chunks are an empty document")
  func empty() async throws {
    let expected = CodingError(.emptyDocument, offset: 0)
    #expect(try await pushed(Chunks([])).error == expected)
    #expect(try await batched(Chunks([])).error == expected)
  }

  @Test("what the chunks' sequence throws comes through, after the events before it")
  func sourceError() async throws {
    let chunks = Chunks([[0x03, 0xA4, 0x01, 0x6A, 0x00, 0x6D]], fails: true)
    var trace = EventTrace()
    await #expect(throws: Chunks.SourceError()) { try await chunks.decodeWBXML(into: &trace) }
    #expect(trace.text == "document syncml12\n(0.SyncML\n")
    var iterator = chunks.wbxmlEvents().makeAsyncIterator()
    #expect(try await iterator.next()?.records.count == 2)
    await #expect(throws: Chunks.SourceError()) { try await iterator.next() }
    #expect(try await iterator.next() == nil)
  }

  @Test("a cancelled task stops reading between chunks", .timeLimit(.minutes(15)))
  func cancellation() async throws {
    let pushing = Task {
      var trace = EventTrace(byteLimit: 0)
      try await Endless().decodeWBXML(into: &trace)
    }
    let batching = Task { for try await _ in Endless().wbxmlEvents() {} }
    await Task.yield()
    pushing.cancel()
    batching.cancel()
    await #expect(throws: CancellationError.self) { try await pushing.value }
    await #expect(throws: CancellationError.self) { try await batching.value }
  }
}
