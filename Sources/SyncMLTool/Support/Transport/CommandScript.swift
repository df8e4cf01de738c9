import ArgumentParser
import Foundation
import SyncML
import WBXML

/// What a server is to send: packages of commands, read from XML.
///
/// A script is a sequence of commands as they stand in a SyncBody. `<Final/>` ends a package, and so does the end of a
/// `<SyncBody>`, in which a package may be wrapped. CmdIDs are set by the session.
struct CommandScript {
  var packages: [[Command]]

  /// What a server asks of a device of which it knows nothing.
  static let standard = CommandScript(packages: [
    [.get(ItemCommand(items: [Item(target: Location("."))]))],
    [
      .get(
        ItemCommand(
          items: ["Man", "Mod", "DmV", "Lang"].map { Item(target: Location("./DevInfo/\($0)")) })),
      .get(
        ItemCommand(
          items: ["DevTyp", "OEM", "FwV", "SwV", "HwV", "LrgObj"].map { Item(target: Location("./DevDetail/\($0)")) })),
    ],
  ])

  init(packages: [[Command]] = []) { self.packages = packages }

  /// Reads a script.
  ///
  /// - Throws: ``ToolFailure`` with line and column of what is wrong.
  init(reading path: String) throws {
    let bytes = try InputFile(path: path).contents(limit: 64 << 20)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ToolFailure(path, "it is no UTF-8", .badData)
    }
    try self.init(text, file: path)
  }

  init(_ text: String, file: String) throws {
    var scanner = XMLTopLevel(text)
    packages = []
    var package: [Command] = []
    do {
      while let element = try scanner.next() {
        switch element.name {
        case "Final":
          guard !package.isEmpty else {
            throw ToolFailure(file, "\(element.place): this package has no command", .badData)
          }
          packages.append(package)
          package = []
        case "SyncBody":
          if !package.isEmpty { packages.append(package) }
          package = []
          let commands = try Self.commands(element, wrapped: true, file)
          guard !commands.isEmpty else {
            throw ToolFailure(file, "\(element.place): this package has no command", .badData)
          }
          packages.append(commands)
        default: package += try Self.commands(element, wrapped: false, file)
        }
      }
    } catch let fault as XMLTopLevel.Fault {
      throw ToolFailure(file, "\(fault.place): \(fault.reason)", .badData)
    }
    if !package.isEmpty { packages.append(package) }
    if packages.isEmpty { throw ToolFailure(file, "there is no command in it", .badData) }
  }

  /// The commands of one element at the top.
  private static func commands(_ element: XMLTopLevel.Element, wrapped: Bool, _ file: String) throws -> [Command] {
    let prefix = wrapped ? "" : "<SyncBody xmlns='SYNCML:SYNCML1.2'>"
    let text = prefix + element.text + (wrapped ? "" : "</SyncBody>")
    let commands: [Command]
    do {
      commands = try Command.decodeBody(Array(text.utf8).span, encoding: .xml)
    } catch {
      var error = error
      if error.line == 1 { error.column = UInt32(max(1, Int(error.column) - prefix.utf8.count + element.column - 1)) }
      if error.line > 0 { error.line += UInt32(element.line - 1) }
      error.offset = max(0, error.offset - prefix.utf8.count) + element.offset
      throw ToolFailure(file, error)
    }
    // What the reader does not know as a command it passes over.
    if !wrapped, commands.isEmpty {
      throw ToolFailure(file, "\(element.place): '\(element.name)' is no command of device management", .badData)
    }
    for command in commands {
      if let reason = fault(of: command) { throw ToolFailure(file, "\(element.place): \(reason)", .badData) }
    }
    return commands
  }

  /// Why a server cannot send a command; nil where it can.
  private static func fault(of command: Command) -> String? {
    switch command {
    case .add, .replace, .delete, .copy, .get:
      if command.items.isEmpty { return "\(command.name) has no Item" }
      return command.items.contains { $0.target == nil } ? "an Item of \(command.name) has no Target" : nil
    case .exec(let exec): return exec.item.target == nil ? "Exec has no Item with a Target" : nil
    case .alert(let alert): return alert.code == nil ? "Alert has no Data with its code" : nil
    case .atomic(let group), .sequence(let group):
      if group.commands.isEmpty { return "\(command.name) has no command" }
      return group.commands.lazy.compactMap(fault).first
    case .other(let other): return "'\(other.name)' is no command of device management"
    default: return "\(command.name) is no command that a management server sends"
    }
  }
}

/// Finds the elements at the top of a text that may have many: what is in them is another reader's business.
struct XMLTopLevel {
  struct Element {
    /// The name without a prefix.
    var name: String
    /// The element, from `<` to `>`.
    var text: String
    var offset: Int
    var line: Int
    var column: Int

    var place: String { "line \(line), column \(column)" }
  }

  struct Fault: Error {
    var place: String
    var reason: String
  }

  private let bytes: [UInt8]
  private var index = 0
  /// How far lines have been counted, the line there, and where it begins.
  private var known = 0
  private var line = 1
  private var lineStart = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The next element; nil at the end.
  mutating func next() throws -> Element? {
    while index < bytes.count {
      if try skipMisc() { continue }
      guard bytes[index] == UInt8(ascii: "<") else {
        if bytes[index] > 0x20, !isMark {
          throw fault(at: index, "text stands outside of commands")
        }
        index += isMark ? 3 : 1
        continue
      }
      return try element()
    }
    return nil
  }

  /// A byte order mark.
  private var isMark: Bool { index == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) }

  /// Passes over a comment, a processing instruction or a DOCTYPE.
  private mutating func skipMisc() throws -> Bool {
    for (start, end) in [("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!DOCTYPE", ">")]
    where bytes[index...].starts(with: start.utf8) {
      try skip(past: end, from: index + start.utf8.count, of: start)
      return true
    }
    return false
  }

  private mutating func skip(past end: String, from first: Int, of start: String) throws {
    var position = first
    while position + end.utf8.count <= bytes.count {
      if bytes[position...].starts(with: end.utf8) {
        index = position + end.utf8.count
        return
      }
      position += 1
    }
    throw fault(at: index, "'\(start)' has no end")
  }

  private mutating func element() throws -> Element {
    let start = index
    var depth = 0
    var name = ""
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "<") else {
        index += 1
        continue
      }
      if try skipMisc() { continue }
      let isEnd = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "/")
      if isEnd, depth == 0 { throw fault(at: index, "an end tag has no start tag") }
      if depth == 0 { name = tagName(at: index + 1) }
      let isEmpty = try skipTag()
      if isEnd { depth -= 1 } else if !isEmpty { depth += 1 }
      if depth == 0 {
        let (line, column) = place(of: start)
        return Element(
          name: name, text: String(decoding: bytes[start..<index], as: UTF8.self), offset: start, line: line,
          column: column)
      }
    }
    throw fault(at: start, "'\(name)' has no end tag")
  }

  /// Passes over a tag; whether it is one that ends in `/>`.
  private mutating func skipTag() throws -> Bool {
    let start = index
    var quote: UInt8?
    while index < bytes.count {
      let byte = bytes[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        index += 1
        return bytes[index - 2] == UInt8(ascii: "/")
      }
      index += 1
    }
    throw fault(at: start, "a tag has no end")
  }

  private func tagName(at first: Int) -> String {
    let name = bytes[min(first, bytes.count)...].prefix {
      $0 > 0x20 && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ">")
    }
    let text = String(decoding: name, as: UTF8.self)
    return text.split(separator: ":").last.map(String.init) ?? text
  }

  /// The place of an offset that is not before those asked for earlier.
  private mutating func place(of offset: Int) -> (line: Int, column: Int) {
    while known < min(offset, bytes.count) {
      if bytes[known] == UInt8(ascii: "\n") {
        line += 1
        lineStart = known + 1
      }
      known += 1
    }
    return (line, offset - lineStart + 1)
  }

  private mutating func fault(at offset: Int, _ reason: String) -> Fault {
    let (line, column) = place(of: offset)
    return Fault(place: "line \(line), column \(column)", reason: reason)
  }
}
