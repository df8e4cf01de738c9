import DeviceManagement
import Testing

@Suite struct BootstrapPushTests {
  private static let document: [UInt8] = [0x03, 0x0B, 0x6A, 0x00, 0x05]

  private func push(_ security: BootstrapSecurity?) throws -> [UInt8] {
    try BootstrapPush.encoded(
      Self.document, type: BootstrapMediaType(profile: .clientProvisioning, security: security), transactionID: 1)
  }

  @Test("SEC and MAC stand in the headers as push gateways write them")
  func octets() throws {
    let mac = [UInt8](repeating: 0xA5, count: 20)
    let pdu = try push(BootstrapSecurity(method: .user, mac: mac))
    #expect(Array(pdu.prefix(9)) == [0x01, 0x06, 0x2F, 0x1F, 0x2D, 0xB6, 0x91, 0x81, 0x92])
    #expect(Array(pdu[9..<49]) == Array(String(repeating: "A5", count: 20).utf8))
    #expect(Array(pdu[49...]) == [0] + Self.document)
    #expect(try push(nil) == [0x01, 0x06, 0x01, 0xB6] + Self.document)
    #expect(try push(BootstrapSecurity(method: .userMAC, mac: nil)) == [1, 6, 4, 3, 0xB6, 0x91, 0x83] + Self.document)
  }

  @Test("a push gives its media type and document back")
  func roundTrip() throws {
    for security in [
      nil, BootstrapSecurity(method: .network, mac: [UInt8](1...20)), BootstrapSecurity(method: .userMAC, mac: nil),
    ] {
      let (type, document) = try BootstrapPush.parse(push(security))
      #expect(type == BootstrapMediaType(profile: .clientProvisioning, security: security))
      #expect(document == Self.document)
    }
    let name = Array("application/vnd.wap.connectivity-wbxml".utf8) + [0]
    let (type, document) = try BootstrapPush.parse([1, 6, UInt8(name.count)] + name + Self.document)
    #expect(type.security == nil)
    #expect(document == Self.document)
  }

  @Test(
    "what is no push of a provisioning document is refused",
    arguments: [
      ([], BootstrapError.malformedMediaType), ([1, 6, 1], .malformedMediaType),
      ([1, 7, 1, 0xB6], .malformedMediaType),
      ([1, 6, 9, 0xB6], .malformedMediaType), ([1, 6, 0, 0xB6], .malformedMediaType),
      ([1, 6, 1, 0xAE], .malformedMediaType), ([1, 6, 3, 0x61, 0x62, 0x00], .unsupportedMediaType("ab")),
      ([1, 6, 4, 3, 0xB6, 0x91, 0x01], .malformedMediaType), ([1, 6, 4, 3, 0xB6, 0x92, 0x41], .malformedMediaType),
      ([1, 6, 4, 3, 0xB6, 0x91, 0x89], .unsupportedMethod("9")), ([1, 6, 4, 3, 0xB6, 0x91, 0x81], .missingSecurity),
      ([1, 6, 4, 3, 0xB6, 0x99, 0x81], .malformedMediaType), ([1, 6, 0x80, 0x80, 0xB6], .malformedMediaType),
    ])
  func refused(pdu: [UInt8], expected: BootstrapError) {
    do throws(BootstrapError) {
      _ = try BootstrapPush.parse(pdu)
      Issue.record("\(pdu) was taken")
    } catch {
      #expect(error == expected)
    }
  }

  @Test("the DM profile has no WSP form; no cut and no changed bit traps")
  func hostile() throws {
    #expect(throws: BootstrapError.unsupportedMediaType("application/vnd.syncml.dm+wbxml")) {
      try BootstrapPush.encoded(
        [], type: BootstrapMediaType(profile: .deviceManagement, security: nil), transactionID: 0)
    }
    let pdu = try push(BootstrapSecurity(method: .user, mac: [UInt8](1...20)))
    for count in 0..<50 { #expect(throws: BootstrapError.self) { try BootstrapPush.parse(Array(pdu.prefix(count))) } }
    for index in pdu.indices {
      for bit in 0..<8 {
        var changed = pdu
        changed[index] ^= 1 << bit
        _ = try? BootstrapPush.parse(changed)
      }
    }
  }
}
