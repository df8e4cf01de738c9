// example
import SyncML
import WBXML

/// Counts a package's commands, one in memory at a time: members of large groups come one by one too.
func countCommands(in chunks: [[UInt8]]) throws(CodingError) -> Int {
  var decoder = WBXMLDecoder()
  var reader = MessageReader(streamsGroups: true)
  var count = 0
  for chunk in chunks {
    try decoder.feed(chunk.span, into: &reader)
    while let part = reader.next() {
      if case .command = part { count += 1 }
    }
  }
  try decoder.finish(into: &reader)
  while let part = reader.next() {
    if case .command = part { count += 1 }
  }
  return count
}
// example end
