import Foundation

/// What libFuzzer calls with every input: the property that `FUZZ_TARGET` names.
///
///     decoder     the same events from WBXML in any chunks, pushed and pulled
///     roundtrip   WBXML written from WBXML has the same events in every form, is its own canonical form, and can be byte
///                 for byte what it was
///     xml         the same events from XML in any chunks, and from XML written from them
///     convert     WBXML, XML and WBXML again have the same events
///     tables      languages that are defined, and the names and numbers that they find
///     message     messages are read, checked, written and read as the same
///     session     sessions of both sides answer whatever messages they get by messages that break no rule
///     trees       DDF documents, serialized trees and ACLs are read, written and read as the same
///     rules       recurrence rules, times and addresses
///     vectors     conformance vectors
///     notification  package 0, pushes and the header of message MACs
///     bootstrap   bootstrap messages of both profiles, and their media types
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFE: libFuzzer passes `count` readable bytes, which are copied before it returns.
  check(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

private let check: @Sendable ([UInt8]) -> Void = {
  let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
  switch name {
  case "decoder": return checkDecoder
  case "roundtrip": return checkRoundTrip
  case "xml": return checkXML
  case "convert": return checkConversion
  case "tables": return checkTables
  case "message": return checkMessage
  case "session": return checkSession
  case "trees": return checkTrees
  case "rules": return checkRules
  case "vectors": return checkVectors
  case "notification": return checkNotification
  case "bootstrap": return checkBootstrap
  default:
    fatalError(
      "FUZZ_TARGET is '\(name)': decoder, roundtrip, xml, convert, tables, message, session, trees, rules, vectors,"
        + " notification or bootstrap")
  }
}()

/// Ends the run where a property does not hold: libFuzzer keeps the input.
func require(_ condition: Bool, _ reason: @autoclosure () -> String) {
  if !condition { fatalError(reason()) }
}
