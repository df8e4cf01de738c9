internal import Foundation

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#endif

/// Files that hold secrets.
enum OwnerOnlyFile {
  /// Makes a file with rights for its owner alone where there is none, and takes those of others from one that is there.
  static func prepare(_ path: String) throws(StorageError) {
    // A NUL would end the name early for the system.
    guard !path.isEmpty, !path.utf8.contains(0) else { throw .cannotOpen(path: path, reason: "no file name") }
    // The descriptor is closed in every case; the path is borrowed for the call only.
    let descriptor = unsafe open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw error(errno, path) }
    defer { _ = close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw error(errno, path) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .cannotOpen(path: path, reason: "not a file") }
    if status.st_mode & 0o077 != 0, fchmod(descriptor, 0o600) != 0 { throw error(errno, path) }
  }

  /// The path without symbolic links in it; the path itself where the file is not there.
  static func resolved(_ path: String) -> String {
    // The text is terminated, and ours to free.
    guard let text = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(text) }
    return unsafe String(cString: text)
  }

  static func error(_ code: Int32, _ path: String) -> StorageError {
    switch code {
    case EACCES, EPERM, EROFS: .readOnly(path: path)
    case ENOSPC, EDQUOT: .full(path: path)
    case EISDIR: .cannotOpen(path: path, reason: "not a file")
    case ENOENT: .cannotOpen(path: path, reason: "no such folder")
    default: .cannotOpen(path: path, reason: unsafe String(cString: strerror(code)))
    }
  }
}
