import Foundation
import Testing
import WBXML
import XMLCoding

@Suite("Every file of the corpus", .tags(.slow), .enabled(if: Corpus.isPresent, Corpus.absence))
struct StabilityTests {
  /// All files, whatever they hold.
  static let files: [String] = {
    let files = FileManager.default.enumerator(atPath: Corpus.folder.path)
    let paths = (files?.allObjects as? [String]) ?? []
    return paths.sorted().filter { path in
      var isFolder: ObjCBool = false
      // The flag is a variable of this function, and lives as long as the call.
      let exists = unsafe FileManager.default.fileExists(
        atPath: Corpus.folder.appending(path: path).path, isDirectory: &isFolder)
      return exists && !isFolder.boolValue
    }
  }()

  @Test("read as WBXML, it gives events or an error at a place inside, the same in chunks")
  func anything() throws {
    var read = 0
    for path in Self.files {
      let bytes = try Corpus.bytes(path)
      let whole = decode(bytes)
      if let error = whole.error { #expect((0...bytes.count).contains(error.offset), "\(path): \(error)") }
      if whole.error == nil { read += 1 }
      let pieces = decode(chunks(of: bytes, size: bytes.count < 4096 ? 3 : 500))
      #expect(pieces.error == whole.error, "\(path)")
      #expect(pieces.diagnostics == whole.diagnostics, "\(path)")
      if whole.error == nil { #expect(pieces.lines == whole.lines, "\(path)") }
    }
    #expect(Self.files.count >= 480)
    #expect(read >= Corpus.messages.count)
    print("as WBXML: \(Self.files.count) files, \(read) read")
  }

  @Test("XML text of it as WBXML and as XML again stays the same from then on")
  func stable() throws {
    var (same, refused) = (0, 0)
    for (path, text) in LibwbxmlEncoderTests.samples {
      let binary: [UInt8]
      do throws(CodingError) {
        binary = try wbxml(of: text)
      } catch {
        refused += 1
        let codes: [CodingError.Code] = [.malformedXML, .unexpectedEnd, .unknownLanguage]
        #expect(codes.contains(error.code), "\(path): \(error)")
        continue
      }
      #expect(decode(binary, opensEmbedded: true).lines == (try parse(text).lines), "\(path)")
      let once = try xmlText(of: binary)
      let again = try wbxml(of: once)
      // A document from XML has version 1.2, whatever its source had: so has the one made of it.
      #expect(again == binary, "\(path)")
      #expect(try xmlText(of: again) == once, "\(path)")
      same += 1
    }
    #expect(same >= 250)
    print("XML, WBXML, XML: \(same) stable, \(refused) no message")
  }
}
