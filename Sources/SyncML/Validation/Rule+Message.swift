/// What every SyncML message has to observe.
extension Rule {
  static let messageRules: [Rule] = [
    knownDTDVersion, knownProtocolVersion, sessionIDNotEmpty, messageIDIsNumber, commandIDNotEmpty, commandIDIsUnique,
    locationNotEmpty, referenceNotEmpty, referencedCommandIsKnown, headerReference, statusIsNumber, statusIsKnown,
    alertIsNumber, sizeIsNumber, maximumIsPositive, moreDataNeedsData, challengeHasType, nonceIsBase64, noOuterSpace,
    documentTypeAgrees, sessionIDIsShort,
  ]

  private static let reppro = "OMA-TS-SyncML_RepPro-V1_2"

  static let knownDTDVersion = Rule(
    "MSG-01", "VerDTD is 1.0, 1.1 or 1.2.", reppro + " 6.1", "Write 1.2; a receiver answers others with status 505.")
  static let knownProtocolVersion = Rule(
    "MSG-02", "VerProto is SyncML/1.0 to 1.2 or DM/1.1 to 1.3.", reppro + " 6.1",
    "Write DM/1.2 for device management; a receiver answers others with status 513.")
  static let sessionIDNotEmpty = Rule(
    "MSG-03", "SessionID is not empty.", reppro + " 6.1", "Repeat package 0's session id, or choose one.")
  static let messageIDIsNumber = Rule(
    "MSG-04", "MsgID is a positive decimal number.", reppro + " 6.1", "Count the session's messages from 1.")
  static let commandIDNotEmpty = Rule(
    "MSG-05", "CmdID is neither empty nor 0.", reppro + " 6.1",
    "Number the commands of a message from 1; 0 means the SyncHdr in a CmdRef.")
  static let commandIDIsUnique = Rule(
    "MSG-06", "CmdID is unique in its message, members of Atomic and Sequence included.", reppro + " 6.1",
    "Number the commands of a message without repetition.")
  static let locationNotEmpty = Rule(
    "MSG-07", "LocURI is not empty.", reppro + " 6.1", "Write the address; the root of a tree is a single dot.")
  static let referenceNotEmpty = Rule(
    "MSG-08", "MsgRef and CmdRef are not empty, and MsgRef is a number.", reppro + " 6.1",
    "Repeat the MsgID and the CmdID of the command that is answered.")
  static let referencedCommandIsKnown = Rule(
    "MSG-09", "Cmd names a command or SyncHdr.", reppro + " 6.1", "Write the answered command's element name.")
  static let headerReference = Rule(
    "MSG-10", "CmdRef is 0 where Cmd is SyncHdr, and only there.", reppro + " 6.1",
    "Write CmdRef 0 in the status of a SyncHdr and the command's CmdID in all others.")
  static let statusIsNumber = Rule(
    "MSG-11", "A Status element's Data is a decimal number.", reppro + " 10", "Write the status code's number alone.")
  static let statusIsKnown = Rule(
    "MSG-12", .warning, "A status code is one that the standard lists.", reppro + " 10",
    "Use a code of the standard: a receiver can only go by the first digit of others.")
  static let alertIsNumber = Rule(
    "MSG-13", "An Alert has a code in Data, and it is a decimal number.", reppro + " 9",
    "Write the alert code's number alone.")
  static let sizeIsNumber = Rule(
    "MSG-14", "Size is a decimal number.", "OMA-TS-SyncML_MetaInfo-V1_2 5", "Write the number of bytes alone.")
  static let maximumIsPositive = Rule(
    "MSG-15", "MaxMsgSize and MaxObjSize are positive decimal numbers.", "OMA-TS-SyncML_MetaInfo-V1_2 5",
    "Write the number of bytes, or leave the element out where there is no limit.")
  static let moreDataNeedsData = Rule(
    "MSG-16", "MoreData stands only in an item with Data.", reppro + " 6.1", "Send the chunk with it.")
  static let challengeHasType = Rule(
    "MSG-17", "A Chal names its authentication type in Meta.", reppro + " 6.1",
    "Add Type: syncml:auth-basic, syncml:auth-md5 or syncml:auth-MAC.")
  static let nonceIsBase64 = Rule(
    "MSG-18", "NextNonce is base64.", "OMA-TS-SyncML_MetaInfo-V1_2 5", "Encode the nonce's octets in base64.")
  static let noOuterSpace = Rule(
    "MSG-19", .warning, "Identifiers and numbers have no white space around them.", reppro + " 6.1",
    "Remove the white space: not every receiver does.")
  static let documentTypeAgrees = Rule(
    "MSG-20", .warning, "VerDTD is the version that the document's type states.", reppro + " 6.1",
    "Give the document the public identifier and namespace of the version in VerDTD.")
  static let sessionIDIsShort = Rule(
    "MSG-21", .warning, "SessionID has no more than 4 bytes.", reppro + " 6.1",
    "Count sessions in a few digits: a receiver need not keep more.")
}
