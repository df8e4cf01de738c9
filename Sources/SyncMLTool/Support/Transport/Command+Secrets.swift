import SyncML

extension Command {
  /// The command as people and records may see it: without secrets of accounts, and without credentials.
  var withoutSecrets: Command {
    switch self {
    case .add(let command): .add(command.withoutSecrets)
    case .replace(let command): .replace(command.withoutSecrets)
    case .delete(let command): .delete(command.withoutSecrets)
    case .copy(let command): .copy(command.withoutSecrets)
    case .get(let command): .get(command.withoutSecrets)
    case .put(let command): .put(command.withoutSecrets)
    case .move(let command): .move(command.withoutSecrets)
    case .exec(let exec): .exec(exec.withoutSecrets)
    case .alert(let alert): .alert(alert.withoutSecrets)
    case .status(let status): .status(status.withoutSecrets)
    case .results(let results): .results(results.withoutSecrets)
    case .atomic(let group): .atomic(group.withoutSecrets)
    case .sequence(let group): .sequence(group.withoutSecrets)
    case .sync(let sync): .sync(sync.withoutSecrets)
    case .other(let other): .other(other.withoutSecrets)
    case .map, .search: self
    }
  }
}

extension Cred {
  /// The kind of credentials, without them.
  fileprivate var withoutSecrets: Cred {
    var cred = self
    cred.data = "…"
    return cred
  }
}

extension [Item] {
  /// The items without secrets.
  ///
  /// - Parameter addresses: what the command is about, where an item does not say it.
  fileprivate func withoutSecrets(at addresses: [String?] = []) -> [Item] {
    map { item in
      guard let data = item.data else { return item }
      var item = item
      item.data = SecretMask.masked(data, at: [item.target?.locURI, item.source?.locURI] + addresses)
      return item
    }
  }
}

extension ItemCommand {
  fileprivate var withoutSecrets: ItemCommand {
    var command = self
    command.cred = cred?.withoutSecrets
    command.items = items.withoutSecrets()
    return command
  }
}

extension Exec {
  fileprivate var withoutSecrets: Exec {
    var exec = self
    exec.cred = cred?.withoutSecrets
    exec.item = [item].withoutSecrets().first ?? item
    return exec
  }
}

extension Alert {
  /// The alert without secrets of accounts and credentials.
  var withoutSecrets: Alert {
    var alert = self
    alert.cred = cred?.withoutSecrets
    alert.items = items.withoutSecrets()
    return alert
  }
}

extension Status {
  /// The Status without secrets of accounts and credentials.
  var withoutSecrets: Status {
    var status = self
    status.cred = cred?.withoutSecrets
    status.items = items.withoutSecrets(at: targetRefs + sourceRefs)
    return status
  }
}

extension Results {
  /// The Results without secrets of accounts.
  var withoutSecrets: Results {
    var results = self
    results.items = items.withoutSecrets(at: [targetRef, sourceRef])
    return results
  }
}

extension CommandGroup {
  fileprivate var withoutSecrets: CommandGroup {
    var group = self
    group.commands = commands.map(\.withoutSecrets)
    return group
  }
}

extension Sync {
  fileprivate var withoutSecrets: Sync {
    var sync = self
    sync.cred = cred?.withoutSecrets
    sync.commands = commands.map(\.withoutSecrets)
    return sync
  }
}

extension OtherCommand {
  fileprivate var withoutSecrets: OtherCommand {
    var other = self
    other.markup = SecretMask.masked(markup)
    return other
  }
}
