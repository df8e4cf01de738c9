import ArgumentParser
import Foundation

/// Where a command's output goes.
struct OutputArguments: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Write to this file; with a folder, or a name with / at its end, to a file of the input's name in it. "
        + "Default: standard output."),
    completion: .file())
  var output: String?

  private var isFolder: Bool {
    guard let output else { return false }
    var status = stat()
    // SAFE: stat fills the structure; the path is a terminated string.
    return unsafe output.hasSuffix("/") || stat(output, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether every input has an output of its own.
  var isPerInput: Bool { isFolder }

  /// The file that belongs to each input; nil for standard output. A folder named with a slash is made if it is missing.
  ///
  /// - Throws: `ValidationError` where two inputs would go to one file.
  func paths(for inputs: [InputFile], suffix: String) throws -> [String?] {
    guard isPerInput else { return inputs.map { path(for: $0, suffix: suffix) } }
    if let output { _ = unsafe mkdir(output, 0o777) }
    var owners: [String: InputFile] = [:]
    return try inputs.map { input in
      guard let path = path(for: input, suffix: suffix) else { return nil }
      if let other = owners.updateValue(input, forKey: path) {
        throw ValidationError("'\(other.name)' and '\(input.name)' would both become '\(path)'.")
      }
      return path
    }
  }

  /// The file that belongs to an input; nil for standard output.
  func path(for input: InputFile, suffix: String) -> String? {
    guard let output, output != "-" else { return nil }
    guard isFolder else { return output }
    let name = input.path == "-" ? "stdin" : URL(fileURLWithPath: input.path).deletingPathExtension().lastPathComponent
    return (output.hasSuffix("/") ? output : output + "/") + name + suffix
  }

  /// Refuses to write several documents, one over the other, into one file.
  func validate(inputs: Int) throws {
    if inputs > 1, let output, output != "-", !isFolder {
      throw ValidationError("'\(output)' is no folder, and cannot take \(inputs) documents.")
    }
  }
}
