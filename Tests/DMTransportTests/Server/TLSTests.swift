import DeviceManagement
import Foundation
import SyncML
import Testing

@testable import DMTransport

@Suite("TLS", .enabled(if: Certificates.isPossible, "openssl is missing: install openssl to make certificates"))
struct TLSTests {
  @Test("a session runs over https where the certificate is trusted", arguments: Encoding.allCases)
  func trusted(encoding: SyncML.Encoding) async throws {
    let certificates = try await Certificates()
    let identity = try TLSIdentity(certificateFile: certificates.certificate, keyFile: certificates.key)
    let manager = RecordingManager([[.replace("./Example/Value", "new")]])
    try await withServer(
      .init(host: "localhost", tls: identity), accounts: MemoryAccounts([makeAccount(.basic)]), manager: manager
    ) { _, url in
      #expect(url.hasPrefix("https://localhost:"))
      var device = try makeDevice()
      let outcome = try await makeClient(encoding, trust: certificates.certificate).run(
        makeSession(url, account: makeAccount(.basic)), on: &device)
      #expect(outcome.state == .finished)
      #expect(device.value == "new")
    }
  }

  @Test("a certificate that nobody trusts, or that is of another host, ends the session before it begins")
  func untrusted() async throws {
    let certificates = try await Certificates()
    let identity = try TLSIdentity(certificateFile: certificates.certificate, keyFile: certificates.key)
    let observer = RecordingObserver()
    try await withServer(.init(host: "localhost", tls: identity), observer: observer) { _, url in
      var device = try makeDevice()
      let error = await #expect(throws: DMClientError.self) {
        _ = try await makeClient().run(makeSession(url), on: &device)
      }
      #expect(error == .tls(url: url, reason: "the server's certificate is not trusted"))
      let other = url.replacingOccurrences(of: "localhost", with: "127.0.0.1")
      let mismatch = await #expect(throws: DMClientError.self) {
        _ = try await makeClient(trust: certificates.certificate).run(makeSession(other), on: &device)
      }
      guard case .tls = mismatch else {
        Issue.record("\(String(describing: mismatch))")
        return
      }
    }
    #expect(await observer.messages(received: true).isEmpty)
  }

  @Test("http at an https port, and https at an http port, are said to be that")
  func mixedUp() async throws {
    let certificates = try await Certificates()
    let identity = try TLSIdentity(certificateFile: certificates.certificate, keyFile: certificates.key)
    var device = try makeDevice()
    try await withServer { _, url in
      let other = url.replacingOccurrences(of: "http://", with: "https://")
      await #expect(throws: DMClientError.tls(url: other, reason: "the server does not speak TLS at this port")) {
        _ = try await makeClient().run(makeSession(other), on: &device)
      }
    }
    try await withServer(.init(host: "localhost", tls: identity)) { _, url in
      let other = url.replacingOccurrences(of: "https://", with: "http://")
      await #expect(throws: DMClientError.self) { _ = try await makeClient().run(makeSession(other), on: &device) }
    }
  }

  @Test("files that make no identity are named")
  func badFiles() async throws {
    let certificates = try await Certificates()
    let other = try await Certificates()
    let missing = certificates.folder.appending(path: "missing.pem").path
    func error(_ certificate: String, _ key: String) -> TLSIdentity.LoadError? {
      do {
        _ = try TLSIdentity(certificateFile: certificate, keyFile: key)
        return nil
      } catch {
        return error
      }
    }
    #expect(error(missing, certificates.key) == .init(file: missing, reason: "no such file"))
    #expect(error(certificates.certificate, missing) == .init(file: missing, reason: "no such file"))
    #expect(error(certificates.key, certificates.key)?.file == certificates.key)
    #expect(error(certificates.certificate, certificates.certificate)?.file == certificates.certificate)
    #expect(error(certificates.certificate, other.key)?.reason.hasPrefix("it is not the key") == true)
  }

  @Test("a file of trusted certificates that is none is named")
  func badTrust() async throws {
    var device = try makeDevice()
    let error = await #expect(throws: DMClientError.self) {
      _ = try await makeClient(trust: "/no/such.pem").run(makeSession("https://localhost:1/"), on: &device)
    }
    guard case .trustedCertificates("/no/such.pem", _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}

/// A certificate for localhost that signs itself, made by openssl; its files go away with it.
final class Certificates {
  static let isPossible = FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")

  let folder: URL
  var certificate: String { folder.appending(path: "certificate.pem").path }
  var key: String { folder.appending(path: "key.pem").path }

  init() async throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "syncml-tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let status = try await Program.run(
      "/usr/bin/openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out",
        certificate, "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
      ])
    try #require(status == 0, "openssl makes no certificate")
  }

  deinit { try? FileManager.default.removeItem(at: folder) }
}
