internal import WBXML

/// The attributes of a start tag in the order of Canonical XML 1.0, and the namespaces in force around it.
///
/// Namespace declarations come first, by prefix, and only where they say something new (2.3); then the attributes, by
/// the URI of their namespace and by their local name (2.2).
struct CanonicalStartTag: ~Copyable {
  /// An attribute, as ranges of `bytes`.
  struct Attribute {
    var name: Range<Int>
    var value: Range<Int>
    /// Where the local name begins.
    var local: Int
    /// The URI of the prefix, as a range of `scopeBytes`; empty where there is none.
    var namespace: Range<Int>
  }

  /// A namespace declaration in force, as ranges of `scopeBytes`.
  struct Binding {
    var prefix: Range<Int>
    var uri: Range<Int>
    /// How many elements were open outside of the one that declares it.
    var depth: Int
  }

  /// More than a start tag has: its attributes wait here until they can be sorted.
  static var maximalBytes: Int { 1 << 20 }

  private var attributes: [Attribute] = []
  private var bytes = GrowingBuffer<UInt8>()
  private var scope: [Binding] = []
  private var scopeBytes = GrowingBuffer<UInt8>()

  var isEmpty: Bool { attributes.isEmpty }

  func copy() -> CanonicalStartTag {
    var copy = CanonicalStartTag()
    copy.attributes = attributes
    copy.bytes = bytes.copy()
    copy.scope = scope
    copy.scopeBytes = scopeBytes.copy()
    return copy
  }

  mutating func removeAll() {
    attributes.removeAll(keepingCapacity: true)
    bytes.removeAll()
    scope.removeAll(keepingCapacity: true)
    scopeBytes.removeAll()
  }

  /// Begins an attribute.
  mutating func begin(_ name: Span<UInt8>) {
    let start = bytes.count
    bytes.append(name)
    let local = QualifiedName.colon(in: name).map { start + $0 + 1 } ?? start
    attributes.append(
      Attribute(name: start..<bytes.count, value: bytes.count..<bytes.count, local: local, namespace: 0..<0))
  }

  /// Adds the declaration of the default namespace.
  mutating func addNamespace(_ uri: Span<UInt8>) {
    let start = bytes.count
    bytes.append("xmlns")
    let middle = bytes.count
    bytes.append(uri)
    attributes.append(Attribute(name: start..<middle, value: middle..<bytes.count, local: start, namespace: 0..<0))
  }

  /// Appends to the value of the attribute begun last.
  ///
  /// - Throws: `tokenLimit` where the start tag has too much.
  mutating func append(_ value: Span<UInt8>) throws(CodingError) {
    guard let last = attributes.indices.last, value.count <= Self.maximalBytes - bytes.count else {
      throw CodingError(.tokenLimit, value: UInt32(Self.maximalBytes))
    }
    bytes.append(value)
    attributes[last].value = attributes[last].value.lowerBound..<bytes.count
  }

  /// Writes the attributes of an element and forgets them; its namespaces are in force from now on.
  mutating func write(depth: Int, to text: inout GrowingBuffer<UInt8>) {
    let declarations = attributes.filter { isDeclaration($0) }.sorted {
      precedes($0.prefix(of: bytes), $1.prefix(of: bytes))
    }
    var others = attributes.filter { !isDeclaration($0) }
    for declaration in declarations where declare(declaration, depth) { write(declaration, &text) }
    for index in others.indices { others[index].namespace = namespace(of: others[index]) }
    for attribute in others.sorted(by: { precedes($0, $1) }) { write(attribute, &text) }
    attributes.removeAll(keepingCapacity: true)
    bytes.removeAll()
  }

  /// Ends the namespaces of an element that was opened with so many around it.
  @inline(__always)
  mutating func leave(depth: Int) {
    while let last = scope.last, last.depth >= depth {
      scopeBytes.removeAll(after: last.prefix.lowerBound)
      scope.removeLast()
    }
  }

  // MARK: Namespaces

  private func isDeclaration(_ attribute: Attribute) -> Bool {
    let name = attribute.name
    guard name.count >= 5, equals(bytes, name.lowerBound..<name.lowerBound + 5, "xmlns") else { return false }
    return name.count == 5 || bytes[name.lowerBound + 5] == UInt8(ascii: ":")
  }

  /// Takes a namespace into force.
  ///
  /// - Returns: whether it has to be written: it is another one than the prefix has already.
  private mutating func declare(_ declaration: Attribute, _ depth: Int) -> Bool {
    let prefix = declaration.prefix(of: bytes)
    let current = scope.last { equals(scopeBytes, $0.prefix, bytes, prefix) }
    if let current {
      if equals(scopeBytes, current.uri, bytes, declaration.value) { return false }
    } else if declaration.value.isEmpty {
      return false
    }
    // SAFE, here and below: a buffer does not change while its elements are read or copied to another one.
    let source = unsafe bytes.elements
    let start = scopeBytes.count
    unsafe scopeBytes.append(source.span.extracting(prefix))
    let middle = scopeBytes.count
    unsafe scopeBytes.append(source.span.extracting(declaration.value))
    scope.append(Binding(prefix: start..<middle, uri: middle..<scopeBytes.count, depth: depth))
    return true
  }

  /// The namespace of an attribute with a prefix; one without has none.
  private func namespace(of attribute: Attribute) -> Range<Int> {
    guard attribute.local > attribute.name.lowerBound else { return 0..<0 }
    let prefix = attribute.name.lowerBound..<attribute.local - 1
    return scope.last { equals(scopeBytes, $0.prefix, bytes, prefix) }?.uri ?? 0..<0
  }

  // MARK: Order

  private func precedes(_ a: Attribute, _ b: Attribute) -> Bool {
    // SAFE: as above.
    let (scopeElements, elements) = unsafe (scopeBytes.elements, bytes.elements)
    let (uris, names) = unsafe (scopeElements.span, elements.span)
    let order = uris.extracting(a.namespace).compare(with: uris.extracting(b.namespace))
    if order != 0 { return order < 0 }
    return names.extracting(a.local..<a.name.upperBound)
      .compare(with: names.extracting(b.local..<b.name.upperBound)) < 0
  }

  private func precedes(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
    // SAFE: as above.
    let elements = unsafe bytes.elements
    return unsafe elements.span.extracting(a).compare(with: elements.span.extracting(b)) < 0
  }

  private func equals(_ buffer: borrowing GrowingBuffer<UInt8>, _ range: Range<Int>, _ text: StaticString) -> Bool {
    // SAFE: as above.
    let elements = unsafe buffer.elements
    return unsafe elements.span.extracting(range).equals(text)
  }

  private func equals(
    _ a: borrowing GrowingBuffer<UInt8>, _ range: Range<Int>, _ b: borrowing GrowingBuffer<UInt8>, _ other: Range<Int>
  ) -> Bool {
    // SAFE: as above.
    let (first, second) = unsafe (a.elements, b.elements)
    return unsafe first.span.extracting(range).equals(second.span.extracting(other))
  }

  private func write(_ attribute: Attribute, _ text: inout GrowingBuffer<UInt8>) {
    // SAFE: as above.
    let elements = unsafe bytes.elements
    text.append(UInt8(ascii: " "))
    unsafe text.append(elements.span.extracting(attribute.name))
    text.append("=\"")
    unsafe text.appendEscaped(elements.span.extracting(attribute.value), .canonicalAttribute)
    text.append(UInt8(ascii: "\""))
  }
}

extension CanonicalStartTag.Attribute {
  /// The prefix that the attribute declares, if it is a declaration; empty for the default namespace.
  func prefix(of bytes: borrowing GrowingBuffer<UInt8>) -> Range<Int> {
    local > name.lowerBound ? local..<name.upperBound : 0..<0
  }
}

extension Span<UInt8> {
  /// Below 0, 0 or above as the bytes come before another text's, which in UTF-8 is the order of characters.
  func compare(with other: Span<UInt8>) -> Int {
    for index in 0..<Swift.min(count, other.count) where self[index] != other[index] {
      return Int(self[index]) - Int(other[index])
    }
    return count - other.count
  }
}
