public import SyncML

/// How the client's messages are made.
extension ClientSession {
  mutating func header() -> SyncHdr {
    msgID += 1
    authenticator?.sign()
    return SyncHdr(
      sessionID: configuration.sessionID, msgID: String(msgID), target: Location(nextURI),
      source: Location(configuration.deviceURI, locName: authenticator?.locName), cred: authenticator?.cred,
      meta: SyncHdr.sizes(maxMsgSize: configuration.maxMsgSize, maxObjSize: configuration.maxObjSize))
  }

  mutating func makeBuilder() -> MessageBuilder {
    MessageBuilder(header(), limit: peerMessageLimit, encoding: configuration.encoding)
  }

  /// Fills a message from the queue, and closes the package where that is all and the server has closed its own.
  mutating func fill(_ builder: consuming MessageBuilder, on device: inout some ManagedDevice) -> Message? {
    filled = Filled(queue: queue, isMain: true, mayClose: mayClose)
    // The server goes on only when it is asked to.
    let more = mayClose ? nil : Command.alert(Alert(code: .nextMessage))
    let reserve = more.map { builder.room(for: $0) } ?? 0
    let peer = OutgoingQueue.Peer(
      encoding: configuration.encoding, takesChunks: configuration.supportsLargeObjects)
    var unsent: [OutgoingAlert.ID] = []
    sent.begin(msgID: msgID)
    let count = queue.fill(&builder, reserve: reserve, for: peer, noting: &sent) { _, tag in
      guard case .alert(let id) = tag else { return false }
      unsent.append(id)
      return true
    }
    // An alert that no message can hold is no reason to do nothing else.
    for id in unsent { device.didSend(id, status: .requestEntityTooLarge) }
    let isStuck = !queue.isEmpty && count == 0 && builder.isBare
    if let more { builder.append(more) }
    guard builder.fits, !isStuck else {
      return fail(.messageSizeTooSmall(peerMessageLimit ?? 0))
    }
    let isFinal = mayClose && queue.isEmpty
    if isFinal { mayClose = false }
    return keep(builder.message(isFinal: isFinal))
  }

  /// Remembers a message that is given out.
  mutating func keep(_ message: Message) -> Message {
    lastMessage = message
    return message
  }

  /// Ends the session early, without a word.
  mutating func fail(_ failure: Failure) -> Message? {
    state = .failed(failure)
    return nil
  }

  /// Queues the alerts that wait for the server and have not been queued in this session.
  mutating func queueAlerts(of device: inout some ManagedDevice) {
    for waiting in device.outgoingAlerts(to: configuration.serverID) where queuedAlerts.insert(waiting.id).inserted {
      if let limit = peerObjectLimit, Command.alert(waiting.alert).largestObject(in: configuration.encoding) > limit {
        device.didSend(waiting.id, status: .requestEntityTooLarge)
        continue
      }
      queue.append(.alert(waiting.alert), tag: .alert(waiting.id))
    }
  }

  func headerStatus(for message: Message, _ code: StatusCode, _ chal: Chal? = nil) -> Command {
    .status(
      Status(
        msgRef: message.header.msgID, cmdRef: "0", cmd: "SyncHdr", targetRefs: [message.header.target.locURI],
        sourceRefs: [message.header.source.locURI], chal: chal, code: code))
  }

  func status(of command: Command, in message: Message, _ code: StatusCode) -> Command {
    .status(Status(msgRef: message.header.msgID, cmdRef: command.cmdID, cmd: command.name, code: code))
  }

  // MARK: Busy, and the end

  /// The message to send to a server that was busy; nil where the state is not `retry`, or it has been busy too often.
  public mutating func retry() -> Message? {
    guard case .retry(let retry) = state else { return nil }
    retries += 1
    guard retries <= configuration.limits.maximumRetries else { return fail(.limit(.retries)) }
    state = .waiting
    guard retry.action == .repeatsMessage, let last = lastMessage else {
      var builder = makeBuilder()
      builder.append(.alert(Alert(code: .nextMessage)))
      return keep(builder.message(isFinal: false))
    }
    // The same commands get the same numbers.
    var message = last
    let old = msgID
    message.header = header()
    sent.move(from: old, to: msgID)
    return keep(message)
  }

  /// The message that ends the session early (alert 1223), with the answers that have not been sent, as many as fit.
  ///
  /// The server's answer to it, if one comes, is ignored. Nil where the session has not begun or is over.
  ///
  /// Source: OMA-TS-DM_Protocol-V1_2 8.1.
  public mutating func abort() -> Message? {
    switch state {
    case .waiting, .retry: return endWithAbort(.cancelled)
    case .notStarted, .finished, .failed: return nil
    }
  }

  /// Ends the session with alert 1223.
  mutating func endWithAbort(_ failure: Failure) -> Message? {
    state = .failed(failure)
    var builder = makeBuilder()
    builder.append(.alert(Alert(code: .sessionAbort)))
    if !queue.isSendingObject {
      let peer = OutgoingQueue.Peer(encoding: configuration.encoding, takesChunks: false)
      var nothing = NothingNoted()
      _ = queue.fill(&builder, reserve: 0, for: peer, noting: &nothing) { _, _ in true }
    }
    guard builder.fits else { return nil }
    return keep(builder.message(isFinal: true))
  }

  /// The answer to a server's message that the device has no time for now: nothing in it is done.
  ///
  /// The session goes on with the server's next message, which may be the same under another number.
  ///
  /// - Parameters:
  ///   - message: the server's message, which `handle` has not been given.
  ///   - status: 417, or 503.
  public mutating func refuseBusily(_ message: Message, status: StatusCode = .retryLater) -> Message? {
    guard state == .waiting, message.header.sessionID == configuration.sessionID else { return nil }
    var builder = makeBuilder()
    builder.append(headerStatus(for: message, status))
    for command in message.commands where !command.isAnswer {
      builder.append(self.status(of: command, in: message, status))
    }
    return keep(builder.message(isFinal: true))
  }
}
