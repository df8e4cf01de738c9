import ArgumentParser
import DeviceManagement
import Foundation
import SyncML
import XMLCoding

/// A simulated device as a JSON file describes it: what it says of itself, and its nodes.
struct DeviceTreeFile: Codable {
  /// A node: a leaf unless its format is `node`.
  struct NodeEntry: Codable {
    var uri: String
    var format: String?
    var type: String?
    /// Text; base64 where the format is `b64` or `bin`.
    var value: String?
    var acl: String?
    /// Access types, separated by commas: Add, Copy, Delete, Exec, Get, Replace. All where nothing is said.
    var access: String?
    var title: String?
    var permanent: Bool?
    /// The status that an Exec of the node gets.
    var exec: Int?
  }

  /// DevId, Man, Mod, DmV and Lang.
  struct Information: Codable {
    var id: String?
    var manufacturer: String?
    var model: String?
    var dmVersion: String?
    var language: String?
  }

  var device: Information?
  /// The ACL of the root.
  var rootACL: String?
  var nodes: [NodeEntry]?

  static let empty = DeviceTreeFile()

  /// Reads a file: an object as above, or the list of nodes alone.
  static func read(_ path: String) throws -> DeviceTreeFile {
    let bytes = try InputFile(path: path).contents(limit: 256 << 20)
    let isList = bytes.first { !" \n\r\t".utf8.contains($0) } == UInt8(ascii: "[")
    let file: DeviceTreeFile
    do {
      file =
        isList
        ? DeviceTreeFile(nodes: try JSONDecoder().decode([NodeEntry].self, from: Data(bytes)))
        : try JSONDecoder().decode(DeviceTreeFile.self, from: Data(bytes))
    } catch {
      throw ToolFailure(
        path, "not a device's tree: \(JSONFault(error))",
        hint: #"{"nodes": [{"uri": "./A", "format": "node"}, {"uri": "./A/B", "format": "chr", "value": "x"}]}"#,
        .badData)
    }
    if let reason = keys.first(in: Data(bytes), at: isList ? ["nodes"] : []) {
      throw ToolFailure(path, reason, .badData)
    }
    return file
  }

  private static let keys = UnknownKeys(allowed: [
    []: ["device", "rootACL", "nodes"],
    ["device"]: ["id", "manufacturer", "model", "dmVersion", "language"],
    ["nodes"]: ["uri", "format", "type", "value", "acl", "access", "title", "permanent", "exec"],
  ])

  /// The tree, and the statuses for Exec.
  ///
  /// - Parameters:
  ///   - serverID: the server that may do everything, unless the file has an ACL for the root.
  ///   - deviceID: the device's address, before what the file says.
  ///   - file: the file's name, for errors.
  func build(serverID: String, deviceID: String?, file: String) throws -> (ManagementTree, [NodeURI: StatusCode]) {
    func failure(_ place: String, _ reason: String) -> ToolFailure {
      ToolFailure(file, "\(place): \(reason)", .badData)
    }
    var root = AccessControlList.rootDefault
    for right in AccessControlList.Right.allCases where AccessControlList.isServerIdentifier(serverID) {
      if !root.grants(right, to: serverID) { root.grant(right, to: serverID) }
    }
    if let rootACL { root = try acl(rootACL, failure, "rootACL") }
    var tree = ManagementTree(rootACL: root)
    // Nodes that nobody has changed yet have a TStamp, too.
    tree.now = SimulatedDevice.now
    var execs: [NodeURI: StatusCode] = [:]
    if (deviceID ?? device?.id)?.isEmpty == true { throw failure("device", "its id is empty") }
    do {
      try DevInfo(
        devID: deviceID ?? device?.id ?? "urn:uuid:\(UUID().uuidString.lowercased())",
        manufacturer: device?.manufacturer ?? "swift-syncml", model: device?.model ?? "Simulated device",
        dmVersion: device?.dmVersion ?? "1.2", language: device?.language ?? "en"
      ).install(in: &tree)
      let detail = NodeURI(segments: ["DevDetail"])
      if !(nodes ?? []).contains(where: { (try? NodeURI(parsing: $0.uri)) == detail }) {
        try DevDetail(
          deviceType: "simulator", oem: "swift-syncml", firmwareVersion: toolVersion, softwareVersion: toolVersion,
          hardwareVersion: "1", supportsLargeObjects: true
        ).install(in: &tree)
      }
    } catch {
      throw failure("DevInfo", "\(error.status)")
    }
    for (index, entry) in (nodes ?? []).enumerated() {
      let place = "nodes[\(index)] \(entry.uri)"
      let uri: NodeURI
      do { uri = try NodeURI(parsing: entry.uri) } catch { throw failure(place, "it is no address of a node") }
      guard let format = NodeFormat(rawValue: entry.format ?? "chr") else {
        throw failure(
          place,
          "there is no format '\(entry.format ?? "")': "
            + NodeFormat.allCases.map(\.rawValue).joined(separator: ", ") + " are")
      }
      guard let parent = uri.parent else { throw failure(place, "the root is there already") }
      if (entry.title ?? "").utf8.count > 255 { throw failure(place, "its title is longer than 255 bytes") }
      try addParents(of: uri, to: &tree)
      let value = try value(entry, format, failure, place)
      let node = Node(
        name: uri.name, format: format, type: entry.type ?? (format == .node ? "" : "text/plain"), value: value,
        access: try access(entry.access, failure, place), isPermanent: entry.permanent ?? false,
        acl: try entry.acl.map { try acl($0, failure, place) } ?? AccessControlList(), title: entry.title ?? "")
      do {
        if let known = tree[uri], known.format == .node, format == .node, known.type.isEmpty {
          try tree.update(uri) { $0 = node }
        } else {
          try tree.add(node, under: parent)
        }
      } catch {
        throw failure(place, "the node cannot be added: \(error.status)")
      }
      if let code = entry.exec {
        guard (200..<600).contains(code) else { throw failure(place, "\(code) is no status of an Exec, such as 200") }
        execs[uri] = StatusCode(rawValue: code)
      }
    }
    return (tree, execs)
  }

  /// Interior nodes that nobody listed are made: a list of leaves is enough.
  private func addParents(of uri: NodeURI, to tree: inout ManagementTree) throws {
    var parent = NodeURI.root
    for name in uri.segments.dropLast() {
      let place = parent.appending(name)
      if !tree.contains(place) { try? tree.add(.interior(name), under: parent) }
      parent = place
    }
  }

  private func value(
    _ entry: NodeEntry, _ format: NodeFormat, _ failure: (String, String) -> ToolFailure, _ place: String
  ) throws -> NodeValue {
    switch format {
    case .node, .null:
      if entry.value != nil { throw failure(place, "a node of format \(format.rawValue) has no value") }
      return .null
    case .b64, .bin:
      guard let bytes = Data(base64Encoded: entry.value ?? "") else { throw failure(place, "its value is no base64") }
      return .bytes([UInt8](bytes))
    default:
      let value = NodeValue.text(entry.value ?? (format == .bool ? "false" : format == .int ? "0" : ""))
      guard value.fits(format) || entry.value == nil else {
        throw failure(place, "its value is none of format \(format.rawValue)")
      }
      return value
    }
  }

  private func acl(
    _ text: String, _ failure: (String, String) -> ToolFailure, _ place: String
  ) throws -> AccessControlList {
    do {
      return try AccessControlList(parsing: text)
    } catch {
      throw failure(place, "'\(text)' is no ACL, such as Get=*&Replace=example")
    }
  }

  private func access(
    _ text: String?, _ failure: (String, String) -> ToolFailure, _ place: String
  ) throws -> AccessTypes {
    guard let text else { return .all }
    var access: AccessTypes = []
    for name in text.split(separator: ",") {
      guard let type = AccessTypes(named: name.trimmingCharacters(in: .whitespaces)) else {
        throw failure(place, "there is no access type '\(name)': Add, Copy, Delete, Exec, Get and Replace are")
      }
      access.formUnion(type)
    }
    return access
  }
}
