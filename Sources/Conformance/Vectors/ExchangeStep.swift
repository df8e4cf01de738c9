extension FlowVector {
  /// A session message by message: for what a proper server would not do, and for what is said of single messages.
  public struct ExchangeStep: Decodable, Sendable {
    /// What the step is about, for readers of the vector.
    public var comment: String?
    /// The account of the server; `server.example.com` where nothing is said.
    public var serverID: String?
    /// Who asks for the session: `server` where nothing is said, or `client`.
    public var initiator: String?
    /// What the server does, one thing after the other, beginning with its answer to package 1.
    public var messages: [ExchangeMessage]
  }

  /// One message of the server, and what the device must answer.
  public struct ExchangeMessage: Decodable, Sendable {
    /// What the message is about, for readers of the vector.
    public var comment: String?
    /// The commands as XML, in lines, after the Statuses for the device's last message. CmdIDs are sent as they are.
    public var send: [String]?
    /// Whether the message has Final; true where nothing is said.
    public var final: Bool?
    /// The Status of the device's SyncHdr; 200 where nothing is said, and 0 leaves all Statuses out.
    public var headerStatus: Int?
    /// The Status of the device's commands by their names, `Alert`, `Replace` and `Results`. Where nothing is said 200,
    /// for Results 213 where they have MoreData and else none.
    public var statuses: [String: Int]?
    /// The message's number; they count from 1 where nothing is said.
    public var msgID: String?
    /// The session's identifier; the device's where nothing is said.
    public var sessionID: String?
    /// Where the device is to send its answer.
    public var respURI: String?
    /// Whether the header asks for no Statuses.
    public var noResp: Bool?
    /// MaxMsgSize in the header: the device's messages must keep to it from then on.
    public var maxMsgSize: Int?
    /// MaxObjSize in the header.
    public var maxObjSize: Int?
    /// What the server does instead of sending `send`.
    public var instead: Instead?
    /// The commands of the device's answer in order, as lines in which `*` stands for any text; nil does not look.
    public var answer: [String]?
    /// Whether the answer has Final; nil does not look.
    public var answerFinal: Bool?
    /// The address to which the answer is sent (its SyncHdr's Target); nil does not look.
    public var answerTarget: String?
    /// Whether the device must not answer.
    public var silent: Bool?

    /// What happens in place of a message.
    public enum Instead: String, Decodable, Sendable {
      /// The last message comes again, octet for octet: so must the answer.
      case repeats
      /// The server's answer is lost, and the device sends its message again, octet for octet.
      case resend
      /// The device, whose last message the server had no time for, tries again.
      case retry
      /// The device ends the session.
      case abort
    }
  }
}
