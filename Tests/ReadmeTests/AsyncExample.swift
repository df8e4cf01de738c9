// example
import WBXML

/// Traces a document that arrives in chunks: one suspension a chunk, none an event.
func trace<Chunks: AsyncSequence>(_ chunks: Chunks) async throws -> String where Chunks.Element == [UInt8] {
  var trace = EventTrace()
  try await chunks.decodeWBXML(into: &trace)
  return trace.text
}
// example end
