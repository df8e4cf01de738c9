import Foundation
import SyncML
import Testing

@testable import DMTransport

@Suite("Media types and addresses")
struct MessageMediaTypeTests {
  @Test(
    "a Content-Type is read whatever its letter case and parameters",
    arguments: [
      ("application/vnd.syncml.dm+xml", Encoding.xml, MessageMediaType.Family.deviceManagement),
      ("Application/Vnd.SyncML.DM+WBXML", .wbxml, .deviceManagement),
      ("application/vnd.syncml+xml; charset=\"utf-8\"", .xml, .dataSynchronization),
      (" application/vnd.syncml+wbxml ;x=y", .wbxml, .dataSynchronization),
    ])
  func reading(text: String, encoding: Encoding, family: MessageMediaType.Family) {
    #expect(MessageMediaType(parsing: text) == MessageMediaType(encoding, family: family))
  }

  @Test(
    "other types are those of no message",
    arguments: [
      "", "text/xml", "application/vnd.syncml", "application/vnd.syncml.dm+json", "application/vnd.syncml.dmx+xml",
    ])
  func others(text: String) {
    #expect(MessageMediaType(parsing: text) == nil)
  }

  @Test(
    "an answer has the question's encoding unless Accept takes the other one alone",
    arguments: [
      (nil, Encoding.xml), ("*/*", .xml), ("application/vnd.syncml.dm+wbxml", .wbxml),
      ("application/vnd.syncml.dm+xml;q=0, */*", .wbxml), ("text/html", .xml), ("application/*", .xml),
      ("application/vnd.syncml.dm+wbxml, application/vnd.syncml.dm+xml", .xml), (",,;q=1,", .xml),
    ] as [(String?, Encoding)])
  func accept(header: String?, encoding: Encoding) {
    #expect(AcceptedTypes(header).answerType(to: MessageMediaType(.xml)).encoding == encoding)
  }

  @Test(
    "an address is an absolute URL of http or https without a user",
    arguments: [
      ("http://a.example", "http", "a.example", 80), ("HTTPS://A.example:8443/x?y=1#z", "https", "a.example", 8443),
      (" https://[::1]/dm\n", "https", "[::1]", 443),
    ])
  func addresses(text: String, scheme: String, host: String, port: Int) throws {
    let address = try #require(Address(parsing: text))
    #expect(address.scheme == scheme)
    #expect(address.host.trimmingCharacters(in: ["[", "]"]) == host.trimmingCharacters(in: ["[", "]"]))
    #expect(address.port == port)
    #expect(!address.url.contains("#"))
  }

  @Test(
    "nothing else is an address",
    arguments: [
      "", "a.example/dm", "ftp://a.example", "file:///etc/passwd", "http://", "http://user:pw@a.example/",
      "http://a.example:0/",
      "http://a.example:99999/", "javascript:alert(1)", String(repeating: "http://a", count: 2000),
    ])
  func noAddresses(text: String) {
    #expect(Address(parsing: text) == nil)
  }

  @Test(
    "where a server may lead is the policy's word, and never from https to http",
    arguments: [
      ("https://a.example/1", "https://a.example/2", FollowPolicy.sameHost, true),
      ("https://a.example/1", "?session=7", .sameHost, true),
      ("http://a.example/1", "https://a.example/2", .sameHost, true),
      ("https://a.example/1", "http://a.example/2", .anyHost, false),
      ("https://a.example/1", "https://b.example/2", .sameHost, false),
      ("https://a.example/1", "https://b.example/2", .anyHost, true),
      ("https://a.example/1", "https://b.example/2", .hosts(["B.EXAMPLE"]), true),
      ("https://a.example/1", "https://c.example/2", .hosts(["b.example"]), false),
      ("https://a.example/1", "ftp://a.example/2", .anyHost, false),
      ("https://a.example/1", "//b.example/2", .sameHost, false),
    ])
  func policies(from: String, to: String, policy: FollowPolicy, isAllowed: Bool) throws {
    let first = try #require(Address(parsing: from))
    let next = first.following(to)
    #expect((next.map { policy.allows($0, from: first, of: first) } ?? false) == isAllowed)
  }
}
