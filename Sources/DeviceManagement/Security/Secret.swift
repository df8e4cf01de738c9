/// A password, a key or a PIN: it is compared in constant time and never shows in a description, a dump or a log.
public struct Secret: Sendable {
  /// The secret's bytes. Whoever reads them is responsible for where they go.
  public let exposedBytes: [UInt8]

  /// A secret given as octets.
  public init(_ bytes: [UInt8]) { exposedBytes = bytes }

  /// A secret given as text; its bytes are UTF-8.
  public init(_ text: String) { exposedBytes = Array(text.utf8) }

  /// Whether there is not a single octet.
  public var isEmpty: Bool { exposedBytes.isEmpty }
}

extension Secret: Hashable {
  public static func == (a: Secret, b: Secret) -> Bool { ConstantTime.areEqual(a.exposedBytes, b.exposedBytes) }
  public func hash(into hasher: inout Hasher) { hasher.combine(exposedBytes) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "<secret>" }
  public var debugDescription: String { "<secret>" }
  /// A mirror without children, so that `dump` and string interpolation of an enclosing value show nothing either.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
