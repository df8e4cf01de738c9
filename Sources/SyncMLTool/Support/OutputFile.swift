import Foundation
import Synchronization
import WBXML

/// A file being written, or standard output.
///
/// A file appears under its name when it is complete: until then it is a temporary file beside it, so that an input that
/// breaks off leaves nothing that looks whole, and a file may be converted into itself.
final class OutputFile {
  private let path: String?
  private var temporary: String?
  private var descriptor: CInt = STDOUT_FILENO
  private var isOpen = true
  /// Why a sink could not write here: an error that it cannot throw itself.
  private(set) var failure: (any Error)?

  static var standard: OutputFile { get throws { try OutputFile(path: nil) } }

  /// - Parameter path: nil for standard output.
  init(path: String?) throws {
    guard let given = path else {
      self.path = nil
      return
    }
    var status = stat()
    // SAFE: stat fills the structure; the path is a terminated string.
    let exists = unsafe stat(given, &status) == 0
    // A device or a pipe is written as it is: it must not be replaced by a file.
    let isReplaced = !exists || status.st_mode & S_IFMT == S_IFREG
    let target = exists ? URL(fileURLWithPath: given).resolvingSymlinksInPath().path : given
    self.path = target
    let mode = exists ? status.st_mode & 0o777 : 0o666
    if isReplaced {
      let name = "\(target).\(getpid()).partial"
      temporary = name
      Interruption.removes(name)
      descriptor = unsafe open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    } else {
      descriptor = unsafe open(target, O_WRONLY | O_CLOEXEC)
    }
    guard descriptor >= 0 else { throw ToolFailure(given, InputFile.reason(errno), .inputOutput) }
  }

  /// Whether people watch: nothing binary should go there.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  func write(_ text: String) throws { try write(Array(text.utf8).span) }

  func write(_ bytes: Span<UInt8>) throws {
    var start = 0
    while start < bytes.count {
      // SAFE: write reads the bytes of the span during the call and keeps no pointer to them.
      let count = unsafe bytes.extracting(start..<bytes.count).withUnsafeBytes { rest in
        #if canImport(Darwin)
          unsafe Darwin.write(descriptor, rest.baseAddress, rest.count)
        #else
          unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
        #endif
      }
      if count < 0 {
        let error = errno
        if error == EINTR { continue }
        if error == EPIPE { throw BrokenPipe() }
        throw ToolFailure(path ?? "standard output", InputFile.reason(error), .inputOutput)
      }
      start += count
    }
  }

  /// Writes for a sink, whose errors are of the codec: what went wrong is kept as ``failure``.
  func take(_ bytes: Span<UInt8>) throws(CodingError) {
    do {
      try write(bytes)
    } catch {
      failure = error
      throw CodingError(.outputFailed)
    }
  }

  /// Does what calls ``take(_:)``, and throws what went wrong in it.
  func watch(_ body: () throws(CodingError) -> Void) throws {
    do throws(CodingError) {
      try body()
    } catch {
      if let failure { throw failure }
      throw error
    }
  }

  /// Forgets what has been written; whether that could be done.
  func restart() -> Bool {
    guard temporary != nil, isOpen, lseek(descriptor, 0, SEEK_SET) == 0, ftruncate(descriptor, 0) == 0 else {
      return false
    }
    failure = nil
    return true
  }

  /// Gives the file its name.
  func finish() throws {
    guard let path, isOpen else { return }
    isOpen = false
    guard close(descriptor) == 0 else { return try fail(path) }
    guard let temporary else { return }
    guard unsafe rename(temporary, path) == 0 else { return try fail(path) }
    Interruption.removesNothing()
  }

  /// Removes a file that could not be completed.
  private func fail(_ path: String) throws {
    let reason = InputFile.reason(errno)
    if let temporary { _ = unsafe unlink(temporary) }
    Interruption.removesNothing()
    throw ToolFailure(path, reason, .inputOutput)
  }

  /// Removes what was written, unless it is finished.
  func abandon() {
    guard path != nil, isOpen else { return }
    isOpen = false
    close(descriptor)
    if let temporary { _ = unsafe unlink(temporary) }
    Interruption.removesNothing()
  }
}

/// Lines on standard output beside work that goes on where they cannot be written: that is said at its end.
final class LastingOutput: Sendable {
  private let failure = Mutex<(any Error)?>(nil)

  /// Writes lines, unless an earlier one could not be written.
  func write(_ lines: [String]) {
    failure.withLock { failure in
      guard failure == nil else { return }
      do {
        try OutputFile.standard.write(lines.map { $0 + "\n" }.joined())
      } catch {
        failure = error
      }
    }
  }

  /// - Throws: why a line could not be written, where one could not.
  func check() throws {
    if let failure = failure.withLock({ $0 }) { throw failure }
  }
}

/// Standard input, output and error where whoever starts the tool has closed them.
enum StandardFiles {
  /// Takes the place of those that are closed, so that no file or connection gets it and is written into. What is
  /// written to standard output fails then, as it would without.
  static func occupy() {
    for (descriptor, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)]
    where fcntl(descriptor, F_GETFD) < 0 {
      // SAFE: the path is a terminated string. The lowest number that is free is the one that is closed.
      _ = unsafe open("/dev/null", mode)
    }
  }
}
