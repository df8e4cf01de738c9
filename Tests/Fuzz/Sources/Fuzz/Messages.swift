import SyncML
import WBXML

func checkMessage(_ bytes: [UInt8]) {
  let findings = MessageValidator(limits: limits, findingLimit: 50).validate(bytes.span)
  require(findings.count <= 52, "\(findings.count) findings")
  for finding in findings {
    require(finding.path.utf8.first == UInt8(ascii: "/") && Rule.named(finding.ruleID) != nil, "\(finding)")
  }
  if Encoding(detecting: bytes.span) == .wbxml {
    for isStrict in [false, true] { checkEvents(bytes, isStrict: isStrict) }
  }
  var notes: [Note] = []
  let message: Message
  do throws(CodingError) {
    message = try Message(decoding: bytes.span, limits: limits, notes: &notes)
  } catch {
    return require((0...bytes.count).contains(error.offset), "\(error) lies outside \(bytes.count) bytes")
  }
  for data in message.commands.flatMap(\.items).compactMap(\.data) { checkDeviceInformation(data) }
  for encoding in Encoding.allCases {
    // One encoding may turn bytes into base64 text; from then on nothing changes.
    guard let once = recoded(message, encoding), let twice = recoded(once, encoding) else { continue }
    require(once == twice, "\(encoding): \(once)\n---\n\(twice)")
  }
}

/// A message that is read whole is what its events make, which pieces of a few bytes leave no other way to.
private func checkEvents(_ bytes: [UInt8], isStrict: Bool) {
  var notes: [Note] = []
  var (message, failure): (Message?, CodingError?) = (nil, nil)
  do throws(CodingError) {
    message = try Message(decoding: bytes.span, encoding: .wbxml, limits: limits, isStrict: isStrict, notes: &notes)
  } catch {
    failure = error
  }
  let options = WBXMLDecoder.Options(isStrict: isStrict, limits: limits)
  var decoder = WBXMLDecoder(options: options)
  var sink = EmbeddedDocuments(MessageReader(limits: limits, isStrict: isStrict), options: options)
  do throws(CodingError) {
    for start in stride(from: 0, to: bytes.count, by: 7) {
      try decoder.feed(bytes.span.extracting(start..<min(start + 7, bytes.count)), into: &sink)
    }
    try decoder.finish(into: &sink)
  } catch {
    return require(failure == error, "\(String(describing: failure)) instead of \(error)")
  }
  var made: Message?
  while let part = sink.sink.next() {
    switch part {
    case .header(let header): made = Message(header: header, isFinal: false)
    case .command(let command): made?.commands.append(command)
    case .final: made?.isFinal = true
    default: break
    }
  }
  require(made == message, "\(String(describing: message)) instead of \(String(describing: made))")
  require(sink.sink.notes == notes, "\(notes) instead of \(sink.sink.notes)")
}

/// What has been read of a DevInf is written and read the same, once the text has gone through one encoding: white space
/// around values is dropped, and a version that is not known is written as 1.2.
private func checkDeviceInformation(_ data: ItemData) {
  guard let information = try? DeviceInformation(data, limits: limits) else { return }
  for encoding in Encoding.allCases {
    guard let once = rewritten(information, encoding), let twice = rewritten(once, encoding) else { continue }
    require(once == twice, "\(encoding): \(once)\n---\n\(twice)")
  }
}

private func rewritten(_ information: DeviceInformation, _ encoding: Encoding) -> DeviceInformation? {
  guard let bytes = written({ () throws(CodingError) in try information.encoded(as: encoding) }) else { return nil }
  do throws(CodingError) {
    return try DeviceInformation(.bytes(bytes))
  } catch {
    fatalError("\(encoding): what was written cannot be read: \(error) in \(information)")
  }
}

/// What a reader makes of a message that was written; nil where the encoding cannot say it.
private func recoded(_ message: Message, _ encoding: Encoding) -> Message? {
  let bytes = written { () throws(CodingError) in try message.encoded(as: encoding) }
  guard let bytes else { return nil }
  do throws(CodingError) {
    return try Message(decoding: bytes.span, encoding: encoding)
  } catch {
    fatalError("\(encoding): what was written cannot be read: \(error) in \(message)")
  }
}
