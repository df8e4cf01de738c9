import DeviceManagement
import Testing

@Suite struct HMACHeaderTests {
  static let mac: [UInt8] = [
    0xBA, 0xB7, 0x42, 0x79, 0x2D, 0xC9, 0x52, 0x68, 0xC5, 0x82, 0x2F, 0x12, 0x5F, 0x7C, 0x1E, 0x6F,
  ]

  @Test(
    "the header is read in any order, letter case and spacing",
    arguments: [
      "algorithm=MD5, username=\"Bruce2\", mac=urdCeS3JUmjFgi8SX3webw==",
      "mac=urdCeS3JUmjFgi8SX3webw==,username=\"Bruce2\"",
      "MAC = urdCeS3JUmjFgi8SX3webw== ,\r\n\tUserName = \"Bruce2\" , Algorithm=md5",
      "algorithm=\"MD5\", username=Bruce2, mac=\"urdCeS3JUmjFgi8SX3webw==\"",
      ", ,username=\"Br\\uce2\",mac=urdCeS3JUmjFgi8SX3webw, x-other=1,",
    ])
  func readable(value: String) throws {
    let header = try HMACHeader(parsing: value)
    #expect(header.userName == "Bruce2")
    #expect(header.mac == Self.mac)
  }

  @Test("the standard's own example is read: hexadecimal digits in base64 without padding")
  func standardExample() throws {
    let header = try HMACHeader(
      parsing: "algorithm=MD5, username=\"Robert Jordan\",\nmac=NTI2OTJhMDAwNjYxODkwYmQ3NWUxN2RhN2ZmYmJlMzk")
    #expect(header.userName == "Robert Jordan")
    #expect(
      header.mac == [0x52, 0x69, 0x2A, 0x00, 0x06, 0x61, 0x89, 0x0B, 0xD7, 0x5E, 0x17, 0xDA, 0x7F, 0xFB, 0xBE, 0x39])
  }

  @Test(
    "a header that says too little or something else is refused",
    arguments: [
      ("", HMACHeader.ParseError.missingUserName),
      ("mac=urdCeS3JUmjFgi8SX3webw==", .missingUserName),
      ("username=\"Bruce2\"", .missingMAC),
      ("username=\"Bruce2\", mac=", .missingMAC),
      ("username=\"Bruce2\", mac=urdCeS3JUmjF", .invalidMAC),
      ("username=\"Bruce2\", mac=*", .invalidMAC),
      ("algorithm=SHA1, username=\"a\", mac=urdCeS3JUmjFgi8SX3webw==", .unsupportedAlgorithm("SHA1")),
      ("username=\"a\", username=\"b\", mac=x", .duplicateParameter("username")),
      ("username=\"a", .malformed(offset: 9)),
      ("username=\"a\\", .malformed(offset: 9)),
      ("username", .malformed(offset: 8)),
      ("username=\"a\" b, mac=x", .malformed(offset: 13)),
      ("=x", .malformed(offset: 0)),
      ("us\"er=x", .malformed(offset: 2)),
    ])
  func refused(value: String, error: HMACHeader.ParseError) {
    do throws(HMACHeader.ParseError) {
      _ = try HMACHeader(parsing: value)
      Issue.record("'\(value)' was read")
    } catch let thrown {
      #expect(thrown == error)
    }
  }

  @Test(
    "names with quotes, backslashes, line breaks and other letters come back", arguments: ["a\"b\\c", "Jürgen", ""])
  func escaping(name: String) throws {
    let value = HMACHeader(userName: name, mac: Self.mac).value
    #expect(try HMACHeader(parsing: value) == HMACHeader(userName: name, mac: Self.mac))
    #expect(!HMACHeader(userName: "a\r\nX-Evil: 1", mac: Self.mac).value.contains("\r\n"))
  }

  @Test("a header longer than 4096 bytes is refused, and no cut or changed byte traps")
  func hostile() {
    let value = "algorithm=MD5, username=\"Bru\\\"ce2\", mac=urdCeS3JUmjFgi8SX3webw=="
    var count = 0
    for cut in 0...value.utf8.count {
      if (try? HMACHeader(parsing: String(decoding: value.utf8.prefix(cut), as: UTF8.self))) != nil { count += 1 }
    }
    // Only the padding can be left out.
    #expect(count == 3)
    var bytes = Array(value.utf8)
    for index in bytes.indices {
      for bit in 0..<8 {
        bytes[index] ^= 1 << bit
        _ = try? HMACHeader(parsing: String(decoding: bytes, as: UTF8.self))
        bytes[index] ^= 1 << bit
      }
    }
    let long = "username=\"" + String(repeating: "a", count: 5000) + "\", mac=urdCeS3JUmjFgi8SX3webw=="
    #expect(throws: HMACHeader.ParseError.tooLong) { try HMACHeader(parsing: long) }
    let integrity = MessageIntegrity(headerValue: "nonsense", body: Array("x".utf8).span)
    #expect(integrity.header == nil)
  }
}
