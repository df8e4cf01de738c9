internal import DeviceManagement
internal import Foundation
internal import GRDB

/// Why a store cannot do what it is asked. The words say what to do next, and nothing of what is stored.
public enum StorageError: Error, Hashable, Sendable {
  /// The file cannot be opened or made: a folder that is missing, rights that are.
  case cannotOpen(path: String, reason: String)
  /// The file or its folder can be read but not written.
  case readOnly(path: String)
  /// The file is a database, but of another kind or another program.
  case foreign(path: String)
  /// A later version of this software has changed the file's layout; this one must not touch it.
  case newerSchema(path: String)
  /// Another process works with the file.
  case locked(path: String)
  /// There is no room left on the disk. Nothing of the commit is stored; what was stored before is.
  case full(path: String)
  /// What the file holds cannot be what was stored.
  case corrupt(path: String, reason: String)
  /// The changes are those of another tree, or of an older state of this one.
  case outOfStep(path: String)
  /// A value that the store could not give back as it is, such as an ACL with a server identifier that ACLs cannot have.
  case unstorable(reason: String)
  /// The system failed in another way.
  case failed(path: String, reason: String)
}

extension StorageError: CustomStringConvertible {
  /// What is wrong, and what to do about it.
  public var description: String {
    switch self {
    case .cannotOpen(let path, let reason):
      "\(path) cannot be opened: \(reason). Check that its folder exists and can be written"
    case .readOnly(let path): "\(path) cannot be written: check the rights of the file and its folder"
    case .foreign(let path): "\(path) is not a store of this kind: name another file"
    case .newerSchema(let path):
      "\(path) was written by a later version: use that version, or another file"
    case .locked(let path): "\(path) is in use by another process: stop that one, or name another file"
    case .full(let path): "no room left on the disk of \(path): make room; what was stored before is intact"
    case .corrupt(let path, let reason): "\(path) is damaged (\(reason)): restore it from a backup, or remove it"
    case .outOfStep(let path):
      "\(path) holds another state than the one that has changed: load it again"
    case .unstorable(let reason): "this cannot be stored: \(reason)"
    case .failed(let path, let reason): "\(path): \(reason)"
    }
  }
}

extension StorageError {
  /// What an error of the database means for a file.
  init(_ error: any Error, path: String) {
    switch error {
    case let error as StorageError: self = error
    case let damage as Damage: self = .corrupt(path: path, reason: damage.reason)
    case let failure as TreeRestorer.Failure: self = .corrupt(path: path, reason: "the tree: \(failure)")
    case let error as DatabaseError: self.init(error, path: path)
    // A column that holds another kind of value than it can.
    case is RowDecodingError: self = .corrupt(path: path, reason: "a value of another kind")
    default: self = .failed(path: path, reason: "\(type(of: error))")
    }
  }

  private init(_ error: DatabaseError, path: String) {
    // The message of the database names tables and columns, never values.
    let reason = error.message ?? "error \(error.resultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(path: path)
    case .SQLITE_FULL: self = .full(path: path)
    case .SQLITE_READONLY, .SQLITE_PERM: self = .readOnly(path: path)
    case .SQLITE_CANTOPEN, .SQLITE_AUTH: self = .cannotOpen(path: path, reason: reason)
    case .SQLITE_NOTADB: self = .corrupt(path: path, reason: "not a database")
    case .SQLITE_CORRUPT, .SQLITE_MISMATCH, .SQLITE_CONSTRAINT, .SQLITE_ERROR, .SQLITE_SCHEMA:
      self = .corrupt(path: path, reason: reason)
    default: self = .failed(path: path, reason: reason)
    }
  }
}

/// A row that cannot be what was stored.
struct Damage: Error {
  var reason: String
}
