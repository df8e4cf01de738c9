import DeviceManagement
import SyncML

/// Package 0, the push around it, and the header of message MACs.
func checkNotification(_ bytes: [UInt8]) {
  if let received = try? ReceivedNotification(parsing: bytes, versions: 0...1023) {
    require((try? received.notification.trigger) == received.trigger, "another trigger: \(received)")
    require(received.digest + received.trigger == bytes, "octets were lost: \(received)")
  }
  if let body = PushHeaders.body(ofPush: bytes) { require(body.count < bytes.count, "a push without headers") }
  let text = String(decoding: bytes, as: UTF8.self)
  if let header = try? HMACHeader(parsing: text) {
    require(header.mac.count == 16, "a MAC of \(header.mac.count) octets")
    // Control characters, which no header can carry, are written as blanks.
    guard header.userName.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }),
      header.userName.utf8.count < 2000
    else { return }
    require((try? HMACHeader(parsing: header.value)) == header, "the header reads as another: \(header)")
  }
}

/// Bootstrap documents of both profiles, and media types.
func checkBootstrap(_ bytes: [UInt8]) {
  let receiver = BootstrapReceiver(secrets: BootstrapSecrets(), requiresMAC: false, limits: limits)
  for profile in BootstrapProfile.allCases {
    guard let bootstrap = try? receiver.receive(bytes, mediaType: profile.mediaType) else { continue }
    for provisioned in bootstrap.accounts {
      let account = provisioned.account
      require((try? Account(nodes: account.nodes)) == account, "the nodes make another account: \(account)")
    }
  }
  // What XML cannot carry is an error; what it carries is the same in both encodings.
  if let document = try? ProvisioningDocument(decoding: bytes.span, limits: limits), let wbxml = try? document.wbxml {
    require((try? ProvisioningDocument(decoding: wbxml.span)) == document, "the document reads as another")
  }
  if let type = try? BootstrapMediaType(parsing: String(decoding: bytes, as: UTF8.self)) {
    require((try? BootstrapMediaType(parsing: type.value)) == type, "the media type reads as another: \(type)")
  }
}
