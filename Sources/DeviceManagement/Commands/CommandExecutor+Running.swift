import SyncML

/// Exec, and the alerts that ask the user.
extension CommandExecutor {
  mutating func execute(
    _ exec: Exec, _ command: Command, on device: inout some ManagedDevice, inAtomic: Bool
  ) -> Bool {
    let references = references(exec.item.target)
    let outcome = inAtomic ? ExecOutcome(.commandFailed) : execute(exec, on: &device)
    let items = outcome.reason.map { [Item(data: .text($0))] } ?? []
    append(command, outcome.status, targetRefs: references, items: items)
    return outcome.status.isSuccess
  }

  private mutating func execute(_ exec: Exec, on device: inout some ManagedDevice) -> ExecOutcome {
    guard let target = exec.item.target else { return ExecOutcome(.incompleteCommand) }
    let uri: TargetURI
    do {
      uri = try targets.read(target.locURI, on: device)
    } catch {
      return ExecOutcome(error.status)
    }
    device.refresh(uri.node, by: actor)
    switch uri.query {
    case nil: break
    case .property(let name): return ExecOutcome(refusal(ofProperty: name, of: uri.node, on: device.tree))
    case .list: return ExecOutcome(.commandNotAllowed)
    default: return ExecOutcome(.optionalFeatureNotSupported)
    }
    let place = device.tree.spelling(of: uri.node)
    guard let node = device.tree[place] else { return ExecOutcome(.notFound) }
    guard node.access.contains(.exec) else { return ExecOutcome(.commandNotAllowed) }
    guard device.tree.grants(.exec, on: place, to: actor.serverID) else { return ExecOutcome(.permissionDenied) }
    // A chunk of an object that cannot be put together: a group is in one message (OMA-TS-DM_Protocol-V1_2 6.1).
    if exec.item.moreData { return ExecOutcome(.incompleteCommand) }
    if let maximumObjectSize, exec.item.dataSize > maximumObjectSize { return ExecOutcome(.requestEntityTooLarge) }
    let content: NodeContent
    do {
      content = try NodeContent(exec.item, commandMeta: exec.meta)
    } catch {
      return ExecOutcome(error.status)
    }
    return device.execute(ExecRequest(uri: place, correlator: exec.correlator, data: content.value), by: actor)
  }

  /// The alerts of user interaction; a server sends no others but those the session itself takes.
  mutating func execute(
    _ alert: Alert, _ command: Command, on device: inout some ManagedDevice
  ) -> (Bool, Flow) {
    guard let code = alert.code else {
      append(command, .incompleteCommand)
      return (false, .goesOn)
    }
    guard code.isUserInteraction else {
      append(command, .optionalFeatureNotSupported)
      return (false, .goesOn)
    }
    let outcome = device.interact(alert)
    append(command, outcome.status, items: outcome.answers.map { Item(data: .text($0)) })
    switch outcome.status {
    case .operationCancelled:
      // Nothing more of the message is processed then (OMA-TS-DM_Protocol-V1_2 10.2).
      stop()
      return (false, .isStopped)
    case .notModified, .requestTimeout: return (false, .isCancelled)
    default: return (outcome.status.isSuccess, .goesOn)
    }
  }
}
