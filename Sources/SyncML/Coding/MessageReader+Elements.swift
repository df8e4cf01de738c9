import WBXML

/// Which element may stand where, and which property its content goes to. Order is not looked at: senders differ.
extension MessageReader {
  // MARK: SyncHdr

  mutating func startChildOfHeader(_ tag: Tag) {
    switch tag {
    case SyncMLTag.verDTD, SyncMLTag.verProto, SyncMLTag.sessionID, SyncMLTag.msgID, SyncMLTag.respURI,
      SyncMLTag.noResp:
      leaf = tag
    case SyncMLTag.target, SyncMLTag.source: open(.location, tag)
    case SyncMLTag.cred: open(.cred, tag)
    case SyncMLTag.meta: open(.meta, tag)
    default: skipUnknown(tag)
    }
  }

  mutating func finishLeafOfHeader() {
    switch leaf {
    case SyncMLTag.verDTD: header.verDTD = takeText()
    case SyncMLTag.verProto: header.verProto = takeText()
    case SyncMLTag.sessionID: header.sessionID = takeText()
    case SyncMLTag.msgID: header.msgID = takeText()
    case SyncMLTag.respURI: header.respURI = takeText()
    default: header.noResp = true
    }
  }

  // MARK: Commands

  mutating func startChildOfCommand(_ tag: Tag) throws(CodingError) {
    let bit = tag.rawValue < 64 ? CommandShape.bit(tag) : 0
    if draft.shape.leaves & bit != 0 {
      leaf = tag
    } else if draft.shape.containers & bit != 0 {
      switch tag {
      case SyncMLTag.item:
        // An Exec has one item (DM RepPro 6.6.6).
        if draft.tag == SyncMLTag.exec, !draft.items.isEmpty { return skipUnknown(tag) }
        open(.item, tag)
      case SyncMLTag.meta: open(.meta, tag)
      case SyncMLTag.cred: open(.cred, tag)
      case SyncMLTag.chal: open(.chal, tag)
      case SyncMLTag.mapItem: open(.mapItem, tag)
      default: open(.location, tag)
      }
    } else if draft.shape.isGroup {
      try startMember(tag)
    } else {
      skipUnknown(tag)
    }
  }

  mutating func finishLeafOfCommand() {
    switch leaf {
    case SyncMLTag.cmdID: draft.cmdID = takeText()
    case SyncMLTag.msgRef: draft.msgRef = takeText()
    case SyncMLTag.cmdRef: draft.cmdRef = takeText()
    case SyncMLTag.cmd: draft.cmd = takeText()
    case SyncMLTag.data:
      if draft.tag == SyncMLTag.search { draft.rest.data = takeData() } else { draft.code = takeNumber() }
    case SyncMLTag.targetRef: draft.targetRefs.append(takeText())
    case SyncMLTag.sourceRef: draft.sourceRefs.append(takeText())
    case SyncMLTag.noResp: draft.noResp = true
    case SyncMLTag.correlator: draft.correlator = takeText()
    case SyncMLTag.lang: draft.rest.lang = takeText()
    case SyncMLTag.numberOfChanges: draft.rest.numberOfChanges = takeText()
    case SyncMLTag.archive: draft.archive = true
    case SyncMLTag.sftDel: draft.softDelete = true
    default: draft.noResults = true
    }
  }

  // MARK: Items and addresses

  mutating func startChildOfItem(_ tag: Tag) {
    switch tag {
    case SyncMLTag.target, SyncMLTag.source: open(.location, tag)
    case SyncMLTag.meta: open(.meta, tag)
    case SyncMLTag.data, SyncMLTag.moreData: leaf = tag
    case SyncMLTag.sourceParent, SyncMLTag.targetParent: open(.parent, tag)
    default: skipUnknown(tag)
    }
  }

  mutating func finishItem() {
    // One item is the rule: an array that is made for it holds it alone.
    if draft.items.isEmpty { draft.items = [taken(&item)] } else { draft.items.append(taken(&item)) }
  }

  mutating func finishParent(_ tag: Tag?) {
    if tag == SyncMLTag.sourceParent { item.sourceParent = takeText() } else { item.targetParent = takeText() }
  }

  mutating func finishLocation(as tag: Tag) {
    var finished = Location("")
    swap(&finished, &location)
    let isTarget = tag == SyncMLTag.target
    switch place {
    case .item: if isTarget { item.target = finished } else { item.source = finished }
    case .header: if isTarget { header.target = finished } else { header.source = finished }
    case .mapItem: if isTarget { mapItem.target = finished } else { mapItem.source = finished }
    default: if isTarget { draft.rest.target = finished } else { draft.rest.sources.append(finished) }
    }
  }

  mutating func finishCred() {
    if place == .header { header.cred = cred } else { draft.cred = cred }
    cred = Cred(meta: nil, data: "")
  }

  mutating func finishChal() {
    draft.chal = chal
    chal = Chal(meta: Meta())
  }

  mutating func finishMapItem() {
    draft.rest.mapItems.append(mapItem)
    mapItem = MapItem(target: Location(""), source: Location(""))
  }

  // MARK: Meta

  mutating func startChildOfMeta(_ tag: Tag) {
    switch tag {
    case MetInfTag.format, MetInfTag.type, MetInfTag.mark, MetInfTag.size, MetInfTag.version, MetInfTag.nextNonce,
      MetInfTag.maxMsgSize, MetInfTag.maxObjSize, MetInfTag.emi, MetInfTag.fieldLevel:
      leaf = tag
    case MetInfTag.anchor: open(.anchor, tag)
    case MetInfTag.mem: open(.memory, tag)
    // Some senders wrap the elements in MetInf, the DTD's root.
    case MetInfTag.metInf: open(.metInf, tag)
    default: skipUnknown(tag)
    }
  }

  mutating func finishLeafOfMeta() {
    switch leaf {
    case MetInfTag.format: metaFormat = takeText()
    case MetInfTag.type: metaType = takeText()
    default:
      let tag = leaf
      let text = tag == MetInfTag.nextNonce ? takeBase64Text() : takeText()
      switch tag {
      case MetInfTag.mark: metaRest.mark = text
      case MetInfTag.size: metaRest.size = text
      case MetInfTag.version: metaRest.version = text
      case MetInfTag.nextNonce: metaRest.nextNonce = text
      case MetInfTag.maxMsgSize: metaRest.maxMsgSize = text
      case MetInfTag.maxObjSize: metaRest.maxObjSize = text
      case MetInfTag.emi: metaRest.emi.append(text)
      default: metaRest.fieldLevel = true
      }
      hasMetaRest = true
    }
  }

  mutating func finishLeafInsideMeta() {
    let tag = leaf
    let text = takeText()
    switch tag {
    case MetInfTag.last: metaRest.anchor = Meta.Anchor(last: text, next: metaRest.anchor?.next ?? "")
    case MetInfTag.next: metaRest.anchor = Meta.Anchor(last: metaRest.anchor?.last, next: text)
    default:
      var memory = metaRest.memory ?? Meta.Memory()
      switch tag {
      case MetInfTag.freeMem: memory.free = text
      case MetInfTag.freeID: memory.freeID = text
      default: memory.isShared = true
      }
      metaRest.memory = memory
    }
    hasMetaRest = true
  }

  /// An Anchor without Next is still one.
  mutating func finishAnchor() {
    if metaRest.anchor == nil { metaRest.anchor = Meta.Anchor(next: "") }
    hasMetaRest = true
  }

  mutating func finishMeta() {
    var boxed: Boxed<Meta.Rest>?
    if hasMetaRest {
      var rest = Meta.Rest()
      swap(&rest, &metaRest)
      boxed = Boxed(rest)
      hasMetaRest = false
    }
    let meta = Meta(format: metaFormat.take(), type: metaType.take(), rest: boxed)
    switch place {
    case .item: item.meta = meta
    case .cred: cred.meta = meta
    case .chal: chal = Chal(meta: meta)
    case .header: header.meta = meta
    default: draft.meta = meta
    }
  }
}

extension OtherCommand {
  /// A command that was read as events: its name is its element's, its CmdID is looked up among the children.
  init(_ markup: Markup, _ language: Language?) {
    var name = "?"
    var cmdID = ""
    var depth = 0
    loop: for (index, record) in markup.tape.records.enumerated() {
      switch record.kind {
      case .startElement:
        depth += 1
        if depth == 1 {
          name =
            language?.name(of: record.tag) ?? "page \(record.tag.page), 0x\(String(record.tag.token, radix: 16))"
        }
        guard depth == 2, record.tag == SyncMLTag.cmdID else { continue }
        for text in markup.tape.records[(index + 1)...] {
          guard text.kind == .text || text.kind == .opaque else { break loop }
          cmdID += String(utf8: markup.tape.bytes.span.extracting(text.range))
        }
      case .startLiteralElement:
        depth += 1
        if depth == 1 { name = String(utf8: markup.tape.bytes.span.extracting(record.range)) }
      case .endElement: depth -= 1
      default: continue
      }
    }
    self.init(name: name, cmdID: cmdID, markup: markup)
  }
}
