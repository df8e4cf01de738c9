/// A conformance vector: one JSON file, usable without Swift (`Vectors/vector.schema.json` describes it).
public struct Vector: Sendable {
  /// The name by which reports call it; unique, and the file's name.
  public var id: String
  /// One sentence that says the behaviour.
  public var title: String
  /// The group of SCHEDULING.md section 10, such as `WBXML` or `SCHED-TIME`.
  public var group: String
  /// The requirements of SCHEDULING.md section 1 that it covers.
  public var requirements: [String]
  /// Where a standard rules: document and section.
  public var reference: String
  /// The optional features that an implementation must have for it to apply.
  public var features: [String]
  /// What is to be checked, by kind.
  public var content: Content

  /// The kinds of vectors and what each holds; ``Vector/kind`` is the name that the file gives.
  public enum Content: Sendable {
    /// A document and the events it stands for.
    case codec(CodecVector)
    /// A whole message and the findings of a validator.
    case message(MessageVector)
    /// Sessions between a server and a device, and the time between them.
    case flow(FlowVector)
    /// Credentials, a header or a MAC.
    case digest(DigestVector)
    /// A package 0.
    case notification(NotificationVector)
    /// A bootstrap message.
    case bootstrap(BootstrapVector)
    /// The messages of a device, and a server's answers.
    case server(ServerVector)
  }

  /// The kind's name, such as `codec` or `flow`.
  public var kind: String {
    switch content {
    case .codec: "codec"
    case .message: "message"
    case .flow: "flow"
    case .digest: "digest"
    case .notification: "notification"
    case .bootstrap: "bootstrap"
    case .server: "server"
    }
  }
}

extension Vector: Decodable {
  private enum CodingKeys: String, CodingKey {
    case id, title, group, requirements, reference, features, kind
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(String.self, forKey: .id)
    title = try container.decode(String.self, forKey: .title)
    group = try container.decode(String.self, forKey: .group)
    requirements = try container.decodeIfPresent([String].self, forKey: .requirements) ?? []
    reference = try container.decodeIfPresent(String.self, forKey: .reference) ?? ""
    features = try container.decodeIfPresent([String].self, forKey: .features) ?? []
    let kind = try container.decode(String.self, forKey: .kind)
    switch kind {
    case "codec": content = .codec(try CodecVector(from: decoder))
    case "message": content = .message(try MessageVector(from: decoder))
    case "flow": content = .flow(try FlowVector(from: decoder))
    case "digest": content = .digest(try DigestVector(from: decoder))
    case "notification": content = .notification(try NotificationVector(from: decoder))
    case "bootstrap": content = .bootstrap(try BootstrapVector(from: decoder))
    case "server": content = .server(try ServerVector(from: decoder))
    default:
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: container,
        debugDescription: "kind is '\(kind)': codec, message, flow, digest, notification, bootstrap or server")
    }
  }
}

/// Bytes and the canonical events they stand for.
public struct CodecVector: Decodable, Sendable {
  /// The document in hexadecimal; blanks may stand between the digits.
  public var wbxml: String?
  /// The same document as XML text, in lines.
  public var xml: [String]?
  /// The short name of the language, where something other than the document tells it.
  public var language: String?
  /// Whether documents inside opaque data are opened.
  public var embedded: Bool?
  /// The canonical events, one a line, as `EventTrace` writes them; those before the error where there is one.
  public var events: [String]?
  /// What a canonical encoder gives for the events, in hexadecimal; nil where it is not prescribed.
  public var canonical: String?
  /// The deviations that a tolerant reader of the WBXML reports, or of the XML where there is no WBXML, by name and in
  /// order; nil does not look.
  public var diagnostics: [String]?
  /// The error that ends the reading.
  public var error: ExpectedError?
  /// Whether the document is read in strict mode.
  public var strict: Bool?

  /// The error that must end the reading, and where.
  public struct ExpectedError: Decodable, Sendable, Hashable {
    /// The error's name, such as `unsupportedVersion`.
    public var code: String
    /// Where it is, in bytes from the document's start; nil does not look.
    public var offset: Int?
  }
}

/// A message, and what a validator says of it.
public struct MessageVector: Decodable, Sendable {
  /// The message as XML text, in lines to join with line feeds; it goes before `wbxml` where both are given.
  public var xml: [String]?
  /// The message as WBXML in hexadecimal; blanks may stand between the digits.
  public var wbxml: String?
  /// Whether a validator finds no error; a valid message must also survive both encodings and back.
  public var valid: Bool
  /// The errors found, in order.
  public var findings: [ExpectedFinding]?
  /// The warnings found, in order; nil does not look.
  public var warnings: [ExpectedFinding]?
  /// The id of the vector with the same message put right.
  public var good: String?

  /// A finding that the validator must report.
  public struct ExpectedFinding: Decodable, Sendable, Hashable {
    /// The id of the rule that is broken.
    public var rule: String
    /// The element it is at, as a path from the message's root; nil does not look.
    public var path: String?
  }
}
