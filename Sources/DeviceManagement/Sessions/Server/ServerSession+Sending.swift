public import SyncML

/// How the server's messages are made.
extension ServerSession {
  mutating func answerHeader(to header: SyncHdr) -> SyncHdr {
    msgID += 1
    authenticator?.sign()
    return SyncHdr(
      verDTD: header.verDTD == "1.1" ? "1.1" : "1.2", verProto: header.verDTD == "1.1" ? "DM/1.1" : "DM/1.2",
      sessionID: header.sessionID, msgID: String(msgID), target: Location(header.source.locURI),
      source: Location(configuration.serverURI, locName: authenticator?.locName), respURI: configuration.respURI,
      cred: authenticator?.cred,
      meta: SyncHdr.sizes(maxMsgSize: configuration.maxMsgSize, maxObjSize: configuration.maxObjSize))
  }

  func headerStatus(of message: Message, _ code: StatusCode, _ chal: Chal? = nil) -> Command {
    .status(
      Status(
        msgRef: message.header.msgID, cmdRef: "0", cmd: "SyncHdr", targetRefs: [message.header.target.locURI],
        sourceRefs: [message.header.source.locURI], chal: chal, code: code))
  }

  func status(of message: Message, _ command: Command, _ code: StatusCode) -> Command {
    .status(Status(msgRef: message.header.msgID, cmdRef: command.cmdID, cmd: command.name, code: code))
  }

  /// The answer to a message that is refused: statuses alone, nothing in it is looked at.
  mutating func statuses(for message: Message, _ code: StatusCode, _ chal: Chal? = nil) -> MessageBuilder {
    var header = answerHeader(to: message.header)
    // A stranger is not shown the server's credentials, neither in the header nor beside the message.
    if code.rawValue >= 400 {
      header.cred = nil
      authenticator?.hideFromStranger()
    }
    return statuses(for: message, code, chal, header)
  }

  /// A message of Statuses with one code for all that stands in a message, as many as the device's MaxMsgSize lets in.
  private func statuses(
    for message: Message, _ code: StatusCode, _ chal: Chal?, _ header: SyncHdr
  ) -> MessageBuilder {
    // Whoever has proved nothing is not to make the server write, and keep for sending it again, more than a little: a
    // message of 100,000 commands would get as many Statuses. A server sends as many as it has room for; the SyncHdr's
    // says of all that stands in the message that it was not done, and why.
    let isForStranger = code.refusesCredentials
    let limit = isForStranger ? min(peerMessageLimit ?? .max, 16 << 10) : peerMessageLimit
    var builder = MessageBuilder(header, limit: limit, encoding: encoding)
    builder.append(headerStatus(of: message, code, chal))
    var surplus = 0
    for command in message.commands.lazy.filter({ !$0.isAnswer }).prefix(isForStranger ? 64 : .max) {
      if builder.appendIfFits(status(of: message, command, code), surplus: &surplus) == nil { break }
    }
    return builder
  }

  /// Fills a message: first with the answers to the device's commands, then with commands where it is this side's turn.
  ///
  /// - Parameter builder: the message, with what every message has.
  mutating func fill(_ builder: consuming MessageBuilder) -> Message {
    queueBefore = queue
    answersBefore = answers
    if isAborting {
      isAborting = false
      end(.cancelled(commandsToSend))
      builder.append(.alert(Alert(code: .sessionAbort)))
      _ = fillAnswers(&builder)
      return builder.message(isFinal: true)
    }
    if !answers.isEmpty {
      if fillAnswers(&builder) == 0 || !builder.fits { return tooSmall(builder) }
      if !answers.isEmpty { return builder.message(isFinal: false) }
    }
    if !queue.isSendingObject {
      guard peerIsClosed else {
        // The device's package goes on: ask for the rest of it (OMA-TS-DM_Protocol-V1_2 6.2).
        var surplus = 0
        if let cmdID = builder.appendIfFits(.alert(Alert(code: .nextMessage)), surplus: &surplus) {
          askedForMore = CommandReference(msgID, cmdID)
        } else if builder.isBare {
          return tooSmall(builder)
        }
        // Beside answers it can wait: a message without Final is asked about anyway.
        return builder.message(isFinal: false)
      }
      let unanswered = sent.endPackage()
      if !unanswered.isEmpty { events.append(.unanswered(unanswered)) }
    }
    let isFull = !builder.isBare
    let count = fillCommands(&builder)
    guard builder.fits else { return tooSmall(builder) }
    if count == 0 {
      // What waits did not fit beside the answers: the device asks for it.
      if !queue.isEmpty, isFull { return builder.message(isFinal: false) }
      end(.finished)
      return builder.message(isFinal: true)
    }
    let isFinal = !queue.isSendingObject
    if isFinal { peerIsClosed = false }
    return builder.message(isFinal: isFinal)
  }

  /// Adds commands of the batch begun, or of the next one; the number of those that were added.
  private mutating func fillCommands(_ builder: inout MessageBuilder) -> Int {
    let peer = OutgoingQueue.Peer(encoding: encoding, takesChunks: configuration.sendsLargeObjects)
    while true {
      if queue.isEmpty {
        guard !batches.isEmpty else { return 0 }
        loadBatch()
      }
      queueBefore = queue
      var refused: [Command] = []
      sent.begin(msgID: msgID, capacity: queue.count)
      let count = queue.fill(&builder, reserve: 0, for: peer, noting: &sent) { command, _ in
        refused.append(command)
        return true
      }
      for command in refused { events.append(.notSent(command, .messageSize)) }
      // Where nothing of a batch could be sent, the next one follows.
      if count > 0 || !queue.isEmpty { return count }
    }
  }

  private mutating func loadBatch() {
    let batch = batches.removeFirst()
    guard let limit = peerObjectLimit else { return queue.append(batch, tag: .command) }
    queue.reserveCapacity(batch.count)
    for command in batch {
      if command.largestObject(in: encoding) > limit {
        events.append(.notSent(command, .objectSize))
      } else {
        queue.append(command, tag: .command)
      }
    }
  }

  /// Adds answers, as many as fit; the number of those that were added.
  mutating func fillAnswers(_ builder: inout MessageBuilder) -> Int {
    let peer = OutgoingQueue.Peer(encoding: encoding, takesChunks: false)
    var nothing = NothingNoted()
    return answers.fill(&builder, reserve: 0, for: peer, noting: &nothing) { _, _ in false }
  }

  /// Ends the session because the device's MaxMsgSize does not let it go on.
  private mutating func tooSmall(_ builder: consuming MessageBuilder) -> Message {
    end(.failed(.messageSizeTooSmall(peerMessageLimit ?? 0)))
    return builder.message(isFinal: true)
  }

  /// All commands that have not been sent, or not whole.
  var commandsToSend: [Command] {
    var queue = queue
    return queue.removeAll() + batches.flatMap { $0 }
  }

  mutating func end(_ event: Event) {
    isFinished = true
    events.append(event)
  }

  // MARK: Busy

  /// The answer to a message for which the server has no time now: nothing in it is looked at, and the device is asked to
  /// send it again, later.
  ///
  /// - Parameters:
  ///   - message: the device's message, which `handle` has not been given.
  ///   - status: 417, or 503.
  ///   - respURI: where to send it, in which the time may be said; nil says nothing.
  ///
  /// Source: OMA-TS-SyncML_RepPro-V1_2 10 (417, 503).
  public mutating func refuseBusily(
    _ message: Message, status: StatusCode = .serviceUnavailable, respURI: String? = nil
  ) -> Message {
    var header = answerHeader(to: message.header)
    header.cred = nil
    authenticator?.hideFromStranger()
    header.respURI = respURI ?? header.respURI
    peerMessageLimit = message.header.messageLimit ?? peerMessageLimit
    return statuses(for: message, status, nil, header).message(isFinal: true)
  }
}

extension Command {
  /// The bytes of the largest data in it, or in a member.
  func largestObject(in encoding: Encoding) -> Int {
    switch self {
    case .atomic(let group), .sequence(let group):
      return group.commands.map { $0.largestObject(in: encoding) }.max() ?? 0
    default: return items.map { $0.dataSize(in: encoding) }.max() ?? 0
    }
  }
}
