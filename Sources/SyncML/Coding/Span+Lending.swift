extension Span where Element: ~Copyable {
  /// Lends each element in turn.
  ///
  /// An element of a copyable type that is taken by its index is a copy, with all its strings retained and released. Where
  /// the type may be one that cannot be copied, as it may here, the compiler lends the element itself.
  @inlinable
  @inline(__always)
  package func lendEach<Failure: Error>(_ body: (borrowing Element) throws(Failure) -> Void) throws(Failure) {
    for index in indices { try body(self[index]) }
  }
}
