internal import GRDB

/// A list kept in a table by position, of which only what is different is written: a queue that lost some of its
/// elements and got others at its end costs as much as they do.
struct StoredList<Element: Equatable & Sendable>: Sendable {
  /// What is stored: positions grow.
  private(set) var rows: [(position: Int64, element: Element)]

  init(_ rows: [(position: Int64, element: Element)] = []) { self.rows = rows }

  var elements: [Element] { rows.map(\.element) }

  /// Makes the table the same as a list. Elements that are still there in the same order stay; what comes after the
  /// first that is not is appended anew.
  mutating func update(
    to new: [Element], delete: (Int64) throws -> Void, insert: (Int64, Element) throws -> Void
  ) rethrows {
    var kept: [(position: Int64, element: Element)] = []
    kept.reserveCapacity(new.count)
    var index = 0
    for row in rows {
      if index < new.count, row.element == new[index] {
        kept.append(row)
        index += 1
      } else {
        try delete(row.position)
      }
    }
    var position = rows.last?.position ?? 0
    while index < new.count {
      position += 1
      try insert(position, new[index])
      kept.append((position, new[index]))
      index += 1
    }
    rows = kept
  }
}
