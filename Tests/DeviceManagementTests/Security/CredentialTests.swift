import DeviceManagement
import SyncML
import Testing

@Suite struct CredentialTests {
  private let bruce = Credentials(name: "Bruce2", password: Secret("OhBehave"), type: .md5)
  private let nonce = Nonce(Array("Nonce".utf8))

  @Test("basic credentials are name and password in base64, as in DM Protocol 9.4.1")
  func basic() {
    let cred = bruce.cred(.basic, nonce: nil)
    #expect(cred?.data == "QnJ1Y2UyOk9oQmVoYXZl")
    #expect(cred?.meta?.type == "syncml:auth-basic")
    #expect(cred?.meta?.format == "b64")
    #expect(cred?.basicUserName == "Bruce2")
  }

  @Test("the digest of Bruce2, OhBehave and Nonce is the one that DM Protocol 9.4.2 prints")
  func md5() {
    #expect(bruce.cred(.md5, nonce: nonce)?.data == "Zz6EivR3yeaaENcRN6lpAQ==")
    #expect(bruce.cred(.md5, nonce: nil) == nil)
  }

  @Test("the MAC of a message is nested MD5 over key, nonce and the body's digest")
  func mac() {
    let body = Array("<SyncML/>".utf8)
    let mac = Digest.message(user: bruce.userDigest, nonce: nonce, bodyDigest: Digest.body(body.span))
    #expect(HMACHeader(userName: "Bruce2", mac: mac).value.hasSuffix("mac=urdCeS3JUmjFgi8SX3webw=="))
  }

  @Test("whoever keeps the digest of name and password alone can check all types, and send all but basic")
  func userDigestAlone() {
    let kept = Credentials(name: "Bruce2", userDigest: bruce.userDigest, type: .md5)
    for type in [AuthenticationType.basic, .md5] {
      let cred = bruce.cred(type, nonce: nonce)
      #expect(cred.map { kept.isProved(by: $0, nonce: nonce) } == true)
    }
    #expect(kept.cred(.basic, nonce: nil) == nil)
    #expect(kept.cred(.md5, nonce: nonce)?.data == "Zz6EivR3yeaaENcRN6lpAQ==")
  }

  @Test(
    "credentials that are not the expected ones prove nothing",
    arguments: [
      ("syncml:auth-basic", "QnJ1Y2UyOk9oQmVoYXZlIQ=="), ("syncml:auth-basic", "QnJ1Y2UxOk9oQmVoYXZl"),
      ("syncml:auth-basic", "QnJ1Y2UyT2hCZWhhdmU="), ("syncml:auth-basic", "***"), ("syncml:auth-basic", ""),
      ("syncml:auth-md5", "Zz6EivR3yeaaENcRN6lpAA=="), ("syncml:auth-md5", "Zz6EivR3yeaaENcRN6lp"),
      ("syncml:auth-md5", ""), ("syncml:auth-MAC", "Zz6EivR3yeaaENcRN6lpAQ=="),
      ("syncml:auth-x", "Zz6EivR3yeaaENcRN6lpAQ=="),
    ])
  func wrongCredentials(type: String, data: String) {
    #expect(!bruce.isProved(by: Cred(meta: Meta(format: "b64", type: type), data: data), nonce: nonce))
  }

  @Test("a digest proves nothing where no nonce was agreed, or another one")
  func wrongNonce() throws {
    let cred = try #require(bruce.cred(.md5, nonce: nonce))
    #expect(!bruce.isProved(by: cred, nonce: nil))
    #expect(!bruce.isProved(by: cred, nonce: Nonce(Array("nonce".utf8))))
    #expect(bruce.isProved(by: cred, nonce: nonce))
  }

  @Test("a password may hold colons and any bytes")
  func colons() throws {
    let odd = Credentials(name: "a", password: Secret([0x3A, 0xFF, 0x00]), type: .basic)
    let cred = try #require(odd.cred(.basic, nonce: nil))
    #expect(odd.isProved(by: cred, nonce: nil))
    // The name ends at the first colon: `a:` with the password after it is another user.
    let other = Credentials(name: "a:", password: Secret([0xFF, 0x00]), type: .basic)
    #expect(!other.isProved(by: cred, nonce: nil))
  }

  @Test("type names count in any letter case; unknown ones are kept")
  func types() {
    #expect(AuthenticationType(rawValue: "SYNCML:AUTH-mac") == .mac)
    #expect(AuthenticationType(rawValue: " syncml:auth-MD5\n") == .md5)
    #expect(AuthenticationType(rawValue: "syncml:auth-X509").rawValue == "syncml:auth-X509")
    #expect(!AuthenticationType(rawValue: "syncml:auth-X509").isSupported)
  }

  @Test("credentials and nonces that WBXML carries as octets are read as their base64")
  func opaqueCredentials() throws {
    let digest: [UInt8] = [
      0x67, 0x3E, 0x84, 0x8A, 0xF4, 0x77, 0xC9, 0xE6, 0x9A, 0x10, 0xD7, 0x11, 0x37, 0xA9, 0x69, 0x01,
    ]
    // SyncML 1.2, SyncHdr with Cred (Meta: Format bin, Type) whose Data is opaque.
    var bytes: [UInt8] = [0x02, 0xA4, 0x01, 0x6A, 0x00, 0x6D, 0x6C]
    func text(_ tag: UInt8, _ text: String) -> [UInt8] { [tag, 0x03] + Array(text.utf8) + [0x00, 0x01] }
    bytes += text(0x71, "1.2") + text(0x72, "DM/1.2") + text(0x65, "1") + text(0x5B, "1")
    bytes += [0x6E] + text(0x57, "s") + [0x01, 0x67] + text(0x57, "d") + [0x01]
    bytes += [0x4E, 0x5A, 0x00, 0x01] + text(0x47, "bin") + text(0x53, "syncml:auth-md5") + [0x01, 0x00, 0x00]
    bytes += [0x4F, 0xC3, 0x10] + digest + [0x01, 0x01, 0x01]
    bytes += [0x6B, 0x69] + text(0x4B, "1") + text(0x5C, "1") + text(0x4C, "0") + text(0x4A, "SyncHdr")
    bytes += [0x49, 0x5A, 0x00, 0x01] + text(0x47, "bin") + text(0x53, "syncml:auth-md5")
    bytes += [0x50, 0xC3, 0x05] + Array("Nonce".utf8) + [0x01, 0x01, 0x00, 0x00, 0x01] + text(0x4F, "401")
    bytes += [0x01, 0x12, 0x01, 0x01]
    let message = try Message(decoding: bytes.span)
    let cred = try #require(message.header.cred)
    #expect(cred.data == "Zz6EivR3yeaaENcRN6lpAQ==")
    #expect(bruce.isProved(by: cred, nonce: nonce))
    guard case .status(let status) = message.commands.first else {
      Issue.record("a Status expected")
      return
    }
    #expect(status.chal?.nonce == nonce)
    for encoding in Encoding.allCases {
      let encoded = try message.encoded(as: encoding)
      let again = try Message(decoding: encoded.span, encoding: encoding)
      #expect(again.header.cred?.data == cred.data)
    }
  }
}

@Suite struct SecrecyTests {
  @Test("no description, dump or interpolation shows a secret")
  func nothingShows() {
    let password = "correct-horse-battery"
    let account = Account(
      serverID: "s", credentials: [AccountCredentials(level: .client, name: "n", secret: Secret(password))])
    let credentials = Credentials(name: "n", password: Secret(password), type: .basic)
    let cred = credentials.cred(.basic, nonce: nil)
    let configuration = ClientSession.Configuration(
      sessionID: "1", deviceURI: "d", serverURI: "s", serverID: "s",
      authentication: SessionAuthentication(client: account, nonces: NonceGenerator(seed: Secret(password))))
    var device = PlainDevice(tree: ManagementTree())
    var session = ClientSession(configuration)
    let message = session.start(on: &device)
    let document = ProvisioningDocument.Parameter("AAUTHSECRET", password)
    let values: [Any] = [
      account, credentials, cred as Any, configuration, session, message, document,
      BootstrapSecrets(network: Secret(password), userPIN: Secret(password)), Secret(password),
    ]
    for value in values {
      var dumped = ""
      dump(value, to: &dumped)
      for text in [dumped, "\(value)", String(reflecting: value)] {
        #expect(!text.contains(password))
        #expect(!text.contains("Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5"))
        #expect(!text.contains(cred?.data ?? password))
        // Bytes as `dump` of an array would show them.
        #expect(!text.contains("99, 111, 114, 114"))
      }
    }
  }

  @Test("secrets are equal by their bytes")
  func equality() {
    #expect(Secret("abc") == Secret([0x61, 0x62, 0x63]))
    #expect(Secret("abc") != Secret("abd"))
    #expect(Secret("abc") != Secret("ab"))
    #expect(Secret("") == Secret([]))
  }
}

@Suite struct NonceTests {
  @Test("the nonces of a seed do not repeat, are 16 octets, and differ from another seed's")
  func generator() {
    var first = NonceGenerator(seed: Secret("one"))
    var second = NonceGenerator(seed: Secret("two"))
    var seen: Set<Nonce> = []
    for _ in 0..<1000 {
      let nonce = first.next()
      #expect(nonce.bytes.count == 16)
      #expect(seen.insert(nonce).inserted)
      #expect(seen.insert(second.next()).inserted)
    }
    var random = SystemRandomNumberGenerator()
    #expect(NonceGenerator(using: &random) != NonceGenerator(using: &random))
  }

  @Test("the n-th nonce is the first half of SHA-256 of the seed and n")
  func derivation() {
    var generator = NonceGenerator(seed: Secret("the seed of a test"))
    #expect(
      generator.next().bytes == [
        0xA4, 0x71, 0x01, 0xF9, 0x55, 0x09, 0x88, 0x17, 0x12, 0xAE, 0xBB, 0x00, 0xB7, 0xDC, 0x44, 0x35,
      ])
    #expect(
      generator.next().bytes == [
        0xC0, 0x26, 0x2E, 0x84, 0x33, 0x9B, 0x98, 0xFB, 0x7C, 0xDC, 0xE8, 0x3A, 0x4E, 0x6E, 0x27, 0x59,
      ])
  }

  @Test(
    "a nonce is read from base64, and not from anything else",
    arguments: ["!", "abc", String(repeating: "QUJD", count: 300)])
  func unreadable(text: String) {
    #expect(Nonce(base64: text) == nil)
    #expect(Nonce(base64: "LG3iZQhhdmKNHg==")?.bytes.count == 10)
    #expect(Nonce(base64: "Tm9uY2U=") == Nonce(Array("Nonce".utf8)))
    #expect(Nonce(Array("Nonce".utf8)).base64 == "Tm9uY2U=")
  }
}
