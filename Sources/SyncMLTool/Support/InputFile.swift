import ArgumentParser
import Foundation
import WBXML

/// The files of a command line: paths, `-` for standard input, and standard input where there is none.
struct InputArguments: ParsableArguments {
  @Argument(help: "Files to read; - is standard input, also taken when no file is given.", completion: .file())
  var files: [String] = []

  func validate() throws { try Self.check(files) }

  /// Refuses to wait for a terminal that nobody named.
  static func check(_ files: [String]) throws {
    if files.isEmpty, isatty(STDIN_FILENO) == 1 {
      throw ValidationError("Name a file, or - for standard input.")
    }
    if files.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Standard input (-) can be read only once.")
    }
  }

  var inputs: [InputFile] { files.isEmpty ? [InputFile(path: "-")] : files.map(InputFile.init) }
}

/// A file or standard input.
struct InputFile {
  let path: String

  private var isStandardInput: Bool { path == "-" }

  /// What messages call it.
  var name: String { isStandardInput ? "standard input" : path }

  /// Whether it can be read twice.
  var isRegularFile: Bool {
    var status = stat()
    // SAFE: stat fills the structure; the path is a terminated string.
    return unsafe !isStandardInput && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Whether another path leads to the same file, also by links, and where neither is there yet.
  func isSame(as other: InputFile) -> Bool {
    var (own, others) = (stat(), stat())
    // SAFE: stat fills the structures; the paths are terminated strings.
    if unsafe stat(path, &own) == 0, unsafe stat(other.path, &others) == 0 {
      return own.st_dev == others.st_dev && own.st_ino == others.st_ino
    }
    func place(_ path: String) -> String {
      let url = URL(fileURLWithPath: path)
      return url.deletingLastPathComponent().resolvingSymlinksInPath().appending(path: url.lastPathComponent).path
    }
    return place(path) == place(other.path)
  }

  private static let chunkBytes = 64 << 10

  /// Hands the bytes over in chunks; memory holds one.
  ///
  /// - Throws: ``ToolFailure`` for a file that cannot be read; whatever the function throws.
  func forEachChunk(_ body: (Span<UInt8>) throws -> Void) throws {
    let reader = try Reader(self)
    while try reader.nextChunk(body) {}
  }

  /// The same in pieces of 4 KB: for what makes a row of a hundred bytes of each byte.
  func forEachPiece(_ body: (Span<UInt8>) throws -> Void) throws {
    try forEachChunk { chunk in
      var start = 0
      while start < chunk.count {
        let end = min(start + 4096, chunk.count)
        try body(chunk.extracting(start..<end))
        start = end
      }
    }
  }

  /// A file being read.
  final class Reader {
    private let file: InputFile
    private let descriptor: CInt
    private var buffer = [UInt8](repeating: 0, count: InputFile.chunkBytes)

    init(_ file: InputFile) throws {
      self.file = file
      descriptor = file.isStandardInput ? STDIN_FILENO : unsafe open(file.path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw ToolFailure(file.name, InputFile.reason(errno), .noInput) }
    }

    deinit { if !file.isStandardInput { close(descriptor) } }

    /// Hands over the next bytes; false where there are none.
    func nextChunk(_ body: (Span<UInt8>) throws -> Void) throws -> Bool {
      while true {
        // SAFE: read writes at most as many bytes as the buffer has.
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
        if count == 0 { return false }
        if count < 0 {
          let error = errno
          if error == EINTR { continue }
          throw ToolFailure(file.name, InputFile.reason(error), error == EISDIR ? .noInput : .inputOutput)
        }
        let bytes = buffer
        try body(bytes.span.extracting(0..<count))
        return true
      }
    }
  }

  /// All bytes at once.
  ///
  /// - Parameters:
  ///   - limit: how many there may be; a longer file is not read to its end.
  ///   - hint: what to do where there are more.
  func contents(limit: Int = .max, hint: String? = nil) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try forEachChunk { chunk in
      guard chunk.count <= limit - bytes.count else {
        let error = CodingError(.documentLimit, offset: bytes.count, value: UInt32(clamping: limit))
        throw ToolFailure(name, error, hint: hint)
      }
      bytes.reserveCapacity(bytes.count + chunk.count)
      for index in chunk.indices { bytes.append(chunk[index]) }
    }
    return bytes
  }

  /// Finds out whether another reader will be able to read the file.
  ///
  /// - Throws: ``ToolFailure`` for a file that cannot be read.
  func checkReadable() throws { _ = try Reader(self).nextChunk { _ in } }

  /// An error of the system in words, as other tools write it.
  static func reason(_ number: CInt) -> String {
    // SAFE: strerror returns a terminated string, which is copied before anybody calls it again.
    let text = unsafe String(cString: strerror(number))
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
