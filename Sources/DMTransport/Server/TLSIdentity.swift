internal import Foundation
internal import NIOSSL

/// A server's certificate chain and private key, from PEM files.
public struct TLSIdentity: Sendable {
  let configuration: TLSConfiguration

  /// Why files make no identity.
  public struct LoadError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file at fault.
    public var file: String
    /// What is wrong with it, for people.
    public var reason: String
    /// The file and what is wrong with it.
    public var description: String { "\(file): \(reason)" }
  }

  /// Reads a certificate chain, the server's own first, and its key, which must not be encrypted. TLS 1.2 and 1.3.
  ///
  /// - Throws: ``LoadError`` where a file is missing or no PEM, or the key is not that of the certificate.
  public init(certificateFile: String, keyFile: String) throws(LoadError) {
    for file in [certificateFile, keyFile] {
      if !FileManager.default.fileExists(atPath: file) { throw LoadError(file: file, reason: "no such file") }
      if !FileManager.default.isReadableFile(atPath: file) { throw LoadError(file: file, reason: "may not be read") }
    }
    let chain: [NIOSSLCertificate]
    do {
      chain = try NIOSSLCertificate.fromPEMFile(certificateFile)
    } catch {
      throw LoadError(file: certificateFile, reason: "no certificate in PEM")
    }
    guard !chain.isEmpty else { throw LoadError(file: certificateFile, reason: "there is no certificate in it") }
    let key: NIOSSLPrivateKey
    do {
      key = try NIOSSLPrivateKey(file: keyFile, format: .pem)
    } catch {
      throw LoadError(file: keyFile, reason: "no private key in PEM, or one with a password")
    }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    do {
      _ = try NIOSSLContext(configuration: configuration)
    } catch {
      throw LoadError(file: keyFile, reason: "it is not the key of the certificate in \(certificateFile)")
    }
    self.configuration = configuration
  }
}
