import SyncML

/// Commands that have items: each is carried out by itself, and the Statuses say how they fared.
extension CommandExecutor {
  /// Carries out a command item by item. Where all items fare alike, one Status answers; else each has its own.
  mutating func executeItems(_ command: Command, on device: inout some ManagedDevice, inAtomic: Bool) -> Bool {
    let items = command.items
    guard !items.isEmpty else {
      append(command, .incompleteCommand)
      return false
    }
    if items.count == 1 { return executeSingle(items[0], of: command, on: &device, inAtomic: inAtomic) }
    var codes: [StatusCode] = []
    var results: [Item] = []
    // A refused Add tells which node it was (DM RepPro 6.5.1).
    var faults: [[Item]] = []
    for item in items {
      faultyNode = nil
      if inAtomic, case .get = command {
        // A Get cannot be part of an Atomic (DM RepPro 6.5.2).
        codes.append(.commandFailed)
      } else {
        codes.append(executeBounded(command, item, on: &device, &results))
      }
      faults.append(faultyNode.map { [Item(target: Location($0.description))] } ?? [])
      if inAtomic, codes.last?.isSuccess != true { break }
    }
    let code = codes[0]
    if codes.count == items.count, codes.allSatisfy({ $0 == code }) {
      append(command, code, items: faults.flatMap { $0 })
    } else {
      for (index, item) in items.enumerated() {
        let code = codes.indices.contains(index) ? codes[index] : .notExecuted
        append(
          command, code, targetRefs: references(item.target), sourceRefs: references(item.source),
          items: faults.indices.contains(index) ? faults[index] : [])
      }
    }
    if !results.isEmpty, case .get(let get) = command {
      append(Results(msgRef: msgRef, cmdRef: get.cmdID, items: results))
    }
    return codes.count == items.count && codes.allSatisfy(\.isSuccess)
  }

  /// Carries out a command that has one item, as nearly all have.
  private mutating func executeSingle(
    _ item: Item, of command: Command, on device: inout some ManagedDevice, inAtomic: Bool
  ) -> Bool {
    faultyNode = nil
    var results: [Item] = []
    let code: StatusCode
    if inAtomic, case .get = command {
      code = .commandFailed
    } else {
      code = executeBounded(command, item, on: &device, &results)
    }
    append(
      command, code, targetRefs: references(item.target), sourceRefs: references(item.source),
      items: faultyNode.map { [Item(target: Location($0.description))] } ?? [])
    if !results.isEmpty, case .get(let get) = command {
      append(Results(msgRef: msgRef, cmdRef: get.cmdID, items: results))
    }
    return code.isSuccess
  }

  func references(_ location: Location?) -> [String] { location.map { [$0.locURI] } ?? [] }

  /// Carries out an item. Results that the server has no room for are not sent (OMA-TS-DM_Protocol-V1_2 7).
  private mutating func executeBounded(
    _ command: Command, _ item: Item, on device: inout some ManagedDevice, _ results: inout [Item]
  ) -> StatusCode {
    let count = results.count
    let code = execute(command, item, on: &device, &results)
    guard let maximumResultSize, results[count...].contains(where: { $0.dataSize(in: encoding) > maximumResultSize })
    else { return code }
    results.removeSubrange(count...)
    return .requestEntityTooLarge
  }

  private mutating func execute(
    _ command: Command, _ item: Item, on device: inout some ManagedDevice, _ results: inout [Item]
  ) -> StatusCode {
    // A chunk of an object that cannot be put together: a group is in one message (OMA-TS-DM_Protocol-V1_2 6.1).
    guard let target = item.target, !item.moreData else { return .incompleteCommand }
    if let maximumObjectSize, item.data != nil, item.dataSize > maximumObjectSize { return .requestEntityTooLarge }
    let uri: TargetURI
    do {
      uri = try TargetURI(parsing: target.locURI, limits: .init(announcedIn: device.tree))
    } catch {
      return error.status
    }
    device.refresh(uri.node, by: actor)
    let node = device.tree.spelling(of: uri.node)
    switch (uri.query, command) {
    case (nil, .add(let add)): return self.add(item, add.meta, at: node, on: &device)
    case (nil, .replace(let replace)): return self.replace(item, replace.meta, at: node, on: &device)
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
