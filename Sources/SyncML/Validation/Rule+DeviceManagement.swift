/// What messages of device management have to observe beyond ``messageRules``.
extension Rule {
  static let deviceManagementRules: [Rule] = [
    versionsAgree, commandNotUsed, moveNotUsed, elementNotUsed, credentialsInHeaderOnly, getInAtomic, atomicInAtomic,
    memberNotAllowedInAtomic, knownAlert, genericAlertHasItem, genericAlertItemIsComplete, knownMark,
    nextMessageIsAlone, nextMessageIsNotFinal, abortIsFinal, refusedHeaderHasChallenge, knownChallengeType,
    challengeHasNonce, credentialFormat, noMACCredentials, resultHasSource, itemHasTarget, copyHasSource,
    noTrailingSlash, noDotSegment, relativeURI, knownQuery, knownFormat, chunkIsNotFinal, chunkIsLast,
    firstChunkHasSize, userInteractionItems, chunkLostHasItem, clientEventIsComplete, resultsAfterStatus,
    clientCommands, packageOneHasDevInfo, devInfoIsComplete, interiorNodeHasNoData, challengeGoesWithItsStatus,
    noStatusForResults, knownOptions, digestHasName, oneSessionAlert,
  ]

  private static let protocolTS = "OMA-TS-DM_Protocol-V1_2"
  private static let reppro = "OMA-TS-DM_RepPro-V1_2"
  private static let tree = "OMA-TS-DM_TND-V1_2"

  // MARK: Versions and commands

  static let versionsAgree = Rule(
    "DM-01", "VerDTD is 1.1 for DM/1.1 and 1.2 for DM/1.2 and DM/1.3.", reppro + " 6.1", "Write VerDTD 1.2.")
  static let commandNotUsed = Rule(
    "DM-02", "Put, Search, Sync and Map are not used.", reppro + " 6.5", "Use Add, Replace or Get.")
  static let moveNotUsed = Rule(
    "DM-03", .warning, "Move is not among the commands of device management.", reppro + " 6.5",
    "Use Copy and Delete, or rename the node with ?prop=Name.")
  static let elementNotUsed = Rule(
    "DM-04", .warning, "Archive, SftDel, Lang, NoResp, NoResults and NumberOfChanges are not used.", reppro + " 6.1",
    "Leave the element out: a receiver passes it over.")
  static let credentialsInHeaderOnly = Rule(
    "DM-05", "Cred stands only in SyncHdr.", reppro + " 6.1", "Send the credentials in SyncHdr.")
  static let getInAtomic = Rule(
    "DM-06", "An Atomic holds no Get.", reppro + " 6.5", "Put the Get after the Atomic, in a Sequence if need be.")
  static let atomicInAtomic = Rule(
    "DM-07", "An Atomic holds no Atomic.", reppro + " 6.5", "Put the members into one Atomic.")
  static let memberNotAllowedInAtomic = Rule(
    "DM-08", "An Atomic holds Add, Alert, Copy, Delete and Replace only.", reppro + " 6.5",
    "Put the command before or after the Atomic.")

  // MARK: Alerts

  static let knownAlert = Rule(
    "DM-09", "An alert code is one of 1100 to 1104, 1200, 1201 and 1222 to 1226.", reppro + " 7",
    "Use a generic alert (1226) with a type for messages of your own.")
  static let genericAlertHasItem = Rule(
    "DM-10", "A generic alert has an item.", protocolTS + " 8.7", "Add an Item with Meta and Data.")
  static let genericAlertItemIsComplete = Rule(
    "DM-11", "Every item of a generic alert has Meta Type and Format.", protocolTS + " 8.7",
    "Add Type and Format: a server answers with status 412 otherwise.")
  static let knownMark = Rule(
    "DM-12", "Mark is fatal, critical, minor, warning, informational, harmless or indeterminate.", protocolTS + " 8.7",
    "Use one of the seven words; informational is the default.")
  static let nextMessageIsAlone = Rule(
    "DM-13", "Alert 1222 or 1223 goes with no other command but Status and Results.", protocolTS + " 6.2",
    "Send the other commands when the package is over.")
  static let nextMessageIsNotFinal = Rule(
    "DM-14", "A message with alert 1222 has no Final.", protocolTS + " 6.2", "Leave Final out: the package goes on.")
  static let abortIsFinal = Rule(
    "DM-15", .warning, "A message with alert 1223 has Final.", protocolTS + " 8.1",
    "Add Final: the session ends with this message. Only in place of a next-message answer may it be missing.")

  // MARK: Authentication

  static let refusedHeaderHasChallenge = Rule(
    "DM-16", "A SyncHdr's status 401 or 407 has a Chal.", protocolTS + " 9", "Say in Chal what is asked for.")
  static let knownChallengeType = Rule(
    "DM-17", .warning, "An authentication type is syncml:auth-basic, syncml:auth-md5 or syncml:auth-MAC.",
    "OMA-TS-DM_Security-V1_2 5", "Use a type that the other side can know.")
  static let challengeHasNonce = Rule(
    "DM-18", "A challenge for md5 or MAC has NextNonce and Format b64.", reppro + " 6.1",
    "Add NextNonce in base64 and Format b64.")
  static let credentialFormat = Rule(
    "DM-19", "Credentials of type md5 have Format b64.", reppro + " 6.1", "Add Format b64 to the Meta of Cred.")
  static let noMACCredentials = Rule(
    "DM-20", "Credentials of type MAC travel in x-syncml-hmac, never in Cred.", "OMA-TS-DM_Security-V1_2 5",
    "Send the MAC in the transport header.")

  // MARK: Items

  static let resultHasSource = Rule(
    "DM-21", "An item of Results names its node.", reppro + " 6.5", "Add Source with the node's LocURI.")
  static let itemHasTarget = Rule(
    "DM-22", "An item of Add, Replace, Delete, Copy, Get and Exec has a Target; a client's Replace a Source.",
    reppro + " 6.5", "Add Target with the node's LocURI.")
  static let copyHasSource = Rule("DM-23", "An item of Copy has a Source.", reppro + " 6.5", "Add Source.")
  static let noTrailingSlash = Rule(
    "DM-24", "A node's URI does not end in a slash.", tree + " 7.2", "Remove the slash; the root is a single dot.")
  static let noDotSegment = Rule(
    "DM-25", "A node's URI has no segment .. and a segment . only at its start.", tree + " 7.2",
    "Write the path from the root.")
  static let relativeURI = Rule(
    "DM-26", .warning, "A node's URI is relative.", tree + " 7.2", "Begin the URI with ./ in place of the slash.")
  static let knownQuery = Rule(
    "DM-27", .warning, "A node's URI asks for a property or list that the standard has.", tree + " 7.7",
    "Use ?prop= with ACL, Format, Name, Size, Title, TStamp, Type or VerNo, or ?list= with Struct, StructData or TNDS.")
  static let knownFormat = Rule(
    "DM-28", "Format is b64, bin, bool, chr, date, float, int, node, null, time or xml.", tree + " 7.7",
    "Use one of the formats, in lower case.")

  // MARK: Large objects

  static let chunkIsNotFinal = Rule(
    "DM-29", "A message with MoreData has no Final.", protocolTS + " 6.2; " + protocolTS + " 7",
    "Leave Final out until the object's last chunk.")
  static let chunkIsLast = Rule(
    "DM-30", "No item and no command but Status and Alert follows an item with MoreData.", protocolTS + " 7",
    "Send the other items after the object's last chunk.")
  static let firstChunkHasSize = Rule(
    "DM-31", "The first chunk of a large object has Meta Size.", protocolTS + " 7",
    "Add Size with the whole object's bytes. A chunk that follows other items of its message is a first one.")

  // MARK: Other commands

  static let userInteractionItems = Rule(
    "DM-32", "A user interaction alert has items for options and text, and choices where there is one to make.",
    protocolTS + " 10", "Begin with an item for options, which may be empty.")
  static let chunkLostHasItem = Rule(
    "DM-33", .warning, "Alert 1225 names the Source or Target of the command that failed.", protocolTS + " 7",
    "Add an Item with the Source or Target of the incomplete object.")
  static let clientEventIsComplete = Rule(
    "DM-34", .warning, "Every item of a client event (1224) has Meta Type and Format.", reppro + " 7",
    "Add Type and Format.")
  static let resultsAfterStatus = Rule(
    "DM-35", "Results follow the Status of their command.", protocolTS + " 8.5", "Write the Status first.")
  static let clientCommands = Rule(
    "DM-36", "A client sends only Alert, Replace, Results and Status, and no user interaction.", protocolTS + " 8",
    "Alerts 1200, 1201, 1224 and 1226 and Results come from a client; the commands of one are the server's to send.")

  // MARK: What devices and servers in use get wrong

  static let packageOneHasDevInfo = Rule(
    "DM-37", .warning, "A whole package 1 brings DevInfo.", protocolTS + " 8.3",
    "Add a Replace with the leaves of ./DevInfo: a server goes by them.")
  static let devInfoIsComplete = Rule(
    "DM-38", .warning, "DevInfo has DevId, Man, Mod, DmV and Lang.", "OMA-TS-DM_StdObj-V1_2 5.3.2",
    "Send all leaves of DevInfo that must be there.")
  static let interiorNodeHasNoData = Rule(
    "DM-39", .warning, "An item of Add or Replace with Format node has no Data.", tree + " 7.2",
    "Leave Data out: an interior node has no value of its own.")
  static let challengeGoesWithItsStatus = Rule(
    "DM-40", .warning, "A Chal goes with status 200, 212, 401 or 407.", protocolTS + " 9",
    "Leave the Chal out, or send the status that asks for credentials.")
  static let noStatusForResults = Rule(
    "DM-41", "Results that were taken get no Status 200.", protocolTS + " 8.5",
    "Leave the Status out; one that tells of a fault has another code.")
  static let knownOptions = Rule(
    "DM-42", .warning, "The options of a user interaction are those of the standard, with values as it has them.",
    protocolTS + " 10", "Use MINDT, MAXDT, DR, MAXLEN, IT and ET, as KEY=value with & between them.")
  static let digestHasName = Rule(
    "DM-43", .warning, "Credentials of type md5 go with the user's name in the Source's LocName.",
    "OMA-TS-DM_Security-V1_2 5.3.1", "Add LocName to the Source: the digest does not tell who made it.")
  static let oneSessionAlert = Rule(
    "DM-44", "A message has one alert 1200 or 1201 at most.", protocolTS + " 8.3",
    "Say once who wanted the session.")
}
