internal import WBXML

/// Rules about commands and their items.
extension ProtocolRuleChecker {
  // MARK: Where a command stands

  mutating func checkStart(of tag: Tag, _ node: Int) {
    facts.followChunk(tag)
    guard isDeviceManagement else { return }
    let name = ElementName.text(of: tag)
    switch tag {
    case SyncMLTag.put, SyncMLTag.search, SyncMLTag.sync, SyncMLTag.map:
      return report(.commandNotUsed, node, "\(name) is not used in device management")
    case SyncMLTag.move:
      return report(.moveNotUsed, node, "Move is not a command of device management")
    default: break
    }
    if commands.isEmpty, CommandTag.ofServers.contains(tag) { noteServerCommand(node) }
    guard commands.contains(where: { $0.tag == SyncMLTag.atomic }) else { return }
    switch tag {
    case SyncMLTag.get: report(.getInAtomic, node, "Get stands in an Atomic")
    case SyncMLTag.atomic: report(.atomicInAtomic, node, "an Atomic stands in an Atomic")
    case SyncMLTag.exec, SyncMLTag.sequence:
      if commands.last?.tag == SyncMLTag.atomic {
        report(.memberNotAllowedInAtomic, node, "\(name) stands in an Atomic")
      }
    default: break
    }
  }

  private mutating func noteServerCommand(_ node: Int) {
    if facts.serverCommand == nil { facts.serverCommand = place(of: node) }
  }

  // MARK: A command that is complete

  mutating func checkEnd(of command: OpenCommand) {
    switch command.tag {
    case SyncMLTag.status: checkStatus(command.node)
    case SyncMLTag.results: checkResults(command.node)
    case SyncMLTag.alert: checkAlert(command)
    default: if commands.count == 1 { facts.hasOtherCommand = true }
    }
  }

  private mutating func checkReferences(_ node: Int) {
    if let message = tree.child(SyncMLTag.msgRef, of: node), (tree.number(message) ?? 0) == 0 {
      report(.referenceNotEmpty, message, "MsgRef is \(quote(message))")
    }
    if let command = tree.child(SyncMLTag.cmdRef, of: node), tree[command].text.isEmpty {
      report(.referenceNotEmpty, command, "CmdRef is empty")
    }
  }

  private func reference(of node: Int) -> String {
    let message = tree.text(tree.child(SyncMLTag.msgRef, of: node)) ?? "1"
    return message + "/" + (tree.text(tree.child(SyncMLTag.cmdRef, of: node)) ?? "")
  }

  private mutating func checkStatus(_ status: Int) {
    checkReferences(status)
    let cmd = tree.child(SyncMLTag.cmd, of: status)
    let cmdRef = tree.child(SyncMLTag.cmdRef, of: status)
    let isOfHeader = tree.text(cmd) == "SyncHdr"
    if let cmd, !CommandTag.answered.contains(tree[cmd].text) {
      report(.referencedCommandIsKnown, cmd, "Cmd is \(quote(cmd))")
    } else if let cmdRef, cmd != nil, !tree[cmdRef].text.isEmpty, (tree[cmdRef].text == "0") != isOfHeader {
      report(.headerReference, cmdRef, "CmdRef is \(quote(cmdRef)) in a status of \(isOfHeader ? "the" : "no") SyncHdr")
    }
    if facts.hasResults(reference(of: status)) {
      reportDM(.resultsAfterStatus, status, "the Results of the same command came before")
    }
    guard let data = tree.child(SyncMLTag.data, of: status) else { return }
    guard let code = tree.number(data) else {
      return report(.statusIsNumber, data, "the status code is \(quote(data))")
    }
    if StatusCode(rawValue: Int(clamping: code)).name == nil {
      report(.statusIsKnown, data, "the standard has no status code \(code)")
    }
    let chal = tree.child(SyncMLTag.chal, of: status)
    if isOfHeader, code == 401 || code == 407, chal == nil {
      reportDM(.refusedHeaderHasChallenge, status, "status \(code) of the SyncHdr has no Chal")
    }
    if let chal, ![200, 212, 401, 407].contains(code) {
      reportDM(.challengeGoesWithItsStatus, chal, "a Chal goes with status \(code)")
    }
    if code == 200, tree.text(cmd) == "Results" {
      reportDM(.noStatusForResults, status, "Results are answered with status 200")
    }
  }

  private mutating func checkResults(_ results: Int) {
    facts.isFromClient = true
    checkReferences(results)
    facts.insertResults(reference(of: results))
    if let cmdRef = tree.child(SyncMLTag.cmdRef, of: results), tree[cmdRef].text == "0" {
      report(.headerReference, cmdRef, "Results answer the SyncHdr")
    }
  }

  // MARK: Alerts

  private func alertCode(_ alert: Int) -> AlertCode? {
    tree.number(tree.child(SyncMLTag.data, of: alert)).map { AlertCode(rawValue: Int(clamping: $0)) }
  }

  private mutating func checkAlert(_ alert: OpenCommand) {
    let isOutermost = commands.count == 1
    guard let code = alertCode(alert.node) else {
      let data = tree.child(SyncMLTag.data, of: alert.node)
      return report(.alertIsNumber, data ?? alert.node, "the alert code is \(data.map { quote($0) } ?? "missing")")
    }
    switch code {
    case .display, .confirmOrReject, .textInput, .singleChoice, .multipleChoice:
      let needed = code == .singleChoice || code == .multipleChoice ? 3 : 2
      if alert.items < needed {
        reportDM(.userInteractionItems, alert.node, "alert \(code.rawValue) needs \(needed) items or more")
      }
      if isOutermost { noteServerCommand(alert.node) }
    case .serverInitiatedManagement, .clientInitiatedManagement, .clientEvent, .genericAlert:
      if isOutermost {
        facts.isFromClient = true
        if code == .serverInitiatedManagement || code == .clientInitiatedManagement { noteSessionAlert(alert.node) }
      }
      if code == .genericAlert, alert.items == 0 {
        reportDM(.genericAlertHasItem, alert.node, "the generic alert has no item")
      }
    case .nextMessage:
      if isOutermost { facts.nextMessage = place(of: alert.node) }
      return
    case .sessionAbort:
      if isOutermost { facts.abort = place(of: alert.node) }
      return
    case .noEndOfData:
      if !alert.namesItem { reportDM(.chunkLostHasItem, alert.node, "alert 1225 does not say which object failed") }
    default:
      if let data = tree.child(SyncMLTag.data, of: alert.node) {
        reportDM(.knownAlert, data, "device management has no alert code \(code.rawValue)")
      }
    }
    if isOutermost { facts.hasOtherCommand = true }
  }

  private mutating func noteSessionAlert(_ alert: Int) {
    if facts.sessionAlert != nil { reportDM(.oneSessionAlert, alert, "the message says twice who wanted the session") }
    if facts.sessionAlert == nil { facts.sessionAlert = place(of: alert) }
  }

  // MARK: Items

  mutating func checkItem(_ item: Int) {
    guard let command = commands.last else { return }
    commands[commands.count - 1].items += 1
    let target = tree.child(SyncMLTag.target, of: item)
    let source = tree.child(SyncMLTag.source, of: item)
    if target != nil || source != nil { commands[commands.count - 1].namesItem = true }
    checkChunk(item, of: command)
    guard isDeviceManagement else { return }

    let name = ElementName.text(of: command.tag)
    switch command.tag {
    case SyncMLTag.replace:
      if target == nil, source == nil { report(.itemHasTarget, item, "an item of Replace names no node") }
      if let source, commands.count == 1 { noteDevInfo(source, of: item) }
    case SyncMLTag.add, SyncMLTag.delete, SyncMLTag.get, SyncMLTag.exec:
      if target == nil { report(.itemHasTarget, item, "an item of \(name) has no Target") }
    case SyncMLTag.copy:
      if target == nil { report(.itemHasTarget, item, "an item of Copy has no Target") }
      if source == nil { report(.copyHasSource, item, "an item of Copy has no Source") }
    case SyncMLTag.results:
      if target == nil, source == nil { report(.resultHasSource, item, "an item of Results names no node") }
    case SyncMLTag.alert: checkAlertItem(item, of: command)
    default: break
    }
    if command.tag == SyncMLTag.add || command.tag == SyncMLTag.replace { checkInteriorNode(item, of: command) }
  }

  private mutating func checkInteriorNode(_ item: Int, of command: OpenCommand) {
    let format = tree.meta(MetInfTag.format, of: item) ?? tree.meta(MetInfTag.format, of: command.node)
    if tree.text(format) == "node", let data = tree.child(SyncMLTag.data, of: item), tree[data].hasContent {
      report(.interiorNodeHasNoData, data, "an interior node has Data")
    }
  }

  private mutating func checkAlertItem(_ item: Int, of alert: OpenCommand) {
    let code = alertCode(alert.node)
    if code?.isUserInteraction == true, commands.last?.items == 1 { checkOptions(item) }
    guard code == .genericAlert || code == .clientEvent else { return }
    for (tag, name) in [(MetInfTag.type, "Type"), (MetInfTag.format, "Format")]
    where tree.text(tree.meta(tag, of: item)) ?? "" == "" {
      let rule: Rule = code == .genericAlert ? .genericAlertItemIsComplete : .clientEventIsComplete
      return report(rule, item, "an item of the alert has no Meta \(name)")
    }
  }

  /// The first item of a user interaction holds options: `MINDT=10&DR=1`, or nothing.
  private mutating func checkOptions(_ item: Int) {
    guard let data = tree.child(SyncMLTag.data, of: item), !tree[data].text.isEmpty, !tree[data].isCut else { return }
    for option in tree[data].text.unicodeScalars.split(separator: "&", omittingEmptySubsequences: false) {
      if !Self.isKnownOption(Substring(option)) {
        return report(.knownOptions, data, "'\(Substring(option).prefix(40))' is no option of a user interaction")
      }
    }
  }

  private static func isKnownOption(_ option: Substring) -> Bool {
    let parts = option.unicodeScalars.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      .map { String($0) }
    guard parts.count == 2 else { return false }
    switch parts[0] {
    case "MINDT", "MAXDT", "MAXLEN": return !parts[1].isEmpty && MessageTree.number(parts[1]) != nil
    case "IT": return ["A", "N", "D", "T", "P", "I"].contains(parts[1])
    case "ET": return parts[1] == "T" || parts[1] == "P"
    case "DR": return true
    default: return false
    }
  }

  private mutating func checkChunk(_ item: Int, of command: OpenCommand) {
    let carriesData = command.tag != SyncMLTag.status && command.tag != SyncMLTag.alert
    if carriesData, let chunk = facts.takeFollowedChunk() {
      reportDM(.chunkIsLast, chunk, "another item follows before the object is complete")
    }
    if tree.child(SyncMLTag.moreData, of: item) != nil {
      let data = tree.child(SyncMLTag.data, of: item)
      if data == nil { report(.moreDataNeedsData, item, "the item has MoreData and no Data") }
      let size = tree.meta(MetInfTag.size, of: item) ?? tree.meta(MetInfTag.size, of: command.node)
      if size == nil, facts.dataItems > 0 {
        reportDM(.firstChunkHasSize, item, "the object's first chunk has no Size")
      }
      facts.startChunk(place(of: item))
    }
    if carriesData { facts.dataItems += 1 }
  }
}
