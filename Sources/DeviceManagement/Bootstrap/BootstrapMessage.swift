public import SyncML
public import WBXML

/// The DM profile of bootstrap: a DM message that adds management objects, mostly TNDS in `./Inbox`. It is not
/// answered.
///
/// Source: OMA-TS-DM_Bootstrap-V1_2 5.4.
public enum BootstrapMessage {
  /// The DM accounts that a message adds, whether as TNDS objects or node by node.
  ///
  /// - Parameters:
  ///   - bytes: the message in WBXML.
  ///   - limits: how large it may be.
  ///   - notes: receives what is no account: other objects, other commands.
  /// - Throws: `unreadable`, `malformedObject` or `invalidAccount`.
  public static func accounts(
    in bytes: Span<UInt8>, limits: Limits = .default, notes: inout [BootstrapNote]
  ) throws(BootstrapError) -> [ProvisionedAccount] {
    let message: Message
    do throws(CodingError) {
      message = try Message(decoding: bytes, encoding: .wbxml, limits: limits)
    } catch {
      throw .unreadable(error)
    }
    return try accounts(in: message, limits: limits, notes: &notes)
  }

  /// The DM accounts that a message adds.
  public static func accounts(
    in message: Message, limits: Limits = .default, notes: inout [BootstrapNote]
  ) throws(BootstrapError) -> [ProvisionedAccount] {
    var nodes: [AccountNode] = []
    var pending = Array(message.commands.reversed())
    while let command = pending.popLast() {
      switch command {
      case .atomic(let group), .sequence(let group): pending.append(contentsOf: group.commands.reversed())
      case .add(let list), .replace(let list):
        for item in list.items { try append(item, list.meta, limits, to: &nodes) }
      default: notes.append(BootstrapNote(.otherCommand, command.name))
      }
    }
    return try accounts(among: nodes, notes: &notes)
  }

  private static func append(
    _ item: Item, _ commandMeta: Meta?, _ limits: Limits, to nodes: inout [AccountNode]
  ) throws(BootstrapError) {
    let place = item.target?.locURI ?? ""
    let uri: NodeURI
    do throws(NodeURI.ParseError) {
      uri = try NodeURI(parsing: place)
    } catch {
      throw .malformedObject(place)
    }
    if let document = try TreeObject.document(item, commandMeta, limits, place) {
      nodes += try TreeObject.nodes(of: document, at: uri.segments, place)
      return
    }
    do throws(TreeStatus) {
      let content = try NodeContent(item, commandMeta: commandMeta)
      nodes.append(AccountNode(path: uri.segments, format: content.format ?? .chr, value: content.value))
    } catch {
      throw .malformedObject(place)
    }
  }

  /// Parts nodes into objects: an account is what lies beside a leaf AppID that says `w7`.
  private static func accounts(
    among nodes: [AccountNode], notes: inout [BootstrapNote]
  ) throws(BootstrapError) -> [ProvisionedAccount] {
    let roots = nodes.filter { $0.path.last == "AppID" && $0.value.string == "w7" }.map { Array($0.path.dropLast()) }
    let known = Set(roots)
    var above: Set<[String]> = []
    for root in roots { for length in root.indices { above.insert(Array(root[..<length])) } }
    var seen: Set<[String]> = []
    var accounts: [ProvisionedAccount] = []
    var belonging: [[String]: [AccountNode]] = [:]
    var others: Set<String> = []
    for node in nodes {
      // The account that a node lies in is the nearest one above it.
      if let length = node.path.indices.reversed().first(where: { known.contains(Array(node.path[..<$0])) }) {
        var relative = node
        relative.path = Array(node.path[length...])
        belonging[Array(node.path[..<length]), default: []].append(relative)
      } else if !known.contains(node.path), !above.contains(node.path) {
        let top = NodeURI(segments: Array(node.path.prefix(2))).description
        if others.insert(top).inserted { notes.append(BootstrapNote(.otherObject, top)) }
      }
    }
    for root in roots where seen.insert(root).inserted {
      do throws(AccountError) {
        accounts.append(ProvisionedAccount(try Account(nodes: belonging[root] ?? [])))
      } catch {
        throw .invalidAccount(error)
      }
    }
    return accounts
  }

  /// A message that brings accounts: each one a TNDS object in `./Inbox`.
  ///
  /// - Parameters:
  ///   - accounts: the accounts, one object each.
  ///   - sessionID: the session's identifier, which nobody looks at.
  ///   - serverURI: the server's address.
  ///   - deviceURI: the device's address, as far as the server knows it.
  ///   - names: the name of each account's node; `1`, `2` and so on where there are too few.
  public static func message(
    accounts: [Account], sessionID: String = "1", serverURI: String, deviceURI: String, names: [String] = []
  ) throws(BootstrapError) -> Message {
    let header = SyncHdr(
      sessionID: sessionID, msgID: "1", target: Location(deviceURI), source: Location(serverURI))
    var builder = MessageBuilder(header)
    for (index, account) in accounts.enumerated() {
      let name = names.indices.contains(index) ? names[index] : String(index + 1)
      let markup = try TreeObject.markup(named: name, nodes: account.nodes, serverID: account.serverID)
      let item = Item(
        target: Location("./Inbox"), meta: Meta(format: "xml", type: TreeObject.mediaType), data: .markup(markup))
      builder.append(.add(ItemCommand(items: [item])))
    }
    return builder.message(isFinal: true)
  }
}
