internal import Foundation

/// Finds a key that a JSON object has twice: JSON parsers keep one of the two and say nothing, so that a token which a
/// file defines twice would quietly lose a name.
struct RepeatedKeys {
  private enum Container {
    case object(keys: Set<String>, key: String)
    case array(index: Int)
  }

  private let json: [UInt8]
  private var index = 0
  private var containers: [Container] = []

  /// The path of the first key that stands a second time in its object; nil where there is none.
  ///
  /// - Parameter json: what a JSON parser has accepted, which bounds how deep it nests.
  static func firstPath(in json: [UInt8]) -> String? {
    // UTF-16 and UTF-32, which Foundation reads too, have NUL bytes; UTF-8 has none outside of escapes.
    if json.contains(0) { return nil }
    var scanner = RepeatedKeys(json: json)
    return scanner.scan()
  }

  private init(json: [UInt8]) { self.json = json }

  private mutating func scan() -> String? {
    /// Whether the next string is a key.
    var isKey = false
    while index < json.count {
      switch json[index] {
      case UInt8(ascii: "{"):
        containers.append(.object(keys: [], key: ""))
        isKey = true
      case UInt8(ascii: "["): containers.append(.array(index: 0))
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        _ = containers.popLast()
        isKey = false
      case UInt8(ascii: ","):
        switch containers.popLast() {
        case .array(let position): containers.append(.array(index: position + 1))
        case .object(let keys, let key):
          containers.append(.object(keys: keys, key: key))
          isKey = true
        case nil: break
        }
      case UInt8(ascii: "\""):
        let text = string()
        if isKey, case .object(var keys, _) = containers.popLast() {
          let isNew = keys.insert(text).inserted
          containers.append(.object(keys: keys, key: text))
          if !isNew { return path }
        }
        isKey = false
        continue
      default: break
      }
      index += 1
    }
    return nil
  }

  /// The string that begins here; the index goes on behind it.
  private mutating func string() -> String {
    let start = index
    var isEscaped = false
    index += 1
    while index < json.count, json[index] != UInt8(ascii: "\"") {
      if json[index] == UInt8(ascii: "\\") {
        isEscaped = true
        index += 1
      }
      index += 1
    }
    index = min(index + 1, json.count)
    let literal = json[start..<index]
    if isEscaped, let text = try? JSONDecoder().decode(String.self, from: Data(literal)) { return text }
    return String(decoding: literal.dropFirst().dropLast(), as: UTF8.self)
  }

  /// Where the scanner is, as ``JSONPlace`` says it.
  private var path: String {
    containers.reduce(into: "") { path, container in
      switch container {
      case .object(_, let key): path += path.isEmpty ? key : ".\(key)"
      case .array(let index): path += "[\(index)]"
      }
    }
  }
}
