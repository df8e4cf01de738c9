import WBXML

/// The parsers of the parts that commands are made of. Unknown children are skipped with a note.
extension ElementReader {
  mutating func header() -> SyncHdr {
    var header = SyncHdr(verDTD: "", verProto: "", sessionID: "", msgID: "", target: Location(""), source: Location(""))
    while let tag = nextChild() {
      switch tag {
      case SyncMLTag.verDTD: header.verDTD = text()
      case SyncMLTag.verProto: header.verProto = text()
      case SyncMLTag.sessionID: header.sessionID = text()
      case SyncMLTag.msgID: header.msgID = text()
      case SyncMLTag.target: header.target = location()
      case SyncMLTag.source: header.source = location()
      case SyncMLTag.respURI: header.respURI = text()
      case SyncMLTag.noResp: header.noResp = flag()
      case SyncMLTag.cred: header.cred = credentials()
      case SyncMLTag.meta: header.meta = meta()
      default: skipUnknown(tag)
      }
    }
    if header.sessionID.isEmpty { noteMissing(SyncMLTag.sessionID) }
    if header.msgID.isEmpty { noteMissing(SyncMLTag.msgID) }
    return header
  }

  /// An element whose presence is its meaning.
  mutating func flag() -> Bool {
    skip()
    return true
  }

  mutating func location() -> Location {
    var location = Location("")
    while let tag = nextChild() {
      switch tag {
      case SyncMLTag.locURI: location.locURI = text()
      case SyncMLTag.locName: location.locName = text()
      default: skipUnknown(tag)
      }
    }
    return location
  }

  /// The LocURI of a SourceParent or TargetParent.
  mutating func parentURI() -> String { location().locURI }

  mutating func credentials() -> Cred {
    var cred = Cred(meta: nil, data: "")
    while let tag = nextChild() {
      switch tag {
      case SyncMLTag.meta: cred.meta = meta()
      case SyncMLTag.data: cred.data = base64Text()
      default: skipUnknown(tag)
      }
    }
    return cred
  }

  mutating func challenge() -> Chal {
    var chal = Chal(meta: Meta())
    while let tag = nextChild() {
      switch tag {
      case SyncMLTag.meta: chal.meta = meta()
      default: skipUnknown(tag)
      }
    }
    return chal
  }

  mutating func meta() -> Meta {
    var meta = Meta()
    readMeta(into: &meta)
    return meta
  }

  private mutating func readMeta(into meta: inout Meta) {
    while let tag = nextChild() {
      switch tag {
      case MetInfTag.format: meta.format = text()
      case MetInfTag.type: meta.type = text()
      case MetInfTag.mark: meta.mark = text()
      case MetInfTag.size: meta.size = text()
      case MetInfTag.anchor: meta.anchor = anchor()
      case MetInfTag.version: meta.version = text()
      case MetInfTag.nextNonce: meta.nextNonce = base64Text()
      case MetInfTag.maxMsgSize: meta.maxMsgSize = text()
      case MetInfTag.maxObjSize: meta.maxObjSize = text()
      case MetInfTag.emi: meta.emi.append(text())
      // Some senders wrap the elements in MetInf, the DTD's root.
      case MetInfTag.metInf: readMeta(into: &meta)
      default: skipUnknown(tag)
      }
    }
  }

  private mutating func anchor() -> Meta.Anchor {
    var anchor = Meta.Anchor(next: "")
    while let tag = nextChild() {
      switch tag {
      case MetInfTag.last: anchor.last = text()
      case MetInfTag.next: anchor.next = text()
      default: skipUnknown(tag)
      }
    }
    return anchor
  }

  mutating func item(limits: Limits) throws(CodingError) -> Item {
    var item = Item()
    while let tag = nextChild() {
      switch tag {
      case SyncMLTag.target: item.target = location()
      case SyncMLTag.source: item.source = location()
      case SyncMLTag.sourceParent: item.sourceParent = parentURI()
      case SyncMLTag.targetParent: item.targetParent = parentURI()
      case SyncMLTag.meta: item.meta = meta()
      case SyncMLTag.data: item.data = try data(limits: limits)
      case SyncMLTag.moreData: item.moreData = flag()
      default: skipUnknown(tag)
      }
    }
    return item
  }
}
