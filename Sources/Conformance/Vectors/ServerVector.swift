/// A server under test: the suite is the device, and says what the server must answer to each of its messages.
public struct ServerVector: Decodable, Sendable {
  /// The server at the beginning.
  public var server: ServerSetup
  /// The device's messages and the answers to them, in order.
  public var steps: [Step]

  /// What the server has to do with the device, and how both prove who they are.
  public struct ServerSetup: Decodable, Sendable {
    /// The commands of each package of the first session as XML, one array of lines a package. CmdIDs are labels.
    public var packages: [[String]]?
    /// What the server demands of the device; nil demands nothing.
    public var client: FlowVector.CredentialSetup?
    /// What the server shows; nil shows nothing.
    public var server: FlowVector.CredentialSetup?
    /// Whether the server shows its credentials before it is asked; true where nothing is said.
    public var showsFirst: Bool?
    /// Whether the server checks every message.
    public var everyMessage: Bool?
    /// Where the server asks the device to send its messages, if not to its address.
    public var respURI: String?
    /// The bytes of a message that the server takes; it says nothing where nothing is said.
    public var maxMsgSize: Int?
    /// The bytes of an object that the server takes; it says nothing where nothing is said.
    public var maxObjSize: Int?
    /// The types of generic alerts that the server knows; every type where nothing is said.
    public var alertTypes: [String]?
  }

  /// A message of the device, and the server's answer.
  public struct Step: Decodable, Sendable {
    /// What the step is about, for readers of the vector.
    public var comment: String?
    /// Whether the device begins another session before it sends the message.
    public var newSession: Session?
    /// What differs in the SyncHdr from the device's usual one.
    public var header: HeaderSetup?
    /// What the device shows. Without a nonce it is the one that the server gave last.
    public var credentials: FlowVector.CredentialSetup?
    /// What is wrong with the MAC.
    public var fault: FlowVector.AuthenticationStep.Fault?
    /// The content of the SyncBody in lines.
    public var send: [String]?
    /// Whether the device sends its last message once more, byte for byte.
    public var repeats: Bool?
    /// What the server must answer.
    public var expect: Expectation
    /// What later messages need of the answer: names, and what they stand for, `MsgID` or `CmdID.n`.
    public var keep: [String: String]?
  }

  /// What a further session begins with.
  public struct Session: Decodable, Sendable {
    /// The commands of each package of the server in it.
    public var packages: [[String]]?
  }

  /// The elements of a SyncHdr that are not as usual.
  public struct HeaderSetup: Decodable, Sendable {
    /// VerDTD; `1.2` where nothing is said.
    public var verDTD: String?
    /// VerProto; `DM/1.2` where nothing is said.
    public var verProto: String?
    /// SessionID; the number of the vector's session where nothing is said.
    public var sessionID: String?
    /// MsgID; counted from 1 in every session where nothing is said.
    public var msgID: String?
    /// The device's address; an IMEI where nothing is said.
    public var source: String?
    /// MaxMsgSize in the Meta; none where nothing is said.
    public var maxMsgSize: Int?
    /// MaxObjSize in the Meta; none where nothing is said.
    public var maxObjSize: Int?
  }

  /// What the server's answer must be.
  public struct Expectation: Decodable, Sendable {
    /// The status of each command of the device by its CmdID, `0` for SyncHdr; 200 where nothing is said, and 0 where
    /// there must be none.
    public var statuses: [String: FlowVector.StatusExpectation]?
    /// The server's commands, as XML in lines: exactly these, whatever their CmdIDs; none where nothing is said.
    public var commands: [String]?
    /// Whether the answer has Final; true where nothing is said.
    public var final: Bool?
    /// The type of the challenge in SyncHdr's Status; without this key a refusal needs none, and with an empty text
    /// there must be none.
    public var challenge: String?
    /// What the server must show, proved with its password and nonce; not looked at where nothing is said.
    public var credentials: FlowVector.CredentialSetup?
    /// Whether the server must show nothing of itself.
    public var showsNothing: Bool?
    /// VerDTD of the answer.
    public var verDTD: String?
    /// VerProto of the answer.
    public var verProto: String?
    /// RespURI in the answer's header.
    public var respURI: String?
    /// MaxMsgSize in the answer's header.
    public var maxMsgSize: Int?
    /// MaxObjSize in the answer's header.
    public var maxObjSize: Int?
    /// Whether the answer must be the one before, byte for byte.
    public var sameAnswer: Bool?
    /// The rules that the answer may break, because it speaks of something that cannot be spoken of better.
    public var mayBreak: [String]?
    /// Whether the session is over for the server.
    public var ends: Bool?
    /// What the server has learned by this message.
    public var learns: Learned?
  }

  /// What the server tells its operator.
  public struct Learned: Decodable, Sendable {
    /// The leaves of DevInfo, by their addresses: exactly these.
    public var devInfo: [String: String]?
    /// What Results brought, by Source: exactly these.
    public var results: [String: String]?
    /// The generic alerts and client events, in order: exactly these.
    public var alerts: [FlowVector.AlertExpectation]?
    /// Whether the device has ended the session early.
    public var aborted: Bool?
    /// Whether one side did not prove who it is.
    public var authenticationFailed: Bool?
  }
}
