public import Foundation
import SyncML
import WBXML
import XMLCoding

extension Benchmark {
  /// Reads a message of any size one command at a time, as a server does that works on each as it comes; measures
  /// nothing: for those who look at the memory that it takes.
  ///
  /// - Parameter input: where the message comes from, in either encoding; it is read to its end.
  /// - Returns: the commands, those in groups among them.
  /// - Throws: `CodingError` with the place of a fault, and what reading the input throws.
  public static func countCommands(in input: FileHandle) throws -> Int {
    var reader = MessageReader(streamsGroups: true)
    var count = 0
    guard let first = try input.read(upToCount: chunkBytes) else { throw CodingError(.emptyDocument, offset: 0) }
    if first.first.map({ $0 <= 3 }) ?? false {
      var decoder = WBXMLDecoder()
      var chunk: Data? = first
      while let bytes = chunk, !bytes.isEmpty {
        try decoder.feed(Array(bytes).span, into: &reader)
        count += takeCommands(&reader)
        chunk = try input.read(upToCount: chunkBytes)
      }
      try decoder.finish(into: &reader)
    } else {
      var parser = XMLEventParser()
      var chunk: Data? = first
      while let bytes = chunk, !bytes.isEmpty {
        try parser.feed(Array(bytes).span, into: &reader)
        count += takeCommands(&reader)
        chunk = try input.read(upToCount: chunkBytes)
      }
      try parser.finish(into: &reader)
    }
    return count + takeCommands(&reader)
  }

  private static var chunkBytes: Int { 64 << 10 }

  private static func takeCommands(_ reader: inout MessageReader) -> Int {
    var count = 0
    while let part = reader.next() {
      switch part {
      case .command, .groupStart: count += 1
      case .header, .groupEnd, .final, .end: break
      }
    }
    return count
  }
}
