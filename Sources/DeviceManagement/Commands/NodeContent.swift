import SyncML
import WBXML
import XMLCoding

/// What an item says a node is to be: format, type and value, from its Meta and Data.
struct NodeContent {
  var format: NodeFormat?
  var type: String?
  var value: NodeValue

  /// Reads an item. Its own Meta goes before the command's (DM RepPro 6.4.3).
  ///
  /// - Parameter known: the format that the node has, or that its description gives it.
  /// - Throws: 415 for a format nobody knows, or data that is not what the format says.
  init(_ item: borrowing Item, commandMeta: Meta?, known: NodeFormat? = nil) throws(TreeStatus) {
    let formatText = item.meta?.format ?? commandMeta?.format
    type = item.meta?.type ?? commandMeta?.type
    if let formatText {
      guard let format = NodeFormat(named: formatText) else {
        throw TreeStatus(status: .unsupportedMediaTypeOrFormat)
      }
      self.format = format
    }
    switch item.data {
    case nil:
      value = .null
    case .text(let text):
      if format == .b64 || format == .bin, let bytes = Base64.decode(text) {
        value = .bytes(bytes)
      } else if format == .b64 {
        throw TreeStatus(status: .unsupportedMediaTypeOrFormat)
      } else {
        value = text.isEmpty && (format == .null || format == .node) ? .null : .text(text)
      }
    case .bytes(let bytes):
      // Devices and servers send text as opaque data too: the format tells which it is.
      if let text = String(validating: bytes, as: UTF8.self), format != .bin {
        value = format == .b64 ? Base64.decode(text).map(NodeValue.bytes) ?? .bytes(bytes) : .text(text)
      } else {
        value = .bytes(bytes)
      }
    case .markup(let markup):
      guard let text = markup.xmlText else { throw TreeStatus(status: .unsupportedMediaTypeOrFormat) }
      value = .text(text)
    }
    // Binary data travels in base64 where it must; the node holds the bytes, and its format stays bin (DM TND 7.7.2).
    if format == .b64, known == .bin { format = .bin }
  }
}

extension NodeFormat {
  /// A format by its name. Some clients write `Chr`: case and blanks do not count.
  fileprivate init?(named text: String) {
    // Of what nearly everybody sends, the name need not be looked for among all.
    switch text {
    case "chr": self = .chr
    case "node": self = .node
    case "xml": self = .xml
    case "int": self = .int
    case "bin": self = .bin
    case "b64": self = .b64
    default: self.init(rawValue: String(text.lowercased().filter { !$0.isWhitespace }))
    }
  }
}

/// A refusal as a status alone.
struct TreeStatus: Error {
  var status: StatusCode
}
