/// A story between a server and a device, with a clock: what is sent, what must come back, what time does.
public struct FlowVector: Decodable, Sendable {
  /// The device at the beginning.
  public var device: DeviceSetup
  /// What happens, in order.
  public var steps: [Step]

  /// How the device is made before the first step.
  public struct DeviceSetup: Decodable, Sendable {
    /// The instant at which the story begins, as `20260105T000000Z`.
    public var start: String
    /// The device's time zone; UTC where none is given.
    public var zone: String?
    /// Whether the device has the Scheduling object; true where nothing is said.
    public var scheduling: Bool?
    /// How many scheduling contexts it takes, its `Limits/MaxContexts`; the device's own limit where nothing is said.
    public var maxContexts: Int?
    /// How long a task may be in bytes, its `Limits/MaxTaskSize`; the device's own limit where nothing is said.
    public var maxTaskSize: Int?
    /// The nodes it has beside DevInfo, parents before children.
    public var tree: [NodeSetup]?
    /// The accounts it has; a session with a server that it has none for needs no credentials.
    public var accounts: [AccountSetup]?
    /// The ACL of the root; everything for every server where nothing is said.
    public var rootACL: String?
    /// The optional properties that the device keeps of its nodes; all where nothing is said.
    public var properties: [String]?
    /// The DDF documents that describe its nodes.
    public var descriptions: [DescriptionSetup]?
    /// The bytes of a message that it takes, which it announces and its server keeps to; nothing where nothing is said.
    public var maxMsgSize: Int?
    /// The bytes of an object that it takes, which it announces; nothing where nothing is said.
    public var maxObjSize: Int?
    /// The bytes of a large object that it can keep while it comes in; the device's own limit where nothing is said.
    public var objectBuffer: Int?
    /// Whether it sends and takes large objects; true where nothing is said.
    public var largeObjects: Bool?
    /// Whether it may send the answers to an Atomic in several messages; true where nothing is said.
    public var splitsAtomicAnswers: Bool?
    /// Whether it sends alerts that come up in a session in the same session; false where nothing is said.
    public var sendsNewAlerts: Bool?
  }

  /// A DDF document, and the place that its paths start from.
  public struct DescriptionSetup: Decodable, Sendable {
    /// The root where nothing is said.
    public var at: String?
    /// The document in lines.
    public var xml: [String]
  }

  /// A node that the device has from the beginning.
  public struct NodeSetup: Decodable, Sendable {
    /// Where the node lies, such as `./Example/Setting`; its parent is there already.
    public var uri: String
    /// The format; `node` for an interior node.
    public var format: String
    /// The MIME type; `text/plain` for a leaf and empty for an interior node where nothing is said.
    public var type: String?
    /// The value as text; a leaf is empty where nothing is said.
    public var value: String?
    /// The commands allowed, such as `Get,Replace`; all where nothing is said.
    public var access: String?
    /// What Exec on the node answers; 405 where nothing is said.
    public var exec: Int?
    /// Its ACL; none where nothing is said.
    public var acl: String?
    /// Its Title; none where nothing is said.
    public var title: String?
    /// Whether no server can delete or rename it; false where nothing is said.
    public var permanent: Bool?
    /// The status with which the device, in the end, fails to carry out a change of the node.
    public var apply: Int?
    /// Whether the device cannot take back a change of the node.
    public var stuck: Bool?
    /// The alert that follows when the process has ended which Exec on the node began.
    public var result: ProcessResult?
  }

  /// What a process comes to that goes on after its Exec.
  public struct ProcessResult: Decodable, Sendable {
    /// The alert type.
    public var type: String
    /// The format of the data.
    public var format: String
    /// The data.
    public var data: String
    /// The importance; none where nothing is said.
    public var mark: String?
  }

  /// One step; the key says which.
  public enum Step: Decodable, Sendable {
    /// The server and the device hold a session.
    case session(SessionStep)
    /// A session in which the vector says every message of the server.
    case exchange(ExchangeStep)
    /// What the user will answer, in order.
    case answers([String])
    /// Time goes on without one.
    case advance(AdvanceStep)
    /// The device or its user changes leaves: the new values by their nodes' URIs.
    case set([String: String])

    private enum CodingKeys: String, CodingKey { case session, advance, set, exchange, answers }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      if let session = try container.decodeIfPresent(SessionStep.self, forKey: .session) {
        self = .session(session)
      } else if let advance = try container.decodeIfPresent(AdvanceStep.self, forKey: .advance) {
        self = .advance(advance)
      } else if let values = try container.decodeIfPresent([String: String].self, forKey: .set) {
        self = .set(values)
      } else if let exchange = try container.decodeIfPresent(ExchangeStep.self, forKey: .exchange) {
        self = .exchange(exchange)
      } else if let answers = try container.decodeIfPresent([String].self, forKey: .answers) {
        self = .answers(answers)
      } else {
        throw DecodingError.dataCorrupted(
          .init(
            codingPath: decoder.codingPath,
            debugDescription: "a step is a session, an exchange, an advance, a set or answers"))
      }
    }
  }

  /// A session: the server's packages, and what the device must answer.
  public struct SessionStep: Decodable, Sendable {
    /// What the step is about, for readers of the vector.
    public var comment: String?
    /// The account of the server; `server.example.com` where nothing is said.
    public var serverID: String?
    /// Who asks for the session: `server` where nothing is said, or `client`.
    public var initiator: String?
    /// The commands of each package of the server as XML, one array of lines a package. CmdIDs are labels.
    public var send: [[String]]?
    /// The status of every command that `statuses` does not name; 200 where nothing is said.
    public var defaultStatus: Int?
    /// The status of a command by its label; where a command has several, a list.
    public var statuses: [String: StatusExpectation]?
    /// What Get brings, by source URI; exactly these.
    public var results: [String: ResultExpectation]?
    /// The generic alerts that the device sends, in order; exactly these.
    public var alerts: [AlertExpectation]?
    /// The server's status for the device's generic alerts; 200 where nothing is said. 0 loses the answer.
    public var alertStatus: Int?
    /// The bytes of a message that the server takes, which it announces and the device must keep to; nothing where
    /// nothing is said.
    public var maxMsgSize: Int?
    /// The bytes of an object that the server takes, which it announces and the device must keep to.
    public var maxObjSize: Int?
    /// The types of generic alerts that the server knows; all where nothing is said.
    public var alertTypes: [String]?
    /// The labels of commands that the server cannot send, because the device could not take them.
    public var notSent: [String]?
    /// The labels of Execs, of this session or an earlier one, whose results come in it.
    public var finishedExecs: [String]?
    /// How the server authenticates, and what the device must do; nil leaves authentication out.
    public var authentication: AuthenticationStep?
  }

  /// The time goes on while the device is offline.
  public struct AdvanceStep: Decodable, Sendable {
    /// What the step is about, for readers of the vector.
    public var comment: String?
    /// The instant to advance to.
    public var to: String
    /// Whether the device asks for a session of its own by then.
    public var wantsSession: Bool?
  }

  /// The statuses that one command must get: one number, or one for each item.
  public enum StatusExpectation: Decodable, Sendable, Hashable {
    /// Every status of the command is this number.
    case code(Int)
    /// The statuses of the command's items, in order.
    case codes([Int])
    /// One of these: the standards leave it open which.
    case any([Int])

    private enum CodingKeys: String, CodingKey { case any }

    public init(from decoder: any Decoder) throws {
      if let code = try? decoder.singleValueContainer().decode(Int.self) {
        self = .code(code)
      } else if let codes = try? decoder.singleValueContainer().decode([Int].self) {
        self = .codes(codes)
      } else {
        self = .any(try decoder.container(keyedBy: CodingKeys.self).decode([Int].self, forKey: .any))
      }
    }
  }

  /// A value: exactly a text, any at all, or one that a regular expression matches whole.
  public enum ValueExpectation: Decodable, Sendable, Hashable {
    /// This text, character by character.
    case exactly(String)
    /// Any text, the empty one included.
    case any
    /// A text that this regular expression matches from end to end.
    case matching(String)

    private enum CodingKeys: String, CodingKey { case any, matches }

    public init(from decoder: any Decoder) throws {
      if let text = try? decoder.singleValueContainer().decode(String.self) {
        self = .exactly(text)
        return
      }
      let container = try decoder.container(keyedBy: CodingKeys.self)
      if let pattern = try container.decodeIfPresent(String.self, forKey: .matches) {
        self = .matching(pattern)
      } else {
        _ = try container.decode(Bool.self, forKey: .any)
        self = .any
      }
    }
  }

  /// What a Get brings of one node: its data alone, or the meta-information too.
  public struct ResultExpectation: Decodable, Sendable, Hashable {
    /// The item's data; of elements their XML text, and an empty text where there is none.
    public var data: ValueExpectation?
    /// The Format of the item's Meta; an empty text where there is none.
    public var format: String?
    /// The Type of the item's Meta; an empty text where there is none.
    public var type: String?

    private enum CodingKeys: String, CodingKey { case data, format, type }

    public init(from decoder: any Decoder) throws {
      if let container = try? decoder.container(keyedBy: CodingKeys.self), !container.allKeys.isEmpty {
        data = try container.decodeIfPresent(ValueExpectation.self, forKey: .data)
        format = try container.decodeIfPresent(String.self, forKey: .format)
        type = try container.decodeIfPresent(String.self, forKey: .type)
      } else {
        data = try ValueExpectation(from: decoder)
      }
    }
  }

  /// A generic alert; what is nil is not looked at.
  public struct AlertExpectation: Decodable, Sendable, Hashable {
    /// The Item's Source/LocURI: the node that the alert speaks of.
    public var source: String?
    /// The Item's Meta/Type: the alert type.
    public var type: String?
    /// The Item's Meta/Mark: the importance, such as `informational`, `warning` or `critical`.
    public var mark: String?
    /// The Item's Meta/Format: the format of the data.
    public var format: String?
    /// The Item's Data.
    public var data: ValueExpectation?
    /// The Alert's Correlator, which repeats that of the Exec it answers.
    public var correlator: String?
  }
}
