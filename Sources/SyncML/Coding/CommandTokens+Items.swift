internal import WBXML

/// What commands are made of, and how long it may become.
extension CommandTokens {
  static var textElementBytes: Int { TokenWriter.textElementBytes }

  static func write(_ items: [Item], to writer: inout TokenWriter) {
    items.span.lendEach { write($0, to: &writer) }
  }

  static func write(_ item: borrowing Item, to writer: inout TokenWriter) {
    writer.start(SyncMLTag.item)
    if let target = item.target {
      writer.start(SyncMLTag.target)
      writer.text(SyncMLTag.locURI, target.locURI)
      writer.endElement()
    }
    if let source = item.source {
      writer.start(SyncMLTag.source)
      writer.text(SyncMLTag.locURI, source.locURI)
      writer.endElement()
    }
    write(item.meta, to: &writer)
    if case .text(let text)? = item.data { writer.text(SyncMLTag.data, text) }
    if item.moreData { writer.empty(SyncMLTag.moreData) }
    writer.endElement()
  }

  @inline(__always)
  static func write(_ meta: Meta?, to writer: inout TokenWriter) {
    guard let meta else { return }
    writer.start(SyncMLTag.meta)
    if let format = meta.format { writer.text(MetInfTag.format, format) }
    if let type = meta.type { writer.text(MetInfTag.type, type) }
    if let rest = meta.rest { write(rest, to: &writer) }
    writer.endElement()
  }

  /// Meta-information that headers, challenges and large objects have.
  @inline(never)
  private static func write(_ rest: Boxed<Meta.Rest>, to writer: inout TokenWriter) {
    if let mark = rest.value.mark { writer.text(MetInfTag.mark, mark) }
    if let size = rest.value.size { writer.text(MetInfTag.size, size) }
    if let version = rest.value.version { writer.text(MetInfTag.version, version) }
    if let nonce = rest.value.nextNonce { writer.text(MetInfTag.nextNonce, nonce) }
    if let size = rest.value.maxMsgSize { writer.text(MetInfTag.maxMsgSize, size) }
    if let size = rest.value.maxObjSize { writer.text(MetInfTag.maxObjSize, size) }
  }

  // MARK: How long it may become

  /// The bytes that items take at most; nil where one of them has to go the long way.
  static func size(_ items: [Item]) -> Int? {
    var size = 0
    var isPlain = true
    items.span.lendEach { item in
      if let bytes = Self.size(item) { size += bytes } else { isPlain = false }
    }
    return isPlain ? size : nil
  }

  static func size(_ item: borrowing Item) -> Int? {
    var size = 48
    if case .some = item.parents { return nil }
    if let target = item.target {
      if case .some = target.rest { return nil }
      size += target.locURI.utf8.count
    }
    if let source = item.source {
      if case .some = source.rest { return nil }
      size += source.locURI.utf8.count
    }
    switch item.data {
    case nil: break
    case .text(let text)?: size += text.utf8.count
    default: return nil
    }
    guard let meta = Self.size(item.meta) else { return nil }
    // An element without anything in it is written without content.
    let isEmpty = size == 48 && meta == 0 && !item.moreData
    return isEmpty ? nil : size + meta
  }

  /// The bytes that meta-information takes at most; nil where it has to go the long way.
  @inline(__always)
  static func size(_ meta: Meta?) -> Int? {
    guard let meta else { return 0 }
    let size = 24 + (meta.format?.utf8.count ?? 0) + (meta.type?.utf8.count ?? 0)
    if let rest = meta.rest { return Self.size(rest).map { $0 + size } }
    // An element without anything in it is written without content.
    if case nil = meta.format, case nil = meta.type { return nil }
    return size
  }

  @inline(never)
  private static func size(_ rest: Boxed<Meta.Rest>) -> Int? {
    guard rest.value.anchor == nil, rest.value.memory == nil, rest.value.emi.isEmpty, !rest.value.fieldLevel else {
      return nil
    }
    var size = 0
    if let mark = rest.value.mark { size += textElementBytes + mark.utf8.count }
    if let bytes = rest.value.size { size += textElementBytes + bytes.utf8.count }
    if let version = rest.value.version { size += textElementBytes + version.utf8.count }
    if let nonce = rest.value.nextNonce { size += textElementBytes + nonce.utf8.count }
    if let bytes = rest.value.maxMsgSize { size += textElementBytes + bytes.utf8.count }
    if let bytes = rest.value.maxObjSize { size += textElementBytes + bytes.utf8.count }
    return size == 0 ? nil : size
  }
}
