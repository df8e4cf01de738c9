import Conformance
import DMScheduling
import DeviceManagement
import Foundation

private let zones = ["Europe/Berlin", "Australia/Lord_Howe"].compactMap(TimeZone.init(identifier:))
private let base = LocalDateTime(year: 2026, month: 3, day: 29, hour: 2, minute: 30, second: 0)

func checkRules(_ bytes: [UInt8]) {
  let text = String(decoding: bytes, as: UTF8.self)
  if let rule = try? RecurrenceRule(parsing: text) {
    require((try? RecurrenceRule(parsing: rule.description)) == rule, "the rule reads as another: \(rule)")
    checkOccurrences(of: rule)
  }
  if let time = try? ScheduleTime(parsing: text) {
    require((try? ScheduleTime(parsing: time.description)) == time, "the time reads as another: \(time)")
    for zone in zones { _ = time.instant(in: zone) }
  }
  if let uri = try? NodeURI(parsing: text) {
    // The `./` that it may have come without counts.
    let limits = NodeURI.Limits(maximumTotalLength: 1026)
    require((try? NodeURI(parsing: uri.description, limits: limits)) == uri, "the address reads as another: \(uri)")
  }
  _ = try? TargetURI(parsing: text)
}

private func checkOccurrences(of rule: RecurrenceRule) {
  guard let base else { return }
  for zone in zones {
    let recurrence = Recurrence(base: .floating(base), rule: rule, zone: zone)
    var previous: Instant?
    for instant in recurrence.occurrences().prefix(5) {
      if let previous { require(previous < instant, "\(instant) comes after \(previous): \(rule)") }
      previous = instant
    }
    guard let previous else { continue }
    if case .at(let next) = recurrence.next(after: previous) {
      require(previous < next, "\(next) is not after \(previous): \(rule)")
    }
  }
}

func checkVectors(_ bytes: [UInt8]) {
  guard let vector = try? JSONDecoder().decode(Vector.self, from: Data(bytes)) else { return }
  switch vector.content {
  case .codec(let codec): _ = codec.wbxml.flatMap(Hexadecimal.decode)
  case .message(let message): _ = message.wbxml.flatMap(Hexadecimal.decode)
  case .notification(let notification): _ = Hexadecimal.decode(notification.bytes)
  case .bootstrap(let bootstrap): _ = Hexadecimal.decode(bootstrap.wbxml)
  case .flow, .digest, .server: break
  }
}
