import Testing
import WBXML
import XMLCoding

@Suite("Messages of devices and servers", .tags(.slow), .enabled(if: Corpus.isPresent, Corpus.absence))
struct CorpusTests {
  @Test("the corpus is complete enough to mean something")
  func present() {
    #expect(Corpus.messages.count >= 45)
    #expect(Corpus.messages.count { Corpus.isCapture($0) } >= 18)
  }

  @Test("a message is read in tolerant mode, whatever it deviates in", arguments: Corpus.messages)
  func decodes(_ path: String) throws {
    let document = try Corpus.bytes(path)
    let whole = decode(document)
    #expect(whole.error == nil)
    #expect(whole.lines.first != "document unknown")
    #expect(whole.lines.count > 5)
    // Bench files are large: pieces of a few sizes are enough.
    for size in document.count < 4096 ? [1, 2, 3, 5, 7, 64] : [1, 64] {
      #expect(decode(chunks(of: document, size: size)) == whole, "chunks of \(size)")
    }
  }

  @Test("a message written as XML, read, and written as WBXML has the same events", arguments: Corpus.messages)
  func throughXML(_ path: String) throws {
    let document = try Corpus.bytes(path)
    let before = decode(document, opensEmbedded: true)
    let xml = try xmlText(of: document)
    #expect(try parse(xml).lines == before.lines)
    let after = decode(try wbxml(of: xml), opensEmbedded: true)
    #expect(after.error == nil)
    #expect(after.lines == before.lines)
  }

  @Test("a message's canonical form has the same events, and is its own canonical form", arguments: Corpus.messages)
  func canonical(_ path: String) throws {
    let document = try Corpus.bytes(path)
    let once = try recoded(document)
    #expect(decode(once).lines == decode(document).lines)
    #expect(try recoded(once) == once)
  }

  @Test("a message cut anywhere is an error at a place inside it", arguments: Corpus.messages.filter(Corpus.isCapture))
  func cuts(_ path: String) throws {
    let document = try Corpus.bytes(path)
    // Bytes after the root may be cut off without harm.
    let trailing = decode(document).diagnostics.first { $0.code == .trailingBytes }?.offset ?? document.count
    for count in stride(from: 0, to: trailing, by: document.count < 600 ? 1 : 7) {
      let error = decode(Array(document[..<count])).error
      #expect(error?.offset == count, "cut to \(count) bytes")
    }
  }
}
