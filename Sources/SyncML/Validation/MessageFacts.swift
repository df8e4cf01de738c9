internal import WBXML

/// What is kept of a message until its end, for rules that concern several commands.
struct MessageFacts: Sendable {
  typealias Place = ProtocolRuleChecker.Place

  var hasFinal = false
  /// Whether there is a command that an alert 1222 or 1223 does not go with.
  var hasOtherCommand = false
  /// Whether something was found that only clients send.
  var isFromClient = false
  /// The alerts 1222 and 1223.
  var nextMessage: Place?
  var abort: Place?
  /// The items before the current one that carry data of nodes.
  var dataItems = 0
  /// The first command that only servers send.
  var serverCommand: Place?
  /// The alert 1200 or 1201.
  var sessionAlert: Place?
  /// The first item with a leaf of DevInfo, and the names of all of them.
  var devInfo: Place?
  var devInfoLeaves: Set<String> = []
  /// The last item with MoreData.
  private(set) var chunk: Place?
  private var isChunkFollowed = false
  private var isChunkReported = false

  private var commandIDs: Set<String> = []
  private var results: Set<String> = []

  /// How many ids are kept; ids beyond are not compared. A message of a megabyte has fewer.
  private static var idLimit: Int { 1 << 16 }

  /// - Returns: whether the id is new.
  mutating func insertCommandID(_ id: String) -> Bool {
    if commandIDs.contains(id) { return false }
    if commandIDs.count < Self.idLimit, id.utf8.count <= 256 { commandIDs.insert(id) }
    return true
  }

  mutating func insertResults(_ reference: String) {
    if results.count < Self.idLimit, reference.utf8.count <= 256 { results.insert(reference) }
  }

  func hasResults(_ reference: String) -> Bool { results.contains(reference) }

  // MARK: Large objects

  mutating func startChunk(_ place: Place) {
    chunk = place
    isChunkFollowed = false
  }

  /// A command begins: unless it is a Status or an Alert, the chunk before it should have been the last item.
  mutating func followChunk(_ tag: Tag) {
    if chunk != nil, tag != SyncMLTag.status, tag != SyncMLTag.alert { isChunkFollowed = true }
  }

  /// The chunk that an item follows which is being looked at; once in a message.
  mutating func takeFollowedChunk() -> Place? {
    guard let chunk, !isChunkReported else { return nil }
    isChunkReported = true
    return chunk
  }

  /// The chunk that a command without items follows.
  mutating func takeChunkBeforeCommand() -> Place? { isChunkFollowed ? takeFollowedChunk() : nil }
}

extension ProtocolRuleChecker {
  /// The message is complete but for what follows its body.
  mutating func checkMessage() {
    guard isDeviceManagement else { return }
    if let chunk = facts.takeChunkBeforeCommand() {
      report(.chunkIsLast, chunk, "another command follows before the object is complete")
    }
    if let chunk = facts.chunk, facts.hasFinal {
      report(.chunkIsNotFinal, chunk, "the message has Final while the object is not complete")
    }
    if let alert = facts.nextMessage ?? facts.abort, facts.hasOtherCommand {
      report(.nextMessageIsAlone, alert, "another command goes with alert 1222 or 1223")
    }
    if let alert = facts.nextMessage, facts.hasFinal {
      report(.nextMessageIsNotFinal, alert, "the message asks for more and has Final")
    }
    if let alert = facts.abort, !facts.hasFinal {
      report(.abortIsFinal, alert, "the session is aborted and the message has no Final")
    }
    checkPackageOne()
    if facts.isFromClient, let command = facts.serverCommand {
      report(.clientCommands, command, "a client's message has a command that only servers send")
    }
  }

  /// A package 1 that goes on in another message may have the rest there.
  private mutating func checkPackageOne() {
    guard let alert = facts.sessionAlert, facts.hasFinal else { return }
    guard let item = facts.devInfo else {
      return report(.packageOneHasDevInfo, alert, "the message begins a session and brings no DevInfo")
    }
    let missing = ["DevId", "Man", "Mod", "DmV", "Lang"].filter { !facts.devInfoLeaves.contains($0) }
    if !missing.isEmpty {
      report(.devInfoIsComplete, item, "DevInfo has no \(missing.joined(separator: ", "))")
    }
  }

  /// Notes a leaf of DevInfo that a client's Replace brings.
  mutating func noteDevInfo(_ source: Int, of item: Int) {
    // `./` before an address says nothing (OMA-TS-DM_TND-V1_2 6.2.1).
    let address = tree.text(tree.child(SyncMLTag.locURI, of: source)) ?? ""
    let path = address.hasPrefix("./") ? address.dropFirst(2) : address[...]
    guard path.hasPrefix("DevInfo/") else { return }
    if facts.devInfo == nil { facts.devInfo = place(of: item) }
    let name = String(path.dropFirst("DevInfo/".count))
    if facts.devInfoLeaves.count < 64 { facts.devInfoLeaves.insert(name) }
  }
}
