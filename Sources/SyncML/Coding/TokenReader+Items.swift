internal import WBXML

private typealias S = SyncMLTag

/// What commands and headers are made of, in the form that as good as all have.
extension TokenReader {
  /// Reads an element of text that is no data: white space around it is no part of it, and is to be reported.
  @inline(__always)
  mutating func identifier(_ chunk: Span<UInt8>) -> String? {
    guard index &+ 1 < chunk.count, chunk[index &+ 1] > 0x20, let text = self.text(chunk), chunk[index &- 3] > 0x20
    else { return nil }
    return text
  }

  mutating func readItem(_ chunk: Span<UInt8>, into items: inout [Item]) -> Bool {
    guard let item = self.item(chunk) else { return false }
    // One item is the rule: an array that is made for it holds it alone.
    if items.isEmpty { items = [item] } else { items.append(item) }
    return true
  }

  mutating func item(_ chunk: Span<UInt8>) -> Item? {
    // An element without content that says that it has some is to be reported.
    guard var next = structure(chunk), next != .end else { return nil }
    let target: Location?
    if next == .start(S.target) {
      guard let read = location(chunk) else { return nil }
      target = read
      guard let structure = self.structure(chunk) else { return nil }
      next = structure
    } else {
      target = nil
    }
    let source: Location?
    if next == .start(S.source) {
      guard let read = location(chunk) else { return nil }
      source = read
      guard let structure = self.structure(chunk) else { return nil }
      next = structure
    } else {
      source = nil
    }
    let meta: Meta?
    if next == .start(S.meta) {
      guard let read = self.meta(chunk) else { return nil }
      meta = read
      guard let structure = self.structure(chunk) else { return nil }
      next = structure
    } else {
      meta = nil
    }
    let data: ItemData?
    if next == .start(S.data) {
      if let text = self.text(chunk) {
        data = .text(text)
      } else if let bytes = opaque(chunk) {
        data = .bytes(bytes)
      } else {
        return nil
      }
      guard let structure = self.structure(chunk) else { return nil }
      next = structure
    } else {
      data = nil
    }
    let moreData = next == .empty(S.moreData)
    if moreData {
      guard let structure = self.structure(chunk) else { return nil }
      next = structure
    }
    guard next == .end else { return nil }
    return Item(target: target, source: source, parents: nil, meta: meta, data: data, moreData: moreData)
  }

  mutating func location(_ chunk: Span<UInt8>) -> Location? {
    guard structure(chunk) == .start(S.locURI), let uri = identifier(chunk) else { return nil }
    switch structure(chunk) {
    case .end: return Location(locURI: uri, rest: nil)
    case .start(S.locName):
      guard let name = text(chunk), structure(chunk) == .end else { return nil }
      return Location(uri, locName: name)
    default: return nil
    }
  }

  mutating func meta(_ chunk: Span<UInt8>) -> Meta? {
    // An element without content that says that it has some is to be reported.
    guard var next = structure(chunk), next != .end else { return nil }
    var format: String?
    if next == .start(MetInfTag.format) {
      guard let text = identifier(chunk), let structure = self.structure(chunk) else { return nil }
      format = text
      next = structure
    }
    var type: String?
    if next == .start(MetInfTag.type) {
      guard let text = identifier(chunk), let structure = self.structure(chunk) else { return nil }
      type = text
      next = structure
    }
    if next == .end { return Meta(format: format, type: type, rest: nil) }
    var rest: Boxed<Meta.Rest>?
    guard readRest(of: next, chunk, &format, &type, &rest) else { return nil }
    return Meta(format: format, type: type, rest: rest)
  }

  /// Reads meta-information on, from an element that not every item has, or that others stand before.
  @inline(never)
  private mutating func readRest(
    of first: Structure, _ chunk: Span<UInt8>, _ format: inout String?, _ type: inout String?,
    _ boxed: inout Boxed<Meta.Rest>?
  ) -> Bool {
    var rest = Meta.Rest()
    var isEmpty = true
    var structure = first
    while structure != .end {
      if structure == .start(MetInfTag.anchor) {
        guard let anchor = self.anchor(chunk) else { return false }
        rest.anchor = anchor
        isEmpty = false
      } else {
        guard let text = self.identifier(chunk) else { return false }
        switch structure {
        case .start(MetInfTag.format): format = text
        case .start(MetInfTag.type): type = text
        case .start(MetInfTag.mark): rest.mark = text
        case .start(MetInfTag.size): rest.size = text
        case .start(MetInfTag.version): rest.version = text
        case .start(MetInfTag.nextNonce): rest.nextNonce = text
        case .start(MetInfTag.maxMsgSize): rest.maxMsgSize = text
        case .start(MetInfTag.maxObjSize): rest.maxObjSize = text
        default: return false
        }
        if structure != .start(MetInfTag.format), structure != .start(MetInfTag.type) { isEmpty = false }
      }
      guard let next = self.structure(chunk) else { return false }
      structure = next
    }
    boxed = isEmpty ? nil : Boxed(rest)
    return true
  }

  private mutating func anchor(_ chunk: Span<UInt8>) -> Meta.Anchor? {
    var last: String?
    var next: String?
    while let structure = self.structure(chunk) {
      switch structure {
      case .start(MetInfTag.last):
        guard let text = self.identifier(chunk) else { return nil }
        last = text
      case .start(MetInfTag.next):
        guard let text = self.identifier(chunk) else { return nil }
        next = text
      case .end: return next.map { Meta.Anchor(last: last, next: $0) }
      default: return nil
      }
    }
    return nil
  }

  mutating func chal(_ chunk: Span<UInt8>) -> Chal? {
    guard structure(chunk) == .start(S.meta), let meta = self.meta(chunk), structure(chunk) == .end else {
      return nil
    }
    return Chal(meta: meta)
  }
}
