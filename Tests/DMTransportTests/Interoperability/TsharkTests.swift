import DMTransport
import DeviceManagement
import Foundation
import SyncML
import Testing
import WBXML

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// tshark listens on the loopback while our device and our server talk, and says what it has seen.
@Suite(
  "tshark listens", .serialized,
  .enabled(if: Tshark.isPresent, "tshark is missing: install tshark to have it listen"),
  .enabled(if: Tshark.mayListen, "this user may not capture packets of the loopback"))
struct TsharkTests {
  @Test(
    "it sees the messages that were sent, with the same tags and values",
    arguments: Encoding.allCases, [AuthenticationScheme.basic, .digest, .hmac])
  func sees(encoding: SyncML.Encoding, scheme: AuthenticationScheme) async throws {
    let observer = RecordingObserver()
    let manager = RecordingManager([[.get("./DevInfo/Man")], [.replace("./Example/Value", "Käse & Brot")]])
    try await withServer(accounts: MemoryAccounts([makeAccount(scheme)]), manager: manager, observer: observer) {
      _, url in
      let port = try #require(URLComponents(string: url)?.port)
      let capture = try await Tshark.Capture(port: port)
      var device = try makeDevice()
      let outcome = try await makeClient(encoding).run(makeSession(url, account: makeAccount(scheme)), on: &device)
      #expect(outcome.state == .finished)
      let packets = try await capture.packets()
      let sent = await observer.allMessages
      #expect(sent.count >= 6)
      #expect(packets.map(\.contentType) == sent.map(\.mediaType.name))
      #expect(packets.map(\.body) == sent.map(\.bytes))
      #expect(packets.map(\.hmacHeader) == sent.map(\.hmacHeader))
      #expect(sent.contains { $0.hmacHeader != nil } == (scheme == .hmac))
      for (packet, message) in zip(packets, sent) {
        let expected = try lines(of: try message.message.encoded(as: .wbxml))
        // Of these media types tshark opens WBXML alone: what it has seen of XML is read by libxml2's parser.
        #expect((encoding == .wbxml ? packet.lines : try TextLines.read(packet.body)) == expected)
      }
    }
  }

  /// The tags and texts of a WBXML document, as our decoder reads them.
  private func lines(of bytes: [UInt8]) throws -> [String] {
    var trace = EventTrace(byteLimit: .max)
    try WBXMLDecoder.decode(bytes.span, options: .init(), into: &trace)
    return trace.text.split(separator: "\n").compactMap { line in
      if line.hasPrefix("("), let dot = line.firstIndex(of: ".") { return "<" + line[line.index(after: dot)...] }
      return line.hasPrefix("-") ? String(line) : nil
    }
  }
}

extension RecordingObserver {
  /// The messages of both directions, in their order.
  var allMessages: [TransportedMessage] {
    var messages: [TransportedMessage] = []
    for event in events {
      switch event {
      case .received(let message, _), .answered(let message, _): messages.append(message)
      default: break
      }
    }
    return messages
  }
}

/// The program, and what it makes of a capture.
enum Tshark {
  static let path = "/usr/bin/tshark"
  static let isPresent = FileManager.default.isExecutableFile(atPath: path)

  /// Whether packets can be captured: dumpcap, which does it for tshark, opens the device to compile a filter.
  static let mayListen: Bool = {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/dumpcap")
    process.arguments = ["-i", "lo", "-d", "-f", "tcp port 1"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  /// An HTTP message with a body.
  struct Packet {
    var contentType = ""
    var body: [UInt8] = []
    var hmacHeader: String?
    /// The tags and texts of a WBXML body.
    var lines: [String] = []
  }

  /// Listens to a port of the loopback.
  final class Capture {
    private let process = Process()
    private let file: URL
    private let log: URL
    private let port: Int

    /// Begins to listen.
    init(port: Int) async throws {
      self.port = port
      let name = "syncml-capture-\(UUID().uuidString)"
      file = FileManager.default.temporaryDirectory.appending(path: name + ".pcap")
      log = FileManager.default.temporaryDirectory.appending(path: name + ".log")
      try Data().write(to: log)
      process.executableURL = URL(filePath: Tshark.path)
      process.arguments = ["-i", "lo", "-f", "tcp port \(port)", "-w", file.path, "-a", "duration:600"]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = try FileHandle(forWritingTo: log)
      try process.run()
      let deadline = ContinuousClock.now + .seconds(60)
      while ContinuousClock.now < deadline {
        if let text = try? String(contentsOf: log, encoding: .utf8), text.contains("Capture started") { return }
        if !process.isRunning { break }
        try await Task.sleep(for: .milliseconds(20))
      }
      if process.isRunning { process.terminate() }
      let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
      try #require(Bool(false), "tshark does not listen: \(text)")
    }

    deinit {
      if process.isRunning { process.terminate() }
      try? FileManager.default.removeItem(at: file)
      try? FileManager.default.removeItem(at: log)
    }

    /// Ends the capture, and gives the HTTP messages with bodies.
    func packets() async throws -> [Packet] {
      // What the kernel has seen reaches the file in a moment.
      try await Task.sleep(for: .seconds(1))
      process.interrupt()
      let deadline = ContinuousClock.now + .seconds(60)
      while process.isRunning, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(20)) }
      let output = file.deletingPathExtension().appendingPathExtension("pdml")
      defer { try? FileManager.default.removeItem(at: output) }
      let status = try await Program.run(
        Tshark.path, ["-r", file.path, "-d", "tcp.port==\(port),http", "-T", "pdml"], output: output)
      #expect(status == 0)
      let collector = PacketCollector()
      let parser = XMLParser(data: try Data(contentsOf: output))
      parser.delegate = collector
      #expect(parser.parse())
      return collector.packets
    }
  }
}

/// Reads packets from PDML.
private final class PacketCollector: NSObject, XMLParserDelegate {
  var packets: [Tshark.Packet] = []
  private var packet = Tshark.Packet()

  func parser(
    _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    if element == "packet" {
      packet = Tshark.Packet()
      return
    }
    guard element == "field" else { return }
    let show = attributes["show"] ?? ""
    let bytes = Self.bytes(attributes["value"] ?? "")
    switch attributes["name"] ?? "" {
    case "http.content_type": packet.contentType = show
    case "http.file_data": packet.body = bytes
    case "http.request.line", "http.response.line":
      if show.lowercased().hasPrefix("x-syncml-hmac:") {
        packet.hmacHeader = show.dropFirst("x-syncml-hmac:".count).trimmingCharacters(in: .whitespacesAndNewlines)
          .replacingOccurrences(of: "\\r\\n", with: "")
      }
    case "wbxml.known_tag": packet.lines.append("<" + show)
    case "wbxml.str_i": packet.lines.append("-" + String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self))
    default: break
    }
  }

  func parser(_ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?) {
    if element == "packet", !packet.body.isEmpty { packets.append(packet) }
  }

  private static func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = Array(hexadecimal.utf8)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
    }
  }
}

/// The tags and texts of an XML document, as libxml2 reads them.
private final class TextLines: NSObject, XMLParserDelegate {
  private var lines: [String] = []
  private var text = ""

  static func read(_ document: [UInt8]) throws -> [String] {
    let reader = TextLines()
    let parser = XMLParser(data: Data(document))
    parser.delegate = reader
    try #require(parser.parse())
    return reader.lines
  }

  func parser(
    _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    flush()
    lines.append("<" + element)
  }

  func parser(_ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?) {
    flush()
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  private func flush() {
    if !text.isEmpty { lines.append("-" + text) }
    text = ""
  }
}
