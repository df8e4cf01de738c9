public import SyncML

/// How the device's messages are taken.
extension ServerSession {
  /// Takes the device's message; the answer is always to be sent.
  ///
  /// A message that comes twice gets its answer twice, and is taken once.
  ///
  /// - Parameters:
  ///   - message: the device's message.
  ///   - integrity: what the transport says of it; needed where the device uses `syncml:auth-MAC`.
  public mutating func handle(_ message: Message, integrity: MessageIntegrity? = nil) -> Message {
    if message.header.sessionID == sessionID {
      switch memory.look(message, integrity) {
      case .repeated(let answer?) where counter.count(isIdle: true) == nil: return answer
      case .repeated, .stale:
        // It is refused, and the session goes on with the next one: anybody can send an old number.
        events.append(.wrongMessage(message.header.msgID))
        return statuses(for: message, .badRequest).message(isFinal: true)
      case .new: break
      }
    }
    let answer = answer(to: message, integrity)
    memory.keep(answer, to: message, integrity)
    return answer
  }

  private mutating func answer(to message: Message, _ integrity: MessageIntegrity?) -> Message {
    if sessionID == nil { sessionID = message.header.sessionID }
    peerMessageLimit = message.header.messageLimit ?? peerMessageLimit
    peerObjectLimit = message.header.objectLimit ?? peerObjectLimit

    var refusal = ProtocolVersion.refusal(of: message.header)
    if message.header.sessionID != sessionID { refusal = .badRequest }
    if let refusal {
      end(.finished)
      return statuses(for: message, refusal).message(isFinal: true)
    }

    let contents = MessageContents(of: message)
    let own = authenticator?.takeHeaderStatus(of: message) ?? .goesOn
    if own == .repeats {
      // The device has done nothing of what it refused: the package is sent again, with credentials.
      events.append(.challenged)
      queue = queueBefore
      answers = answersBefore
      sent.forget(msgID: msgID)
    }
    let verdict = authenticator?.verify(message.header, integrity)
    if let verdict, !verdict.isAccepted {
      if let failure = verdict.failure { end(.authenticationFailed(failure)) }
      return statuses(for: message, verdict.code, verdict.chal).message(isFinal: true)
    }
    if case .fails(let failure) = own {
      end(.authenticationFailed(failure))
      return statuses(for: message, verdict?.code ?? .ok, verdict?.chal).message(isFinal: true)
    }
    if deviceURI.isEmpty { deviceURI = message.header.source.locURI }

    let isOwnTurn = queue.isSendingObject
    var builder = MessageBuilder(answerHeader(to: message.header), limit: peerMessageLimit, encoding: encoding)
    builder.reserveCapacity(contents.commandCount + 1 + (queue.isEmpty ? batches.first?.count ?? 0 : queue.count))
    builder.append(headerStatus(of: message, verdict?.code ?? .ok, verdict?.chal))
    // Statuses of a message that was refused say nothing of its commands.
    let isEmptyChunk = take(message, into: &builder, takesStatuses: own != .repeats)
    builder.markBase()
    if let code = contents.headerCode, code == .inProgress || code == .retryLater || code == .serviceUnavailable {
      end(.busy(code, commandsToSend))
      return builder.message(isFinal: true)
    }
    if let event = ending(with: contents.headerCode, own) {
      end(event)
      _ = fillAnswers(&builder)
      return builder.message(isFinal: true)
    }
    if contents.isAborting {
      end(.aborted)
      _ = fillAnswers(&builder)
      return builder.message(isFinal: true)
    }
    if let limit = counter.count(isIdle: isEmptyChunk || (contents.isIdle && !isOwnTurn && !message.isFinal)) {
      end(.failed(.limit(limit)))
      builder.append(.alert(Alert(code: .sessionAbort)))
      return builder.message(isFinal: true)
    }
    if message.isFinal { peerIsClosed = true }
    return fill(builder)
  }

  /// How a device ends the session that refuses this side's message as a whole: nothing in it was done, and it would
  /// fare no better if it came again.
  private func ending(with code: StatusCode?, _ own: CredentialPresenter.Outcome) -> Event? {
    guard own == .goesOn, let code, code.rawValue >= 400 else { return nil }
    switch code {
    case .invalidCredentials, .authenticationRequired: return .authenticationFailed(.noCredentials)
    default: return .failed(.refused(code))
    }
  }

  /// Takes the commands of a message, and queues the answers; whether all that came was an empty chunk.
  private mutating func take(
    _ message: Message, into builder: inout MessageBuilder, takesStatuses: Bool
  ) -> Bool {
    var isEmptyChunk = false
    var hasOther = false
    var hasChunk = false
    events.reserveCapacity(events.count + message.commands.count)
    for index in message.commands.indices {
      if case .status(let status) = message.commands[index] {
        if takesStatuses, take(status) { events.append(.status(status)) }
        continue
      }
      let command = message.commands[index]
      if command.isAboutMessages {
        if case .alert(let alert) = command, alert.code == .noEndOfData {
          queue.abandonObject()
          events.append(.objectLost(alert.items))
        }
        if hasOther || hasChunk {
          // It is answered in its place.
          answer(command, of: message, .ok)
        } else if !command.noResp, !message.header.noResp {
          builder.append(status(of: message, command, .ok))
        }
        continue
      }
      if assembler.isIdle, !command.items.contains(where: { $0.moreData }) {
        hasOther = true
        if let code = take(command) { answer(command, of: message, code) }
        continue
      }
      var lost: Item?
      var code: StatusCode?
      switch assembler.take(command, lost: &lost) {
      case .whole(let whole):
        hasOther = true
        code = take(whole)
      case .isBuffered(let isEmpty):
        hasChunk = true
        isEmptyChunk = isEmpty
        code = .chunkedItemAccepted
      case .isRefused(let refusal): code = refusal
      }
      if let code { answer(command, of: message, code) }
      if let lost { tellLoss(of: lost) }
    }
    if !hasChunk, let lost = assembler.endMessage(message) { tellLoss(of: lost) }
    return isEmptyChunk && !hasOther
  }

  private mutating func answer(_ command: Command, of message: Message, _ code: StatusCode) {
    if command.noResp || message.header.noResp { return }
    answers.append(status(of: message, command, code), tag: .answer)
  }

  /// Alert 1225: the end of an object did not come (OMA-TS-DM_Protocol-V1_2 7).
  private mutating func tellLoss(of item: Item) {
    answers.append(.alert(Alert(code: .noEndOfData, items: [item])), tag: .answer)
  }

  /// Takes an answer; whether it is to be told.
  private mutating func take(_ status: Status) -> Bool {
    guard let reference = CommandReference(of: status) else { return true }
    if reference == askedForMore, status.code?.isSuccess ?? false { return false }
    if sent.isChunk(reference) {
      if status.code == .chunkedItemAccepted { return false }
      // The device does not want the rest.
      if reference == sent.openChunk { queue.abandonObject() }
    }
    sent.didAnswer(reference)
    if status.code == .acceptedForProcessing, case .exec(let exec) = sent.command(for: reference),
      let correlator = exec.correlator
    {
      awaitedResults[correlator] = exec
    }
    return true
  }

  /// Takes a command of the device: alerts, Results, and the Replace of DevInfo; nothing else comes from a client.
  ///
  /// - Returns: the Status's code; nil for none, as Results have where all is well (OMA-TS-DM_RepPro-V1_2 6.5.1).
  private mutating func take(_ command: Command) -> StatusCode? {
    // Nobody could say later which command was carried out.
    if command.cmdID.isEmpty { return .badRequest }
    switch command {
    case .alert(let alert): return take(alert)
    case .results(let results):
      if let limit = configuration.maxObjSize, results.items.contains(where: { $0.dataSize > limit }) {
        return .requestEntityTooLarge
      }
      events.append(.results(results))
      return nil
    case .replace(let replace):
      var info = [String: String](minimumCapacity: replace.items.count)
      for item in replace.items {
        guard let source = item.source?.locURI, let value = item.data?.string else { continue }
        info[source] = value
      }
      events.append(.devInfo(info))
      return .ok
    default: return .commandNotAllowed
    }
  }

  private mutating func take(_ alert: Alert) -> StatusCode {
    switch alert.code {
    case .serverInitiatedManagement, .clientInitiatedManagement:
      events.append(.started(deviceURI: deviceURI, alert: alert.code))
      return .ok
    case .clientEvent:
      guard alert.hasTypedItems else { return .incompleteCommand }
      guard alert.types(areIn: configuration.clientEventTypes) else { return .optionalFeatureNotSupported }
      events.append(.alert(alert))
      return .ok
    case .genericAlert:
      guard alert.hasTypedItems, alert.marksAreKnown else { return .incompleteCommand }
      guard alert.types(areIn: configuration.alertTypes), alert.formatsAreKnown else {
        return .unsupportedMediaTypeOrFormat
      }
      events.append(.alert(alert))
      if let correlator = alert.correlator, let exec = awaitedResults.removeValue(forKey: correlator) {
        events.append(.asynchronousResult(exec, alert))
      }
      return .ok
    case nil: return .incompleteCommand
    // A user interaction is not for a client to send: it is passed over (OMA-TS-DM_Protocol-V1_2 10.2).
    default: return .optionalFeatureNotSupported
    }
  }
}

extension Alert {
  /// Whether there are items and each has Type and Format, which are mandatory (OMA-TS-DM_Protocol-V1_2 8.7;
  /// OMA-TS-DM_RepPro-V1_2 6.6.2 for client events).
  fileprivate var hasTypedItems: Bool {
    !items.isEmpty && items.allSatisfy { !($0.meta?.type ?? "").isEmpty && !($0.meta?.format ?? "").isEmpty }
  }

  /// Whether each Mark is one of those that 8.7 defines.
  fileprivate var marksAreKnown: Bool {
    items.allSatisfy { item in item.meta?.mark.map { AlertMark(rawValue: $0) != nil } ?? true }
  }

  fileprivate var formatsAreKnown: Bool {
    items.allSatisfy { NodeFormat(rawValue: ($0.meta?.format ?? "").lowercased()) != nil }
  }

  fileprivate func types(areIn types: Set<String>?) -> Bool {
    guard let types else { return true }
    return items.allSatisfy { types.contains($0.meta?.type ?? "") }
  }
}
