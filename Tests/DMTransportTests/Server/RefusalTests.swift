import DMTransport
import DeviceManagement
import Foundation
import SyncML
import Testing

@Suite("Requests that get no message for an answer")
struct RefusalTests {
  typealias Piece = RawConnection.Piece

  private static func message(_ id: String = "1") throws -> [UInt8] {
    var session = ClientSession(makeSession("http://dm.example", id: id))
    var device = try makeDevice()
    return try session.start(on: &device).encoded(as: .xml)
  }

  @Test("another method than POST is 405 with Allow", arguments: ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
  func methods(method: String) async throws {
    try await withServer { _, url in
      let answer = try await RawConnection.exchange(url, [Piece("\(method) /dm HTTP/1.1\r\nHost: x\r\n\r\n")])
      #expect(answer.hasPrefix("HTTP/1.1 405 "))
      #expect(answer.lowercased().contains("\r\nallow: post\r\n"))
      #expect(answer.lowercased().contains("\r\ncache-control: no-store\r\n"))
    }
  }

  @Test("the answer to HEAD has no body, so that the next request of its connection is understood")
  func headHasNoBody() async throws {
    let body = try Self.message()
    try await withServer { _, url in
      let head = RawConnection.head(url, length: body.count, more: ["Connection: close"])
      let answer = try await RawConnection.exchange(
        url, [Piece("HEAD /dm HTTP/1.1\r\nHost: x\r\n\r\n" + head), Piece(body, after: .milliseconds(1))])
      let end = try #require(answer.range(of: "\r\n\r\n"))
      #expect(answer[end.upperBound...].hasPrefix("HTTP/1.1 200 ") || answer[end.upperBound...].isEmpty)
    }
  }

  @Test("a client that waits for 100 Continue is asked for its body, unless that is too long")
  func expectsContinue() async throws {
    let body = try Self.message()
    try await withServer(.init(limits: ServerLimits(bodyBytes: body.count))) { _, url in
      let head = RawConnection.head(url, length: body.count, more: ["Expect: 100-continue"])
      let answer = try await RawConnection.exchange(url, [Piece(head), Piece(body, after: .milliseconds(20))])
      #expect(answer.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 "), "\(answer)")
      let long = RawConnection.head(url, length: body.count + 1, more: ["Expect: 100-continue"])
      #expect(try await RawConnection.exchange(url, [Piece(long)]).hasPrefix("HTTP/1.1 413 "))
    }
  }

  @Test("a client of HTTP/1.0 gets its answer and the end of the connection, and an address to go on at")
  func oldHTTP() async throws {
    let body = try Self.message()
    try await withServer { _, url in
      let type = "application/vnd.syncml.dm+xml"
      let head = "POST /dm HTTP/1.0\r\nContent-Type: \(type)\r\nContent-Length: \(body.count)\r\n\r\n"
      let answer = try await RawConnection.exchange(url, [Piece(head), Piece(body)], untilClosed: true)
      #expect(answer.hasPrefix("HTTP/1.1 200 "))
      #expect(answer.contains("<RespURI>\(url)?session="), "\(answer)")
    }
  }

  @Test("a compressed body is 415, and says what is taken")
  func contentCoding() async throws {
    let body = try Self.message()
    try await withServer { _, url in
      let head = RawConnection.head(url, length: body.count, more: ["Content-Encoding: gzip"])
      let answer = try await RawConnection.exchange(url, [Piece(head), Piece(body)])
      #expect(answer.hasPrefix("HTTP/1.1 415 "))
      #expect(answer.lowercased().contains("\r\naccept-encoding: identity\r\n"))
    }
  }

  @Test(
    "a request of HTTP/1.1 without a Host is 400, and so is any with two or an empty one",
    arguments: [
      ("1.1", []), ("1.1", ["Host: a", "Host: a"]), ("1.0", ["Host: a", "Host: b"]), ("1.1", ["Host:"]),
    ])
  func hosts(version: String, hosts: [String]) async throws {
    let body = try Self.message()
    try await withServer { server, url in
      let fields = ["Content-Type: application/vnd.syncml.dm+xml", "Content-Length: \(body.count)"] + hosts
      let head = "POST /dm HTTP/\(version)\r\n" + fields.joined(separator: "\r\n") + "\r\n\r\n"
      let answer = try await RawConnection.exchange(url, [Piece(head), Piece(body)])
      #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(answer)")
      #expect(answer.hasSuffix("the request must have one Host\n"))
      #expect(server.openSessionCount == 0)
    }
  }

  @Test("another path is 404, and so is the address of a session that is not there")
  func paths() async throws {
    let body = try Self.message()
    try await withServer { _, url in
      for other in [url + "x", url + "?session=0123456789abcdef0123456789abcdef", url + "?session="] {
        let answer = try await RawConnection.exchange(
          url, [Piece(RawConnection.head(other, length: body.count)), Piece(body)])
        #expect(answer.hasPrefix("HTTP/1.1 404 "))
      }
    }
  }

  @Test("another Content-Type is 415, and says which are taken", arguments: ["text/xml", "application/json", ""])
  func types(type: String) async throws {
    let body = try Self.message()
    try await withServer { _, url in
      let answer = try await RawConnection.exchange(
        url, [Piece(RawConnection.head(url, length: body.count, type: type)), Piece(body)])
      #expect(answer.hasPrefix("HTTP/1.1 415 "))
      #expect(answer.contains("application/vnd.syncml.dm+wbxml"))
    }
  }

  @Test(
    "what is no message is 400, with the reason and its place",
    arguments: [
      ("", "empty"), ("hello", "line 1, column 1"), ("<SyncML>", "line 1"), ("<a/>", "language"),
      ("\u{1}\u{2}\u{3}", "offset"), ("<!DOCTYPE a [<!ENTITY b \"c\">]><SyncML>&b;</SyncML>", "entity"),
    ])
  func garbage(body: String, reason: String) async throws {
    try await withServer { server, url in
      let answer = try await RawConnection.exchange(
        url, [Piece(RawConnection.head(url, length: body.utf8.count) + body)])
      #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(answer)")
      #expect(answer.contains(reason), "\(answer)")
      #expect(server.openSessionCount == 0)
    }
  }

  @Test("a message whose Content-Type names the other encoding is read by its first byte")
  func mislabelled() async throws {
    let body = try Self.message()
    try await withServer { _, url in
      let answer = try await RawConnection.exchange(
        url,
        [Piece(RawConnection.head(url, length: body.count, type: "application/vnd.syncml.dm+wbxml")), Piece(body)])
      #expect(answer.hasPrefix("HTTP/1.1 200 "))
      #expect(answer.lowercased().contains("content-type: application/vnd.syncml.dm+xml\r\n"))
    }
  }

  @Test("a client of data synchronization's types gets them back")
  func synchronizationTypes() async throws {
    let body = try Self.message()
    try await withServer { _, url in
      let answer = try await RawConnection.exchange(
        url, [Piece(RawConnection.head(url, length: body.count, type: "application/vnd.syncml+xml")), Piece(body)])
      #expect(answer.hasPrefix("HTTP/1.1 200 "))
      #expect(answer.lowercased().contains("content-type: application/vnd.syncml+xml\r\n"))
    }
  }

  @Test("a body in chunks of any size is read", arguments: [1, 7, 4096])
  func chunked(size: Int) async throws {
    let body = try Self.message()
    try await withServer { _, url in
      let answer = try await RawConnection.exchange(
        url, [Piece(RawConnection.head(url, length: nil)), Piece(RawConnection.chunks(body, size: size))])
      #expect(answer.hasPrefix("HTTP/1.1 200 "))
      #expect(answer.contains("<Status>"))
    }
  }

  @Test("a body over the limit is 413, said before or found on the way, and the next one is taken")
  func tooLarge() async throws {
    let body = try Self.message()
    let limit = body.count
    try await withServer(.init(limits: ServerLimits(bodyBytes: limit))) { _, url in
      let long = body + [UInt8](repeating: 0x20, count: 1)
      for (head, bytes) in [
        (RawConnection.head(url, length: long.count), long),
        (RawConnection.head(url, length: nil), RawConnection.chunks(long, size: 64)),
        (RawConnection.head(url, length: 1 << 50), long),
      ] {
        let answer = try await RawConnection.exchange(url, [Piece(head), Piece(bytes)], halfCloses: true)
        #expect(answer.hasPrefix("HTTP/1.1 413 "), "\(answer)")
        #expect(answer.lowercased().contains("\r\nconnection: close\r\n"))
      }
      let answer = try await RawConnection.exchange(
        url, [Piece(RawConnection.head(url, length: body.count)), Piece(body)])
      #expect(answer.hasPrefix("HTTP/1.1 200 "))
    }
  }

  @Test("a body that is announced as too long is refused before it comes, and whoever sends it gets the answer")
  func announcedTooLarge() async throws {
    try await withServer(.init(limits: ServerLimits(bodyBytes: 1000, bodyTimeout: .seconds(3600)))) { _, url in
      let head = RawConnection.head(url, length: 3 << 20)
      let silent = try await RawConnection.exchange(url, [Piece(head)])
      #expect(silent.hasPrefix("HTTP/1.1 413 "), "\(silent)")
      let sending = (0..<48).map { _ in Piece([UInt8](repeating: 0x20, count: 64 << 10), after: .milliseconds(1)) }
      let answer = try await RawConnection.exchange(url, [Piece(head)] + sending, untilClosed: true)
      #expect(answer.hasPrefix("HTTP/1.1 413 "), "\(answer)")
      #expect(answer.hasSuffix("\r\n\r\nthe message is longer than 1000 bytes\n"), "\(answer)")
    }
  }

  @Test("a body that trickles in is 408 when its time is over")
  func slow() async throws {
    let body = try Self.message()
    try await withServer(.init(limits: ServerLimits(bodyTimeout: .milliseconds(300)))) { _, url in
      let answer = try await RawConnection.exchange(
        url,
        [Piece(RawConnection.head(url, length: body.count))]
          + body.prefix(100).map { Piece([$0], after: .milliseconds(50)) })
      #expect(answer.hasPrefix("HTTP/1.1 408 "), "\(answer)")
    }
  }

  @Test("a head that never ends costs a connection for its time, no longer", .timeLimit(.minutes(10)))
  func slowHead() async throws {
    try await withServer(.init(limits: ServerLimits(connectionTimeout: .milliseconds(300)))) { _, url in
      let answer = try await RawConnection.exchange(url, [Piece("POST /dm HTTP/1.1\r\nHost:")])
      #expect(answer.isEmpty)
    }
  }

  @Test("a client that closes its side after the message gets the answer")
  func halfClosed() async throws {
    let body = try Self.message()
    try await withServer { _, url in
      let answer = try await RawConnection.exchange(
        url, [Piece(RawConnection.head(url, length: body.count)), Piece(body)], halfCloses: true)
      #expect(answer.hasPrefix("HTTP/1.1 200 "))
    }
  }

  @Test("a client that goes within its message leaves no session behind, and the server goes on")
  func brokenOff() async throws {
    let body = try Self.message()
    try await withServer { server, url in
      for count in [0, 1, body.count / 2, body.count - 1] {
        let answer = try await RawConnection.exchange(
          url, [Piece(RawConnection.head(url, length: body.count)), Piece(Array(body.prefix(count)))],
          halfCloses: true)
        #expect(!answer.hasPrefix("HTTP/1.1 200"), "\(answer)")
      }
      #expect(server.openSessionCount == 0)
      var device = try makeDevice()
      #expect(try await makeClient().run(makeSession(url), on: &device).state == .finished)
    }
  }

  @Test("what is no HTTP ends the connection, not the server")
  func noHTTP() async throws {
    try await withServer { _, url in
      for text in ["\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}", "hello\r\n\r\n", "POST /dm HTTP/9.9\r\n\r\n"] {
        let answer = try await RawConnection.exchange(url, [Piece(text)], halfCloses: true)
        #expect(!answer.contains(" 200 "))
      }
      var device = try makeDevice()
      #expect(try await makeClient().run(makeSession(url), on: &device).state == .finished)
    }
  }

  @Test("a message whose identifiers no answer can repeat is 400, and no failure of the server")
  func unrepeatable() async throws {
    var session = ClientSession(makeSession("http://dm.example", id: "7"))
    var device = try makeDevice()
    let bytes = try session.start(on: &device).encoded(as: .wbxml)
    // SessionID's text as opaque data that is a zero octet.
    let text: [UInt8] = [0x65, 0x03, 0x37, 0x00, 0x01]
    let start = try #require(bytes.indices.first { bytes[$0...].starts(with: text) })
    let body = bytes[..<start] + [0x65, 0xC3, 0x01, 0x00, 0x01] + bytes[(start + text.count)...]
    let log = LogText()
    try await withServer(logger: log.logger) { server, url in
      let head = RawConnection.head(url, length: body.count, type: "application/vnd.syncml.dm+wbxml")
      let answer = try await RawConnection.exchange(url, [Piece(head), Piece(Array(body))])
      #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(answer)")
      #expect(server.openSessionCount == 0)
    }
    #expect(!log.text.contains("a session failed"))
  }

  @Test("a message nested too deeply is 400, and takes no stack")
  func deep() async throws {
    let body = String(repeating: "<Item>", count: 200_000)
    try await withServer { _, url in
      let answer = try await RawConnection.exchange(
        url, [Piece(RawConnection.head(url, length: body.utf8.count)), Piece(body)])
      #expect(answer.hasPrefix("HTTP/1.1 400 "))
    }
  }

  @Test("credentials in a request's address or head reach no log")
  func nothingSecretIsLogged() async throws {
    let log = LogText()
    let account = makeAccount(.basic, password: "Opensesame42")
    try await withServer(accounts: MemoryAccounts([account]), logger: log.logger) { _, url in
      for password in ["Opensesame42", "Wrongsesame43"] {
        var device = try makeDevice()
        _ = try await makeClient(.xml).run(
          makeSession(url, id: password, account: makeAccount(.basic, password: password)), on: &device)
      }
      _ = try await RawConnection.exchange(
        url, [Piece(RawConnection.head(url, length: 12) + "Opensesame42")])
    }
    // What base64 makes of "device:Opensesame42" and of the wrong one.
    let secrets = ["sesame", "ZGV2aWNlOk9wZW5zZXNhbWU0Mg", "ZGV2aWNlOldyb25nc2VzYW1lNDM"]
    #expect(!log.text.isEmpty)
    for secret in secrets { #expect(!log.text.contains(secret)) }
  }
}
