internal import SyncML
public import WBXML
internal import XMLCoding

/// A document of OMA Client Provisioning: characteristics with parameters, nested.
///
/// Source: OMA-WAP-TS-ProvCont-V1_1 section 4; WBXML public identifier 0x0B.
public struct ProvisioningDocument: Hashable, Sendable {
  /// The document's version, such as `1.0` or `1.1`; nil where it does not say.
  public var version: String?
  /// The outermost characteristics, in order.
  public var characteristics: [Characteristic]

  /// Makes a document.
  public init(version: String? = "1.1", characteristics: [Characteristic]) {
    self.version = version
    self.characteristics = characteristics
  }

  /// A characteristic element.
  public struct Characteristic: Hashable, Sendable {
    /// What it describes, such as `APPLICATION`.
    public var type: String
    /// Its parameters, in order; a name may stand more than once.
    public var parameters: [Parameter]
    /// The characteristics inside, in order.
    public var characteristics: [Characteristic]

    /// Makes a characteristic.
    public init(_ type: String, _ parameters: [Parameter] = [], characteristics: [Characteristic] = []) {
      self.type = type
      self.parameters = parameters
      self.characteristics = characteristics
    }

    /// A parameter's first value; an empty text where it has none, nil where there is no such parameter.
    public func value(_ name: String) -> String? {
      parameters.first { $0.name == name }.map { $0.value ?? "" }
    }

    /// The characteristics of a type inside this one.
    public func characteristics(_ type: String) -> [Characteristic] { characteristics.filter { $0.type == type } }
  }

  /// A parm element. Its value may be a secret and does not show in descriptions.
  public struct Parameter: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// Its name, such as `PROVIDER-ID`.
    public var name: String
    /// Nil where the name is all it says.
    public var value: String?

    /// Makes a parameter.
    public init(_ name: String, _ value: String?) {
      self.name = name
      self.value = value
    }

    public var description: String { name }
    public var customMirror: Mirror { Mirror(self, children: ["name": name]) }
  }

  // MARK: Reading

  /// Reads a document in WBXML, or as XML text where it does not begin as WBXML does.
  ///
  /// - Parameters:
  ///   - bytes: the document.
  ///   - limits: `tokenBytes` bounds what is kept of it.
  /// - Throws: `unreadable` with the place of the fault, or `unexpectedRoot`. Elements other than those of the DTD are
  ///   passed over.
  public init(decoding bytes: Span<UInt8>, limits: Limits = .default) throws(BootstrapError) {
    var reader = DocumentElementReader(byteLimit: limits.tokenBytes)
    do throws(CodingError) {
      switch Encoding(detecting: bytes) {
      case .wbxml: try WBXMLDecoder.decode(bytes, options: .init(limits: limits), into: &reader)
      case .xml: try XMLEventParser.parse(bytes, options: .init(language: .prov10, limits: limits), into: &reader)
      }
    } catch {
      throw .unreadable(error)
    }
    guard let root = reader.root, root.name == "wap-provisioningdoc" else {
      throw .unexpectedRoot(reader.root?.name ?? "")
    }
    version = root.attribute("version")
    characteristics = Self.characteristics(in: root)
  }

  private static func characteristics(in element: DocumentElement) -> [Characteristic] {
    element.children(named: "characteristic").map { child in
      Characteristic(
        child.attribute("type") ?? "",
        child.children(named: "parm").map { Parameter($0.attribute("name") ?? "", $0.attribute("value")) },
        characteristics: characteristics(in: child))
    }
  }

  // MARK: Writing

  /// The document as XML text.
  ///
  /// - Throws: `invalidParameter` where a text has a character that XML does not.
  public var xmlText: String {
    get throws(BootstrapError) {
      var text = "<?xml version=\"1.0\"?>\n"
      text += "<!DOCTYPE wap-provisioningdoc PUBLIC \"-//WAPFORUM//DTD PROV 1.0//EN\" "
      text += "\"http://www.wapforum.org/DTD/prov.dtd\">\n<wap-provisioningdoc"
      if let version { text += " version=\"\(try Self.escaped(version, "version"))\"" }
      text += ">"
      for characteristic in characteristics { try Self.write(characteristic, in: "", to: &text) }
      return text + "</wap-provisioningdoc>"
    }
  }

  private static func write(
    _ characteristic: Characteristic, in path: String, to text: inout String
  ) throws(BootstrapError) {
    let path = path + "/" + characteristic.type
    text += "<characteristic type=\"\(try escaped(characteristic.type, path))\">"
    for parameter in characteristic.parameters {
      text += "<parm name=\"\(try escaped(parameter.name, path))\""
      if let value = parameter.value { text += " value=\"\(try escaped(value, path + "/" + parameter.name))\"" }
      text += "/>"
    }
    for child in characteristic.characteristics { try write(child, in: path, to: &text) }
    text += "</characteristic>"
  }

  private static func escaped(_ text: String, _ path: String) throws(BootstrapError) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\t", "\n", "\r": escaped += "&#\(scalar.value);"
      default:
        guard scalar.value >= 0x20, scalar.value != 0xFFFE, scalar.value != 0xFFFF else {
          throw .invalidParameter(path)
        }
        escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// The document in WBXML, with the tokens of the provisioning code pages: what a MAC is made of.
  public var wbxml: [UInt8] {
    get throws(BootstrapError) {
      let text = Array(try xmlText.utf8)
      var encoder = WBXMLEncoder()
      do throws(CodingError) {
        try XMLEventParser.parse(text.span, options: .init(language: .prov10), into: &encoder)
        return try encoder.takeDocument()
      } catch {
        throw .unreadable(error)
      }
    }
  }
}
