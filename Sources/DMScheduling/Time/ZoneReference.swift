public import struct Foundation.TimeZone

/// The value of a `Zone` node: where a local time is read.
///
/// SCHEDULING.md section 3 (`…/Time/<t>/Zone`): an IANA zone name, `device`, or absent for UTC; R-03.
public enum ZoneReference: Sendable, Hashable, CustomStringConvertible {
  /// Coordinated Universal Time, also where the node is absent.
  case utc
  /// The zone the device is in when the occurrence is computed.
  case device
  /// A zone of the IANA database, by its exact name.
  case named(String)

  /// Reads a `Zone` node's value (SCHEDULING.md section 3); `nil` and the empty text mean UTC.
  ///
  /// Names are those of the IANA database, in its spelling. The offsets such as `GMT+2` that Foundation takes for
  /// names are no zones and are refused.
  ///
  /// - Throws: `ZoneReferenceError` for a name that the zone database of this machine does not have.
  public init(parsing text: String?) throws(ZoneReferenceError) {
    switch text {
    case nil, "", "UTC": self = .utc
    case "device": self = .device
    case .some(let name):
      guard Self.zone(named: name) != nil else { throw ZoneReferenceError(name: name) }
      self = .named(name)
    }
  }

  /// The zone that is meant, given the device's own.
  ///
  /// A name that came through `init(parsing:)` is always known. Any other unknown name is read as UTC.
  public func resolve(device: TimeZone) -> TimeZone {
    switch self {
    case .utc: .gmt
    case .device: device
    case .named(let name): Self.zone(named: name) ?? .gmt
    }
  }

  /// The value to store in the node; UTC as `UTC`, which reads back the same.
  public var description: String {
    switch self {
    case .utc: "UTC"
    case .device: "device"
    case .named(let name): name
    }
  }

  private static func zone(named name: String) -> TimeZone? {
    // The longest name of the database has 32 bytes; a path would leave the zone directory.
    guard name.utf8.count <= 64, name.utf8.allSatisfy({ $0 < 0x80 }), !name.contains(".."), !name.hasPrefix("/") else {
      return nil
    }
    let isOffset = name.hasPrefix("GMT+") || name.hasPrefix("GMT-")
    guard !isOffset || name.utf8.dropFirst(4).elementsEqual("0".utf8) else { return nil }
    return TimeZone(identifier: name)
  }
}

/// A `Zone` value that names no zone of the IANA database (SCHEDULING.md section 3).
public struct ZoneReferenceError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The name that was refused, as it was given.
  public let name: String

  /// An error for a name that was looked up in vain.
  public init(name: String) {
    self.name = name
  }

  public var description: String {
    "unknown time zone \"\(name)\""
  }
}
