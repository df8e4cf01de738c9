/// Where bytes go: a file, a socket, a buffer.
///
/// A sink takes all the bytes of a call, or throws and takes none: whoever writes to it keeps them and may try again,
/// which is how a sink that is full makes its writer wait.
public protocol ByteSink: ~Copyable {
  /// Takes the next bytes, which are borrowed: a sink that keeps them copies them.
  ///
  /// - Throws: ``CodingError``, by custom with the code ``CodingError/Code/outputFailed``.
  mutating func write(_ bytes: Span<UInt8>) throws(CodingError)
}

extension Array: ByteSink where Element == UInt8 {
  /// Appends the bytes.
  @inlinable
  public mutating func write(_ bytes: Span<UInt8>) throws(CodingError) { append(bytes) }
}

/// Counts bytes and keeps none.
public struct ByteCounter: ByteSink, Hashable, Sendable {
  /// The bytes written so far.
  public var count: Int

  /// A counter that has counted nothing yet.
  @inlinable public init() { count = 0 }

  @inlinable
  public mutating func write(_ bytes: Span<UInt8>) throws(CodingError) { count &+= bytes.count }
}
