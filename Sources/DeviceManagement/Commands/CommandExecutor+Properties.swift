import SyncML

/// Get and Replace of run-time properties (`?prop=`).
///
/// Source: OMA-TS-DM_TND-V1_2 section 7.
extension CommandExecutor {
  /// The property that a target names, where the node is there and has it.
  private func property(
    _ name: String, of uri: NodeURI, on tree: ManagementTree
  ) throws(TreeStatus) -> (NodeProperty, Node) {
    guard let node = tree[uri] else { throw TreeStatus(status: .notFound) }
    guard let property = NodeProperty(rawValue: name), tree.properties(of: uri).contains(NodeProperties(property))
    else {
      throw TreeStatus(status: .optionalFeatureNotSupported)
    }
    return (property, node)
  }

  /// What a command gets that properties do not know: 405, unless the property itself is unknown.
  func refusal(ofProperty name: String, of uri: NodeURI, on tree: ManagementTree) -> StatusCode {
    do {
      _ = try property(name, of: uri, on: tree)
      return .commandNotAllowed
    } catch {
      return error.status
    }
  }

  // MARK: Get

  func get(
    property name: String, of uri: NodeURI, on tree: ManagementTree, _ results: inout [Item]
  ) -> StatusCode {
    let property: NodeProperty
    let node: Node
    do {
      (property, node) = try self.property(name, of: uri, on: tree)
    } catch {
      return error.status
    }
    let isAllowed =
      property == .acl
      ? tree.mayGetACL(of: uri, actor.serverID) : tree.grants(.get, on: uri, to: actor.serverID)
    guard isAllowed else { return .permissionDenied }
    let value =
      switch property {
      case .acl: node.acl.description
      case .format: node.format.rawValue
      case .name: node.name
      case .size: String(node.value.size)
      case .title: node.title
      case .tStamp: node.timestamp?.description ?? ""
      case .type: node.type
      case .verNo: String(node.versionNumber)
      }
    // All properties are texts: a Meta would say the same of each (7.4).
    results.append(Item(source: Location("\(uri)?prop=\(name)"), data: .text(value)))
    return .ok
  }

  // MARK: Replace

  mutating func replace(
    property name: String, of uri: NodeURI, by data: ItemData?, on device: inout some ManagedDevice
  ) -> StatusCode {
    let property: NodeProperty
    let node: Node
    do {
      (property, node) = try self.property(name, of: uri, on: device.tree)
    } catch {
      return error.status
    }
    guard property.isReplaceable else { return .commandNotAllowed }
    guard let text = data.map(\.string) ?? "" else { return .unsupportedMediaTypeOrFormat }
    switch property {
    case .acl:
      guard device.tree.mayReplaceACL(of: uri, actor.serverID) else { return .permissionDenied }
      return replaceACL(of: uri, by: text, on: &device)
    case .title:
      guard device.tree.grants(.replace, on: uri, to: actor.serverID) else { return .permissionDenied }
      guard text.utf8.count <= Node.maximumTitleSize else { return .requestEntityTooLarge }
      return make(.set(uri, .title(text)), at: uri, on: &device)
    default:
      // Permanent nodes keep their names (6.2.3).
      guard !node.isPermanent, let parent = uri.parent else { return .commandNotAllowed }
      guard device.tree.grants(.replace, on: uri, to: actor.serverID) else { return .permissionDenied }
      return rename(uri, under: parent, to: text, on: &device)
    }
  }

  private mutating func replaceACL(
    of uri: NodeURI, by text: String, on device: inout some ManagedDevice
  ) -> StatusCode {
    let acl: AccessControlList
    do {
      acl = try AccessControlList(parsing: text)
    } catch {
      return .badRequest
    }
    return replaceACL(of: uri, by: acl, on: &device)
  }

  /// Gives a node another ACL; the server's right to do it has been checked.
  mutating func replaceACL(
    of uri: NodeURI, by acl: AccessControlList, on device: inout some ManagedDevice
  ) -> StatusCode {
    // The root always has a list, and any server can extend the tree: its Add is not taken away (7.7.1.2).
    if uri == .root, acl.servers(with: .add) != [AccessControlList.anyServer] { return .commandNotAllowed }
    return make(.set(uri, .acl(acl)), at: uri, on: &device)
  }

  private mutating func rename(
    _ uri: NodeURI, under parent: NodeURI, to name: String, on device: inout some ManagedDevice
  ) -> StatusCode {
    guard NodeURI.isName(name) else { return .badRequest }
    let new: NodeURI
    do {
      new = try NodeURI(
        parsing: parent.appending(name).description, limits: NodeURI.Limits(announcedIn: device.tree))
    } catch {
      return error.status
    }
    guard new != uri else { return .ok }
    if device.tree.contains(new), device.tree.spelling(of: new) != uri { return .alreadyExists }
    return make(.set(uri, .name(new.name)), at: uri, on: &device)
  }
}
