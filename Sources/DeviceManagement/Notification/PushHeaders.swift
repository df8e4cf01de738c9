/// The WSP headers of a notification that goes as a connectionless push over SMS.
///
/// Source: OMA-TS-DM_Notification-V1_2 6.3 and appendix; WAP-230-WSP 8.2.4 (PDU type Push), 8.4.
public enum PushHeaders {
  /// The media type of notifications; WSP's short code is 0x44.
  public static let mediaType = "application/vnd.syncml.notification"
  /// The WDP port of connectionless push.
  public static let port: UInt16 = 2948

  /// A Push PDU before its body: transaction, PDU type 06, the headers' length, Content-Type 0x44 and
  /// X-Wap-Application-Id 0x07 (`x-wap-application:syncml.dm`).
  public static func wsp(transactionID: UInt8) -> [UInt8] {
    [transactionID, 0x06, 0x03, 0xC4, 0xAF, 0x87]
  }

  /// The user data header of an SMS that carries the whole push: application port addressing, 16 bit.
  ///
  /// - Parameter sourcePort: where answers would go; 49154 in the standard's example.
  public static func userDataHeader(sourcePort: UInt16 = 0xC002) -> [UInt8] {
    [0x06, 0x05, 0x04] + octets(port) + octets(sourcePort)
  }

  private static func octets(_ value: UInt16) -> [UInt8] {
    [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)]
  }

  /// The notification inside a Push PDU; nil where it is none: another PDU type or content type.
  public static func body(ofPush pdu: [UInt8]) -> [UInt8]? {
    guard pdu.count >= 4, pdu[1] == 0x06 else { return nil }
    let length = Int(pdu[2])
    // A length above 127 takes more octets, which headers of a notification never need (48 at most).
    guard length > 0, length < 0x80, pdu.count >= 3 + length else { return nil }
    let headers = pdu[3..<3 + length]
    let name = Array(mediaType.utf8) + [0]
    guard headers.first == 0xC4 || headers.starts(with: name) else { return nil }
    return Array(pdu[(3 + length)...])
  }
}
