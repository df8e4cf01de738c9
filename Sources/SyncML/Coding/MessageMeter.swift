package import WBXML
internal import XMLCoding

/// Counts the bytes that a message has in an encoding, command by command, before it is sent: what MaxMsgSize is about.
///
/// The real encoders count, so that nothing is estimated but the place of the last page switch, for which two bytes
/// are set aside.
///
/// Source: OMA-TS-DM_RepPro-V1_2 6.4 (MaxMsgSize).
package struct MessageMeter: ~Copyable {
  private let writer: MessageWriter
  /// Writes the message, where it is WBXML: the size of a command depends on the code page before it.
  private var encoder: WBXMLEncoder
  /// Writes the commands, where it is XML: each has the same size wherever it stands.
  private var serializer: XMLSerializer?
  /// The bytes of the text so far, were it to end here.
  private var textBytes = 0

  /// A message of a header and no command yet, with Final.
  package init(header: SyncHdr, encoding: Encoding) throws(CodingError) {
    writer = MessageWriter(encoding: encoding)
    encoder = WBXMLEncoder()
    switch encoding {
    case .wbxml:
      try writer.start(header, into: &encoder)
    case .xml:
      var serializer = XMLSerializer()
      try writer.write(Message(header: header), into: &serializer)
      textBytes = serializer.outputCount
      serializer.reset()
      try writer.start(header, into: &serializer)
      try serializer.flag(SyncMLTag.final, true)
      serializer.removeOutput()
      self.serializer = serializer
    }
  }

  /// The bytes of the message with the commands added so far and Final.
  package var byteCount: Int {
    // SWITCH_PAGE, its page, and the tag without content.
    serializer == nil ? encoder.byteCount + 3 : textBytes
  }

  /// Adds a command unless the message becomes longer than a limit.
  ///
  /// - Returns: 0 where the command was added; else by how many bytes the message would be too long, and it is as it was.
  package mutating func add(_ command: Command, within limit: Int) throws(CodingError) -> Int {
    if serializer != nil {
      let added = try textByteCount(of: command)
      let surplus = textBytes + added - limit
      if surplus > 0 { return surplus }
      textBytes += added
      return 0
    }
    let mark = try write(command)
    let surplus = byteCount - limit
    if surplus > 0 { try encoder.rollback(to: mark) }
    return max(0, surplus)
  }

  /// The bytes by which a command would make the message longer.
  package mutating func byteCount(adding command: Command) throws(CodingError) -> Int {
    if serializer != nil { return try textByteCount(of: command) }
    let before = byteCount
    let mark = try write(command)
    let added = byteCount - before
    try encoder.rollback(to: mark)
    return added
  }

  /// Writes a command, or nothing where it cannot be written; the place before it.
  private mutating func write(_ command: Command) throws(CodingError) -> WBXMLEncoder.Mark {
    let mark = try encoder.mark()
    do throws(CodingError) {
      try writer.write(command, into: &encoder)
    } catch {
      try encoder.rollback(to: mark)
      throw error
    }
    return mark
  }

  private mutating func textByteCount(of command: Command) throws(CodingError) -> Int {
    guard var serializer else { return 0 }
    // Taken out while it writes, so that it is not copied.
    self.serializer = nil
    defer {
      serializer.removeOutput()
      self.serializer = serializer
    }
    try writer.write(command, into: &serializer)
    return serializer.outputCount
  }
}
