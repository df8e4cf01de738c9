/// A value on the heap, for properties that few messages have: one word where the value itself would take many.
///
/// Most commands carry no credentials, no parents, no anchors; without the box each command and item would copy the
/// room for them.
struct Boxed<Value: Hashable & Sendable>: Hashable, Sendable {
  private final class Storage: Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
  }

  private let storage: Storage

  init(_ value: Value) { storage = Storage(value) }

  var value: Value { storage.value }

  static func == (a: Self, b: Self) -> Bool { a.storage === b.storage || a.value == b.value }
  func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

extension Optional {
  /// The boxed value, or nil.
  func unboxed<Value>() -> Value? where Wrapped == Boxed<Value> { map { $0.value } }
}
