internal import Synchronization
internal import WBXML

/// Parsers that have read a document and wait for another one.
///
/// A message of a kilobyte takes a new parser, with expat's tables and ours, as long to make and to free as to read, and
/// what it learns of names is gone with it. These are kept ready for ``XMLEventParser/parse(_:options:into:)``.
@safe
enum ParserPool {
  /// As many as wait; a server's threads rarely read more messages at once.
  static var capacity: Int { 8 }
  /// A longer or deeper document makes buffers grow, ours and expat's, to what none of the next ones may need.
  static var documentLimit: Int { 64 << 10 }
  static var depthLimit: Int { 1 << 10 }

  /// A parser's state, which nobody else can reach.
  @safe
  private struct Idle: @unchecked Sendable {
    let state: UnsafeMutablePointer<ParserState>
  }

  private static let waiting = Mutex<[Idle]>([])

  /// Takes a state out, as its last document has left it; nil where none waits.
  static func take() -> UnsafeMutablePointer<ParserState>? {
    unsafe waiting.withLock { $0.popLast() }?.state
  }

  /// Keeps a state for another document; whether there was a place for it.
  static func keep(_ state: UnsafeMutablePointer<ParserState>) -> Bool {
    // SAFE: the state is initialized, and its owner gives it up.
    guard unsafe state.pointee.bytesRead <= documentLimit && state.pointee.openElements.capacity <= depthLimit else {
      return false
    }
    unsafe state.pointee.forgetDocument()
    let idle = unsafe Idle(state: state)
    return waiting.withLock { waiting in
      guard waiting.count < capacity else { return false }
      waiting.append(idle)
      return true
    }
  }
}
