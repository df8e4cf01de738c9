import Foundation
import Synchronization

/// What happens when somebody presses Ctrl-C, or the system asks the tool to end: no half-written file stays behind.
enum Interruption {
  /// The path of the file to remove, for the signal's handler: it may neither allocate nor wait.
  private nonisolated(unsafe) static let path = UnsafeMutablePointer<CChar>.allocate(capacity: Int(PATH_MAX) + 1)
  /// Whether ``path`` is complete and its file is to be removed.
  private static let removesFile = Atomic<Bool>(false)
  /// Whether standard error shows a line of progress.
  private static let showsProgress = Atomic<Bool>(false)

  /// Says whether standard error shows a line of progress, which an interruption clears.
  static func setShowsProgress(_ shows: Bool) { showsProgress.store(shows, ordering: .sequentiallyConsistent) }

  /// Makes the signals that end the tool remove its temporary file first.
  static func install() {
    // Not in the handler: what is made on first use is made here.
    unsafe path.initialize(repeating: 0, count: Int(PATH_MAX) + 1)
    // SAFE: handlers are addresses, which are only compared.
    let ignored = unsafe unsafeBitCast(SIG_IGN, to: Int.self)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let former = signal(number) { number in Interruption.handle(number) }
      // A parent that ignores a signal (nohup) wants it ignored here, too.
      if unsafe unsafeBitCast(former, to: Int.self) == ignored { _ = signal(number, SIG_IGN) }
    }
  }

  /// Leaves SIGINT and SIGTERM to somebody else, who ends in good order: a server.
  static func leavesSignals() {
    for number in [SIGINT, SIGTERM] { _ = signal(number, SIG_DFL) }
  }

  private static func handle(_ number: CInt) {
    // SAFE: the path is terminated, and complete where the flag says so; unlink, write and raise are allowed in handlers.
    if removesFile.load(ordering: .sequentiallyConsistent) { _ = unsafe unlink(path) }
    if showsProgress.load(ordering: .sequentiallyConsistent) {
      let clear: StaticString = "\r\u{1B}[K"
      _ = unsafe write(STDERR_FILENO, clear.utf8Start, clear.utf8CodeUnitCount)
    }
    _ = signal(number, SIG_DFL)
    raise(number)
  }

  /// From now on an interruption removes this file.
  static func removes(_ name: String) {
    removesFile.store(false, ordering: .sequentiallyConsistent)
    // SAFE: the buffer has room for PATH_MAX bytes and the terminator; a longer path is none that can be opened.
    let fits = unsafe name.withCString { text in
      let count = unsafe strlen(text)
      if count > Int(PATH_MAX) { return false }
      unsafe memcpy(path, text, count + 1)
      return true
    }
    removesFile.store(fits, ordering: .sequentiallyConsistent)
  }

  /// From now on an interruption removes nothing.
  static func removesNothing() { removesFile.store(false, ordering: .sequentiallyConsistent) }
}
