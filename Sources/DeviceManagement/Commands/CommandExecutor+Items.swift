import SyncML

/// Commands that have items: each is carried out by itself, and the Statuses say how they fared.
extension CommandExecutor {
  /// The commands that have items, by their names.
  enum ItemCommandKind: String {
    case add = "Add"
    case replace = "Replace"
    case delete = "Delete"
    case copy = "Copy"
    case get = "Get"
  }

  /// Carries out a command item by item. Where all items fare alike, one Status answers; else each has its own.
  mutating func executeItems(
    of command: ItemCommand, _ kind: ItemCommandKind, on device: inout some ManagedDevice, inAtomic: Bool
  ) -> Bool {
    cmdID = command.cmdID
    let reference = Reference(cmdID: command.cmdID, name: kind.rawValue, noResp: command.noResp)
    let items = command.items
    guard !items.isEmpty else {
      append(reference, .incompleteCommand)
      return false
    }
    if items.count == 1 {
      var isSuccess = false
      // Lent: a copy has all its strings retained and released.
      items.span.lendEach { item in
        isSuccess = executeSingle(item, command.meta, kind, reference, on: &device, inAtomic: inAtomic)
      }
      return isSuccess
    }
    var codes: [StatusCode] = []
    var results: [Item] = []
    // A refused Add tells which node it was (DM RepPro 6.6.1).
    var faults: [[Item]] = []
    for item in items {
      faultyNode = nil
      codes.append(execute(item, command.meta, kind, on: &device, inAtomic: inAtomic, &results))
      faults.append(faultyNode.map { [Item(target: Location($0.description))] } ?? [])
      if inAtomic, codes.last?.isSuccess != true { break }
    }
    let code = codes[0]
    if codes.count == items.count, codes.allSatisfy({ $0 == code }) {
      append(reference, code, items: faults.flatMap { $0 })
    } else {
      for (index, item) in items.enumerated() {
        let code = codes.indices.contains(index) ? codes[index] : .notExecuted
        append(
          reference, code, targetRefs: references(item.target), sourceRefs: references(item.source),
          items: faults.indices.contains(index) ? faults[index] : [])
      }
    }
    if !results.isEmpty { append(Results(msgRef: msgRef, cmdRef: reference.cmdID, items: results)) }
    return codes.count == items.count && codes.allSatisfy(\.isSuccess)
  }

  /// Carries out a command that has one item, as nearly all have.
  private mutating func executeSingle(
    _ item: borrowing Item, _ commandMeta: Meta?, _ kind: ItemCommandKind, _ reference: Reference,
    on device: inout some ManagedDevice, inAtomic: Bool
  ) -> Bool {
    faultyNode = nil
    var results: [Item] = []
    let code = execute(item, commandMeta, kind, on: &device, inAtomic: inAtomic, &results)
    append(
      reference, code, targetRefs: references(item.target), sourceRefs: references(item.source),
      items: faultyNode.map { [Item(target: Location($0.description))] } ?? [])
    if !results.isEmpty { append(Results(msgRef: msgRef, cmdRef: reference.cmdID, items: results)) }
    return code.isSuccess
  }

  func references(_ location: Location?) -> [String] { location.map { [$0.locURI] } ?? [] }

  private mutating func execute(
    _ item: borrowing Item, _ commandMeta: Meta?, _ kind: ItemCommandKind, on device: inout some ManagedDevice,
    inAtomic: Bool, _ results: inout [Item]
  ) -> StatusCode {
    // A Get cannot be part of an Atomic (DM RepPro 6.6.3).
    if inAtomic, kind == .get { return .commandFailed }
    let count = results.count
    let code = execute(item, commandMeta, kind, on: &device, &results)
    guard let maximumResultSize, results[count...].contains(where: { $0.dataSize(in: encoding) > maximumResultSize })
    else { return code }
    // What the server has no room for is not sent (OMA-TS-DM_Protocol-V1_2 7).
    results.removeSubrange(count...)
    return .requestEntityTooLarge
  }

  private mutating func execute(
    _ item: borrowing Item, _ commandMeta: Meta?, _ kind: ItemCommandKind, on device: inout some ManagedDevice,
    _ results: inout [Item]
  ) -> StatusCode {
    // A chunk of an object that cannot be put together: a group is in one message (OMA-TS-DM_Protocol-V1_2 6.1).
    guard let target = item.target, !item.moreData else { return .incompleteCommand }
    if let maximumObjectSize, item.data != nil, item.dataSize > maximumObjectSize { return .requestEntityTooLarge }
    let uri: TargetURI
    do {
      uri = try targets.read(target.locURI, on: device)
    } catch {
      return error.status
    }
    device.refresh(uri.node, by: actor)
    let node = device.tree.spelling(of: uri.node)
    switch (uri.query, kind) {
    case (nil, .add): return add(item, commandMeta, at: node, on: &device)
    case (nil, .replace): return replace(item, commandMeta, at: node, on: &device)
    case (nil, .delete): return delete(node, on: &device)
    case (nil, .copy): return copy(from: item.source, to: node, on: &device)
    case (nil, .get): return get(node, on: device.tree, &results)
    case (.property(let name), .get): return get(property: name, of: node, on: device.tree, &results)
    case (.property(let name), .replace): return replace(property: name, of: node, by: item.data, on: &device)
    case (.property(let name), _): return refusal(ofProperty: name, of: node, on: device.tree)
    case (.list(let request), .get): return list(request, node, on: device.tree, &results)
    case (.list, _): return .commandNotAllowed
    default: return .optionalFeatureNotSupported
    }
  }
}
