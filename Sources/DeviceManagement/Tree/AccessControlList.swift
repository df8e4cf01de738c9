/// Which servers may use which commands on a node: the value of its ACL property.
///
/// An empty list is "no value": the node inherits the list of its nearest ancestor that has one, whole. There is no
/// entry for Copy, which needs the rights of the commands it stands for.
///
///     let list = try AccessControlList(parsing: "Add=www.example.com&Get=*")
///     list.grants(.get, to: "other.example.com")  // true
///
/// Source: OMA-TS-DM_TND-V1_2 7.7.1.5 (ACL syntax).
public struct AccessControlList: Hashable, Sendable {
  /// A command that an entry can be about.
  public enum Right: String, Hashable, Sendable, CaseIterable {
    /// To add nodes below.
    case add = "Add"
    /// To delete the node with what is below it.
    case delete = "Delete"
    /// To run what is behind it.
    case exec = "Exec"
    /// To read its value, its children and its properties.
    case get = "Get"
    /// To change its value and its properties.
    case replace = "Replace"
  }

  /// Why a text is no ACL.
  public enum ParseError: Error, Hashable, Sendable {
    /// A command that ACLs do not know, `Copy` for instance.
    case unknownCommand(String)
    /// A command without `=` or without any server.
    case noServer(String)
    /// A server identifier that is empty or holds white space, a control character, `*`, `=` or `&`.
    case invalidServer(String)
  }

  private struct Entry: Hashable, Sendable {
    var right: Right
    /// The servers in the order they were named; one `*` alone for any.
    var servers: [String]
  }

  /// One entry a command, in the order they were named; none without a server.
  private var entries: [Entry] = []

  /// The identifier that stands for every server.
  public static let anyServer = "*"

  /// A list without a value.
  public init() {}

  /// Gives rights to servers; `*` is all servers.
  public init(_ rights: KeyValuePairs<Right, [String]>) {
    for (right, servers) in rights {
      for server in servers { grant(right, to: server) }
    }
  }

  /// The default of a device's root: any server may look and extend (OMA-TS-DM_TND-V1_2 7.7.1.2).
  public static let rootDefault = AccessControlList([.add: [anyServer], .get: [anyServer]])

  /// Everything for everybody: a device without any protection.
  public static let unrestricted = AccessControlList([
    .add: [anyServer], .delete: [anyServer], .exec: [anyServer], .get: [anyServer], .replace: [anyServer],
  ])

  /// Reads a list such as `Add=srv1+srv2&Get=*`; white space around the whole is passed over.
  ///
  /// A wildcard beside other servers overrides them; a command named twice has the servers of both.
  ///
  /// - Throws: ``ParseError``.
  public init(parsing text: String) throws(ParseError) {
    var scalars = Substring(text).unicodeScalars
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    if scalars.isEmpty { return }
    // Scalars, because a combining mark after a separator would make another character of it.
    for part in scalars.split(separator: "&", omittingEmptySubsequences: false) {
      let name: String
      guard let sign = part.firstIndex(of: "=") else { throw .noServer(String(part)) }
      name = String(part[..<sign])
      guard let right = Right(rawValue: name) else { throw .unknownCommand(name) }
      let servers = part[part.index(after: sign)...]
      guard !servers.isEmpty else { throw .noServer(name) }
      for server in servers.split(separator: "+", omittingEmptySubsequences: false) {
        let identifier = String(server)
        guard identifier == Self.anyServer || Self.isServerIdentifier(identifier) else {
          throw .invalidServer(identifier)
        }
        grant(right, to: identifier)
      }
    }
  }

  /// Whether a text can name a server in a list: printable, without `=`, `&`, `*`, `+` and white space.
  public static func isServerIdentifier(_ text: String) -> Bool {
    !text.isEmpty
      && text.unicodeScalars.allSatisfy { scalar in
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .unassigned: false
        default: !["=", "&", "*", "+"].contains(scalar) && !scalar.properties.isWhitespace
        }
      }
  }

  /// Whether there is no entry, so that the list of an ancestor holds.
  public var isEmpty: Bool { entries.isEmpty }

  /// The servers that have a right, `*` alone where all have.
  public func servers(with right: Right) -> [String] { entries.first { $0.right == right }?.servers ?? [] }

  /// Whether a server has a right.
  public func grants(_ right: Right, to server: String) -> Bool {
    for index in entries.indices where entries[index].right == right {
      return entries[index].servers.first == Self.anyServer || entries[index].servers.contains(server)
    }
    return false
  }

  /// Gives a server a right; `*` takes the place of all servers named before.
  public mutating func grant(_ right: Right, to server: String) {
    guard let index = entries.firstIndex(where: { $0.right == right }) else {
      entries.append(Entry(right: right, servers: [server]))
      return
    }
    if server == Self.anyServer {
      entries[index].servers = [server]
    } else if !entries[index].servers.contains(server), entries[index].servers.first != Self.anyServer {
      entries[index].servers.append(server)
    }
  }

  /// Takes all rights from a server; a command that nobody may use any more leaves the list.
  ///
  /// - Returns: the commands that left the list.
  @discardableResult
  public mutating func remove(_ server: String) -> [Right] {
    var emptied: [Right] = []
    for index in entries.indices {
      entries[index].servers.removeAll { $0 == server }
      if entries[index].servers.isEmpty { emptied.append(entries[index].right) }
    }
    entries.removeAll { $0.servers.isEmpty }
    return emptied
  }
}

extension AccessControlList: CustomStringConvertible {
  /// The list as the property's value; empty where there is no value.
  public var description: String {
    entries.map { "\($0.right.rawValue)=\($0.servers.joined(separator: "+"))" }.joined(separator: "&")
  }
}
