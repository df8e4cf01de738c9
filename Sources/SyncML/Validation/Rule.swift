/// A rule that messages are checked against.
///
/// `ENC` rules are about the encoding, `DTD` rules about which element may stand where, `MSG` rules about every SyncML
/// message, `DM` rules about device management alone: they apply where VerProto begins with `DM/`.
/// An element that must be there is a matter of `DTD` rules; what it says is a matter of the others. So one fault makes
/// one finding.
public struct Rule: Hashable, Sendable {
  /// The stable name, such as `DM-06`. A number is never used for another rule.
  public var id: String
  /// What the rule asks for, in one sentence.
  public var title: String
  /// How much a breach weighs.
  public var severity: Severity
  /// Document and section.
  public var reference: String
  /// How to put a message right that breaks the rule.
  public var hint: String

  /// A rule of its parts; a ``Finding`` of it carries its id, severity and hint.
  public init(id: String, title: String, severity: Severity, reference: String, hint: String) {
    self.id = id
    self.title = title
    self.severity = severity
    self.reference = reference
    self.hint = hint
  }

  /// A rule whose breach is an error.
  init(_ id: String, _ title: String, _ reference: String, _ hint: String) {
    self.init(id: id, title: title, severity: .error, reference: reference, hint: hint)
  }

  init(_ id: String, _ severity: Severity, _ title: String, _ reference: String, _ hint: String) {
    self.init(id: id, title: title, severity: severity, reference: reference, hint: hint)
  }
}

extension Rule {
  /// All rules, in the order of their names.
  public static let all: [Rule] = encodingRules + contentRules + messageRules + deviceManagementRules

  /// The rule of a name.
  public static func named(_ id: String) -> Rule? { all.first { $0.id == id } }
}

// MARK: - The encoding

extension Rule {
  static let encodingRules: [Rule] = [undecodable, encodingDeviation, tooManyFindings, opaqueText]

  static let undecodable = Rule(
    "ENC-01", "The document can be decoded.", "WAP-192 5; XML 1.0",
    "Check the document's encoding at the place shown; what follows it was not looked at.")
  static let encodingDeviation = Rule(
    "ENC-02", .warning, "The encoding has no deviation that readers have to tolerate.", "WAP-192 5",
    "Let the encoder follow WAP-192 to the letter: not every receiver is tolerant.")
  static let tooManyFindings = Rule(
    "ENC-03", .warning, "The findings fit the list.", "none: a bound of this validator",
    "Put right what is listed and validate again.")
  static let opaqueText = Rule(
    "ENC-04", .warning, "Text travels as a string where the element holds character data.", "WAP-192 5.8.4.6",
    "Write STR_I or STR_T: opaque data is for an item's Data and for octets.")
}

// MARK: - The content models

extension Rule {
  static let contentRules: [Rule] = [
    unexpectedElement, missingElement, wrongOrder, tooManyElements, unexpectedText, contentInEmptyElement,
    unknownElement, unexpectedAttribute, wrongRoot, toleratedDeviation,
    capabilityHasProperty, foreignNamespace,
  ]

  private static let dtd = "OMA-TS-SyncML_RepPro_DTD-V1_2"

  static let unexpectedElement = Rule(
    "DTD-01", "Every element stands where its parent's content model has it.", dtd,
    "Move the element to where the DTD has it, or leave it out.")
  static let missingElement = Rule(
    "DTD-02", "Every element has the children it must have.", dtd, "Add the missing child.")
  static let wrongOrder = Rule(
    "DTD-03", "Children stand in the content model's order.", dtd, "Put the children in the DTD's order.")
  static let tooManyElements = Rule(
    "DTD-04", "No child stands more often than the content model allows.", dtd, "Keep one and remove the others.")
  static let unexpectedText = Rule(
    "DTD-05", "Text stands only in elements that hold text.", dtd, "Remove the text, or put it into an element.")
  static let contentInEmptyElement = Rule(
    "DTD-06", "An element that is declared empty is empty.", dtd, "Write the element without content.")
  static let unknownElement = Rule(
    "DTD-07", "Every element is one of SyncML, MetInf, DMDDF or DevInf.", dtd,
    "Check the element's spelling, code page and namespace; device data of other vocabularies belongs into Data.")
  static let unexpectedAttribute = Rule(
    "DTD-08", "No element has an attribute but xmlns.", dtd, "Remove the attribute.")
  static let wrongRoot = Rule(
    "DTD-09", "The root element is SyncML.", "OMA-TS-SyncML_RepPro-V1_2 6.1", "Send a whole SyncML document.")
  static let toleratedDeviation = Rule(
    "DTD-10", .warning, "No element stands where only some toolkits write it.", dtd,
    "Put the element where the DTD has it: a strict receiver refuses the message.")
  static let capabilityHasProperty = Rule(
    "DTD-11", .warning, "A CTCap names properties of its content type.", "OMA-TS-DS_DevInf-V1_2 5.3",
    "Add the properties (Property, before 1.2 PropName), or leave the CTCap out.")
  static let foreignNamespace = Rule(
    "DTD-12", .warning, "No element of SyncML's document types is put into another namespace.",
    "Namespaces in XML 1.0 6.2; \(dtd)",
    "Declare the document type's own namespace: to a reader that goes by namespaces the element is an unknown one.")
}
