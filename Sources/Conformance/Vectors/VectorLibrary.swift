public import Foundation

/// The vectors of a folder, read and checked for what a schema cannot say.
public struct VectorLibrary: Sendable {
  /// The vectors that could be read, in the order of their paths.
  public var vectors: [Vector]

  /// A file that is no vector; one bad file does not hide the others.
  public struct LoadError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file or folder that is at fault.
    public var path: String
    /// What is wrong, for people.
    public var reason: String

    public var description: String { "\(path): \(reason)" }
  }

  /// Reads every `.json` file below a folder but the schema, in the order of their paths.
  ///
  /// - Throws: ``LoadError`` where the folder cannot be read.
  public static func load(from folder: URL) throws(LoadError) -> (library: VectorLibrary, errors: [LoadError]) {
    guard let enumerator = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil),
      FileManager.default.fileExists(atPath: folder.path)
    else { throw LoadError(path: folder.path, reason: "there is no such folder; name it with --vectors") }
    var urls: [URL] = []
    while let url = enumerator.nextObject() as? URL {
      if url.pathExtension == "json", !url.lastPathComponent.hasSuffix(".schema.json") { urls.append(url) }
    }
    var vectors: [Vector] = []
    var errors: [LoadError] = []
    var paths: [String: String] = [:]
    for url in urls.sorted(by: { $0.path < $1.path }) {
      let path = url.deletingLastPathComponent().lastPathComponent + "/" + url.lastPathComponent
      do {
        let vector = try JSONDecoder().decode(Vector.self, from: Data(contentsOf: url))
        let name = url.deletingPathExtension().lastPathComponent
        if vector.id != name {
          errors.append(LoadError(path: path, reason: "the id is '\(vector.id)', the file's name says '\(name)'"))
        } else if let other = paths[vector.id] {
          errors.append(LoadError(path: path, reason: "\(other) has the same id"))
        } else {
          paths[vector.id] = path
          vectors.append(vector)
        }
      } catch {
        errors.append(LoadError(path: path, reason: describe(error)))
      }
    }
    return (VectorLibrary(vectors: vectors.sorted { $0.id < $1.id }), errors)
  }

  /// What a decoding error says, in one line with the place in the file.
  private static func describe(_ error: any Error) -> String {
    func place(_ context: DecodingError.Context) -> String {
      let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
      return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
    }
    switch error {
    case DecodingError.keyNotFound(let key, let context): return "'\(key.stringValue)' is missing. \(place(context))"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.dataCorrupted(let context):
      return place(context)
    default: return error.localizedDescription
    }
  }
}
