#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#endif

/// A lock that one process has, as long as the object lives; the system takes it away when the process ends.
///
/// It lies on a file of its own: opening and closing the store's file beside SQLite would take SQLite's locks away.
final class FileLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock.
  ///
  /// - Parameters:
  ///   - path: the file that is locked, of which the lock's file has the name with `-server` at its end.
  ///   - name: what errors call the file.
  /// - Throws: ``StorageError/locked(path:)`` where another one has it.
  init(beside path: String, named name: String) throws(StorageError) {
    let file = path + "-server"
    // The path is borrowed for the call only.
    let descriptor = unsafe open(file, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw OwnerOnlyFile.error(errno, file) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      _ = close(descriptor)
      throw code == EWOULDBLOCK ? .locked(path: name) : OwnerOnlyFile.error(code, file)
    }
    self.descriptor = descriptor
  }

  deinit { _ = close(descriptor) }
}
