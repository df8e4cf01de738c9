internal import WBXML

/// Rules about single values: header, addresses, meta-information, credentials.
extension ProtocolRuleChecker {
  // MARK: SyncHdr

  mutating func checkHeader(_ header: Int) {
    let dtd = tree.child(SyncMLTag.verDTD, of: header)
    let proto = tree.child(SyncMLTag.verProto, of: header)
    let knownDTDs: Set = ["1.0", "1.1", "1.2"]
    let knownProtocols: Set = ["SyncML/1.0", "SyncML/1.1", "SyncML/1.2", "DM/1.1", "DM/1.2", "DM/1.3"]
    var isKnown = true
    if let dtd, !knownDTDs.contains(tree[dtd].text) {
      report(.knownDTDVersion, dtd, "VerDTD is \(quote(dtd))")
      isKnown = false
    } else if let dtd, let statedVersion, tree[dtd].text != statedVersion {
      report(.documentTypeAgrees, dtd, "VerDTD is \(quote(dtd)) in a document of SyncML \(statedVersion)")
    }
    if let proto, !knownProtocols.contains(tree[proto].text) {
      report(.knownProtocolVersion, proto, "VerProto is \(quote(proto))")
      isKnown = false
    }
    if isKnown, isDeviceManagement, let dtd, let proto {
      let expected = tree[proto].text == "DM/1.1" ? "1.1" : "1.2"
      if tree[dtd].text != expected {
        report(.versionsAgree, dtd, "VerDTD is \(quote(dtd)) where VerProto is \(quote(proto))")
      }
    }
    if let session = tree.child(SyncMLTag.sessionID, of: header) {
      if tree[session].text.isEmpty { report(.sessionIDNotEmpty, session, "SessionID is empty") }
      if tree[session].text.utf8.count > 4 { report(.sessionIDIsShort, session, "SessionID is \(quote(session))") }
    }
    checkDigestName(header)
    if let message = tree.child(SyncMLTag.msgID, of: header), (tree.number(message) ?? 0) == 0 {
      report(.messageIDIsNumber, message, "MsgID is \(quote(message))")
    }
  }

  /// A node's text, short enough for a message.
  func quote(_ node: Int) -> String { "'\(tree[node].text.prefix(40))'" }

  // MARK: Any element

  mutating func checkSpace(_ node: Int) {
    guard tree[node].hasOuterSpace, !tree[node].text.isEmpty else { return }
    let tag = tree[node].tag
    let isCode = tag == SyncMLTag.data && tree.tag(tree.parent(node)) != SyncMLTag.item
    let isValue = ContentModels.syncML.model(of: tag)?.kind == .text && tag != SyncMLTag.locName
    guard isCode || isValue else { return }
    report(.noOuterSpace, node, "\(ElementName.text(of: tag)) has white space around \(quote(node))")
  }

  mutating func checkCommandID(_ node: Int) {
    guard commands.last?.node == tree[node].parent else { return }
    let text = tree[node].text
    if text.isEmpty || text == "0" {
      report(.commandIDNotEmpty, node, "CmdID is \(quote(node))")
    } else if !tree[node].isCut, !facts.insertCommandID(text) {
      report(.commandIDIsUnique, node, "another command of the message has CmdID \(quote(node)) too")
    }
  }

  // MARK: Addresses

  mutating func checkLocation(_ node: Int) {
    let text = tree[node].text
    if text.isEmpty {
      if !tree[node].isCut { report(.locationNotEmpty, node, "LocURI is empty") }
      return
    }
    // In an item it is a node's URI, in SyncHdr the address of a device or server.
    guard isDeviceManagement, !tree[node].isCut, let parent = tree.parent(node), let item = tree.parent(parent),
      tree.tag(item) == SyncMLTag.item, !text.contains("://")
    else { return }
    // Scalar by scalar: a combining mark after a separator must not hide it.
    let parts = text.unicodeScalars.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
      .map { Substring($0) }
    if let path = parts.first { checkPath(path, node) }
    if parts.count == 2, !Self.isKnownQuery(parts[1]) {
      report(.knownQuery, node, "'?\(parts[1].prefix(40))' asks for nothing that the standard has")
    }
  }

  private mutating func checkPath(_ path: Substring, _ node: Int) {
    if path.utf8.last == UInt8(ascii: "/") {
      report(.noTrailingSlash, node, "\(quote(node)) ends in a slash")
    } else if path.utf8.first == UInt8(ascii: "/") {
      report(.relativeURI, node, "\(quote(node)) begins with a slash")
    }
    var isFirst = true
    for scalars in path.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false) {
      let segment = Substring(scalars)
      if segment == ".." || segment == "." && !isFirst {
        return report(.noDotSegment, node, "\(quote(node)) has a segment '\(segment)'")
      }
      isFirst = false
    }
  }

  private static func isKnownQuery(_ query: Substring) -> Bool {
    if query.hasPrefix("prop=") {
      let properties: Set = ["ACL", "Format", "Name", "Size", "Title", "TStamp", "Type", "VerNo"]
      return properties.contains(String(query.dropFirst(5)))
    }
    guard query.hasPrefix("list=") else { return false }
    let list = query.dropFirst(5)
    return list == "Struct" || list == "StructData" || list == "TNDS" || list.hasPrefix("TNDS+")
      || list.hasPrefix("TNDS-")
  }

  // MARK: Meta

  mutating func checkMeta(_ meta: Int) {
    if let size = tree.value(MetInfTag.size, inMeta: meta), tree.number(size) == nil {
      report(.sizeIsNumber, size, "Size is \(quote(size))")
    }
    for tag in [MetInfTag.maxMsgSize, MetInfTag.maxObjSize] {
      if let maximum = tree.value(tag, inMeta: meta), (tree.number(maximum) ?? 0) == 0 {
        report(.maximumIsPositive, maximum, "\(ElementName.text(of: tag)) is \(quote(maximum))")
      }
    }
    if let nonce = tree.value(MetInfTag.nextNonce, inMeta: meta), !tree[nonce].isCut, !isBase64(tree[nonce].text) {
      report(.nonceIsBase64, nonce, "NextNonce is no base64")
    }
    guard isDeviceManagement else { return }
    let formats: Set = ["b64", "bin", "bool", "chr", "date", "float", "int", "node", "null", "time", "xml"]
    if let format = tree.value(MetInfTag.format, inMeta: meta), !formats.contains(tree[format].text) {
      report(.knownFormat, format, "Format is \(quote(format))")
    }
    let marks: Set = ["fatal", "critical", "minor", "warning", "informational", "harmless", "indeterminate"]
    if let mark = tree.value(MetInfTag.mark, inMeta: meta), !marks.contains(tree[mark].text) {
      report(.knownMark, mark, "Mark is \(quote(mark))")
    }
  }

  /// Whether a text is base64: groups of four, padded at the end, white space anywhere.
  private func isBase64(_ text: String) -> Bool {
    var count = 0
    var padding = 0
    for byte in text.utf8 where !XMLSpace.isSpace(byte) {
      count += 1
      switch byte {
      case UInt8(ascii: "="): padding += 1
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
        if padding > 0 { return false }
      default: return false
      }
    }
    return count > 0 && count % 4 == 0 && padding <= 2
  }

  // MARK: Credentials

  private enum Authentication { case basic, md5, mac, other }

  private func authentication(_ type: Int) -> Authentication {
    switch tree[type].text.lowercased() {
    case "syncml:auth-basic": .basic
    case "syncml:auth-md5": .md5
    case "syncml:auth-mac": .mac
    default: .other
    }
  }

  mutating func checkCredentials(_ cred: Int) {
    if tree.tag(tree.parent(cred)) != SyncMLTag.syncHdr {
      reportDM(.credentialsInHeaderOnly, cred, "Cred stands in a command")
    }
    guard isDeviceManagement, let type = tree.meta(MetInfTag.type, of: cred) else { return }
    switch authentication(type) {
    case .basic: break
    case .md5:
      if tree.text(tree.meta(MetInfTag.format, of: cred)) != "b64" {
        report(.credentialFormat, cred, "md5 credentials do not say Format b64")
      }
    case .mac: report(.noMACCredentials, cred, "a MAC stands in Cred")
    case .other: report(.knownChallengeType, type, "the authentication type is \(quote(type))")
    }
  }

  /// A digest is made of a name that the message must tell.
  private mutating func checkDigestName(_ header: Int) {
    guard isDeviceManagement, let cred = tree.child(SyncMLTag.cred, of: header),
      let type = tree.meta(MetInfTag.type, of: cred), authentication(type) == .md5
    else { return }
    let name = tree.child(SyncMLTag.locName, of: tree.child(SyncMLTag.source, of: header))
    if tree.text(name) ?? "" == "" { report(.digestHasName, cred, "md5 credentials go without LocName") }
  }

  mutating func checkChallenge(_ chal: Int) {
    guard let type = tree.meta(MetInfTag.type, of: chal) else {
      // Without Meta it is a matter of the content model.
      if let meta = tree.child(SyncMLTag.meta, of: chal) {
        report(.challengeHasType, meta, "the challenge does not say its type")
      }
      return
    }
    guard isDeviceManagement else { return }
    switch authentication(type) {
    case .basic: break
    case .md5, .mac:
      let hasNonce = tree.meta(MetInfTag.nextNonce, of: chal) != nil
      if !hasNonce || tree.text(tree.meta(MetInfTag.format, of: chal)) != "b64" {
        report(.challengeHasNonce, chal, "the challenge has no \(hasNonce ? "Format b64" : "NextNonce")")
      }
    case .other: report(.knownChallengeType, type, "the authentication type is \(quote(type))")
    }
  }
}
