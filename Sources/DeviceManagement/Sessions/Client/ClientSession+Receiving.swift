public import SyncML

/// How the server's messages are taken.
extension ClientSession {
  /// Takes the server's message. The answer is to be sent; nil means that there is none: ``state`` says why.
  ///
  /// A message that comes twice gets its answer twice, and is carried out once.
  ///
  /// - Parameters:
  ///   - message: the server's message.
  ///   - integrity: what the transport says of it; needed where the server uses `syncml:auth-MAC`.
  ///   - device: what its commands work on.
  public mutating func handle(
    _ message: Message, integrity: MessageIntegrity? = nil, on device: inout some ManagedDevice
  ) -> Message? {
    guard state == .waiting else { return nil }
    guard message.header.sessionID == configuration.sessionID else {
      return fail(.wrongSession(message.header.sessionID))
    }
    switch memory.look(message, integrity) {
    case .stale: return fail(.wrongMessage(message.header.msgID))
    case .repeated(let answer):
      // A message that comes twice is a transport's doing: it must not run its commands again.
      if let limit = counter.count(isIdle: true) { return endWithAbort(.limit(limit)) }
      return answer
    case .new: break
    }
    let answer = answer(to: message, integrity, on: &device)
    memory.keep(answer, to: message, integrity)
    return answer
  }

  private mutating func answer(
    to message: Message, _ integrity: MessageIntegrity?, on device: inout some ManagedDevice
  ) -> Message? {
    // An empty one, as some servers write where they have none, says nothing.
    if let respURI = message.header.respURI, !respURI.isEmpty { nextURI = respURI }
    peerMessageLimit = message.header.messageLimit ?? peerMessageLimit
    peerObjectLimit = message.header.objectLimit ?? peerObjectLimit
    if let code = ProtocolVersion.refusal(of: message.header) {
      var builder = makeBuilder()
      builder.append(headerStatus(for: message, code))
      state = .failed(.unsupportedVersion("\(message.header.verDTD) \(message.header.verProto)"))
      return keep(builder.message(isFinal: true))
    }
    let contents = MessageContents(of: message)
    if let retry = retry(askedFor: contents) {
      _ = authenticator?.takeHeaderStatus(of: message)
      state = .retry(retry)
      return nil
    }
    retries = 0
    switch authenticator?.takeHeaderStatus(of: message) ?? .goesOn {
    case .goesOn: break
    case .repeats: return messageAgain(after: message, integrity, device: &device)
    case .fails(let failure): return fail(.authentication(failure))
    }
    let verdict = authenticator?.verify(message.header, integrity)
    if let verdict, !verdict.isAccepted { return refusal(of: message, verdict) }
    if let failure = takeStatuses(of: message, device: &device) { return fail(failure) }

    if contents.isAborting { return fail(.aborted) }
    if contents.commandCount == 0, message.isFinal, queue.isEmpty, !assembler.isOpen {
      state = .finished
      return nil
    }
    let before = queue.isEmpty
    let isEmptyChunk = carryOut(message, count: contents.commandCount, on: &device)
    if let limit = counter.count(isIdle: isEmptyChunk || (contents.isIdle && before)) {
      return endWithAbort(.limit(limit))
    }
    if message.isFinal { mayClose = true }
    if configuration.sendsNewAlerts, mayClose { queueAlerts(of: &device) }

    var builder = makeBuilder()
    builder.reserveCapacity(queue.count + 2)
    if !message.header.noResp || verdict?.chal != nil {
      builder.append(headerStatus(for: message, verdict?.code ?? .ok, verdict?.chal))
    }
    // Those that stand after others are answered in their place.
    for command in message.commands.prefix(while: { $0.isAnswer || $0.isAboutMessages }) where !command.isAnswer {
      if !command.noResp, !message.header.noResp { builder.append(status(of: command, in: message, .ok)) }
    }
    builder.markBase()
    return fill(builder, on: &device)
  }

  /// Carries out a message's commands and queues the answers; whether all that came was an empty chunk.
  private mutating func carryOut(_ message: Message, count: Int, on device: inout some ManagedDevice) -> Bool {
    var executor = CommandExecutor(
      actor: Actor(serverID: configuration.serverID), msgRef: message.header.msgID,
      suppressesStatus: message.header.noResp)
    executor.maximumObjectSize = configuration.maxObjSize
    executor.maximumResultSize = peerObjectLimit
    executor.encoding = configuration.encoding
    executor.reserveCapacity(count)
    if !configuration.splitsAtomicAnswers, let limit = peerMessageLimit {
      executor.answersFit = answersFit(within: limit)
    }
    var isEmptyChunk = false
    var hasWhole = false
    var hasChunk = false
    var hasOther = false
    // Lent: a copy has all its strings retained and released.
    message.commands.span.lendEach { command in
      if command.isAnswer { return }
      let items = command.items
      let isChunk = items.last?.moreData ?? false
      if isChunk { hasChunk = true }
      if command.isAboutMessages {
        if hasOther { executor.append(command, .ok) }
        return
      }
      hasOther = true
      if !isChunk { hasWhole = true }
      if assembler.isIdle, !items.contains(where: { $0.moreData }) {
        executor.execute(command, on: &device)
        return
      }
      var lost: Item?
      switch assembler.take(command, lost: &lost) {
      case .whole(let whole): executor.execute(whole, on: &device)
      case .isBuffered(let isEmpty):
        executor.append(command, .chunkedItemAccepted, targetRefs: executor.references(command.items.last?.target))
        isEmptyChunk = isEmpty
      case .isRefused(let code):
        executor.append(command, code, targetRefs: executor.references(command.items.last?.target))
      }
      if let lost {
        enqueue(executor.takeReplies())
        tellLoss(of: lost)
      }
    }
    enqueue(executor.takeReplies())
    if !hasChunk, let lost = assembler.endMessage(message) { tellLoss(of: lost) }
    return isEmptyChunk && !hasWhole
  }

  private mutating func enqueue(_ replies: consuming [Command]) {
    if configuration.supportsLargeObjects {
      queue.append(replies, tag: .answer)
      return
    }
    for (index, reply) in replies.enumerated() {
      if case .status(var status) = reply, status.code == .ok, replies.indices.contains(index + 1),
        case .results(let results) = replies[index + 1], !canSend(results)
      {
        status.code = .requestEntityTooLarge
        queue.append(.status(status), tag: .answer)
      } else if case .results(let results) = reply, !canSend(results) {
        continue
      } else {
        queue.append(reply, tag: .answer)
      }
    }
  }

  /// Whether each item of some results fits into a message of its own.
  private func canSend(_ results: Results) -> Bool {
    guard let peerMessageLimit else { return true }
    let fits = answersFit(within: peerMessageLimit)
    return results.items.allSatisfy { item in
      var single = results
      single.items = [item]
      return fits([.results(single)])
    }
  }

  /// Tells whether answers fit into one message with the Statuses that every message may have.
  private func answersFit(within limit: Int) -> @Sendable ([Command]) -> Bool {
    var header = lastMessage?.header ?? SyncHdr(sessionID: "", msgID: "", target: Location(""), source: Location(""))
    // A number may have more digits by then.
    header.msgID = "9999999999"
    let (encoding, longest) = (configuration.encoding, header)
    let base = Status(
      cmdID: "1", msgRef: longest.msgID, cmdRef: "0", cmd: "SyncHdr", targetRefs: [header.source.locURI],
      sourceRefs: [header.target.locURI], code: .ok)
    let more = Alert(cmdID: "2", code: .nextMessage)
    return { answers in
      var builder = MessageBuilder(longest, limit: limit, encoding: encoding)
      builder.append(.status(base))
      builder.append(.alert(more))
      builder.append(
        .status(Status(msgRef: longest.msgID, cmdRef: "1", cmd: "Alert", code: .ok)))
      for answer in answers { builder.append(answer) }
      return builder.fits
    }
  }

  /// Alert 1225: the end of an object did not come (OMA-TS-DM_Protocol-V1_2 7).
  private mutating func tellLoss(of item: Item) {
    queue.append(.alert(Alert(code: .noEndOfData, items: [item])), tag: .answer)
  }

  /// What a server that is busy asks for; nil where it is not.
  private func retry(askedFor contents: MessageContents) -> Retry? {
    guard let code = contents.headerCode else { return nil }
    switch code {
    case .inProgress: return Retry(status: code, uri: nextURI, action: .asksForAnswer)
    case .retryLater, .serviceUnavailable: return Retry(status: code, uri: nextURI, action: .repeatsMessage)
    default: return nil
    }
  }

  /// Takes the server's answers to what was sent: a refused header ends the session, answered alerts are done with, a
  /// refused chunk ends its object.
  private mutating func takeStatuses(of message: Message, device: inout some ManagedDevice) -> Failure? {
    for index in message.commands.indices {
      if message.commands[index].alertCode == .noEndOfData { queue.abandonObject() }
      guard case .status(let status) = message.commands[index], let code = status.code else { continue }
      if status.isForHeader {
        if code.rawValue >= 400 { return .refused(code) }
        continue
      }
      guard !sent.isEmpty, let reference = CommandReference(of: status) else { continue }
      if reference == sent.chunk {
        if code != .chunkedItemAccepted {
          if case .alert(let id) = queue.objectTag { device.didSend(id, status: code) }
          queue.abandonObject()
        }
      } else if let id = sent.take(reference) {
        device.didSend(id, status: code)
      }
    }
    return nil
  }

  // MARK: Authentication

  /// The last message with the credentials that the server asks for (DM Protocol 9: in package 1 the client reverts to
  /// package 1).
  private mutating func messageAgain(
    after message: Message, _ integrity: MessageIntegrity?, device: inout some ManagedDevice
  ) -> Message? {
    let verdict = authenticator?.verifyLeniently(message.header, integrity)
    var builder = makeBuilder()
    builder.append(headerStatus(for: message, verdict?.code ?? .ok, verdict?.chal))
    // A message that refuses another holds statuses alone; whatever else stands in it is not done.
    for command in message.commands where !command.isAnswer {
      builder.append(status(of: command, in: message, .notExecuted))
    }
    builder.markBase()
    mayClose = filled.mayClose
    if filled.isMain {
      queue = filled.queue
      return fill(builder, on: &device)
    }
    for command in filled.queue.commands { builder.append(command) }
    return builder.fits ? keep(builder.message(isFinal: true)) : fail(.messageSizeTooSmall(peerMessageLimit ?? 0))
  }

  /// The answer to a message whose sender has not proved to be the server: statuses alone, nothing in it is done.
  private mutating func refusal(of message: Message, _ verdict: CredentialVerifier.Verdict) -> Message? {
    let commands = message.commands.filter { !$0.isAnswer }
    if commands.isEmpty, message.isFinal {
      // A server that wants nothing must not be challenged (DM Protocol 9).
      state = verdict.failure.map { .failed(.authentication($0)) } ?? .finished
      return nil
    }
    var builder = makeBuilder()
    builder.append(headerStatus(for: message, verdict.code, verdict.chal))
    var refusals = OutgoingQueue()
    for command in commands { refusals.append(status(of: command, in: message, verdict.code), tag: .answer) }
    for status in refusals.commands { builder.append(status) }
    filled = Filled(queue: refusals, isMain: false, mayClose: mayClose)
    guard builder.fits else { return fail(.messageSizeTooSmall(peerMessageLimit ?? 0)) }
    if let failure = verdict.failure { state = .failed(.authentication(failure)) }
    // The package is not closed before the server's is (OMA-TS-DM_Protocol-V1_2 6.1).
    return keep(builder.message(isFinal: message.isFinal))
  }
}
