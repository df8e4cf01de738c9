/// Other implementations that can be measured beside this one.
public enum BenchmarkPeer: String, Sendable, CaseIterable, Codable {
  case libwbxml, expat, toolkit

  /// What a user does to get it.
  var advice: String {
    switch self {
    case .libwbxml: "apt install libwbxml2-1"
    case .expat: "apt install libexpat1"
    case .toolkit: "apt install libsynthesis0v5"
    }
  }
}

/// The peers that this machine has.
final class Peers {
  let libwbxml: LibwbxmlPeer?
  let eventParser: LibwbxmlEventParser?
  let expat: ExpatPeer?
  /// Whether the SyncML Toolkit is wanted, and the library that has it.
  private let toolkit: ToolkitPeer?
  /// Comes with this package; left out where nobody is to be measured beside it.
  let walk: TokenWalk?

  init(_ wanted: [BenchmarkPeer]) {
    walk = wanted.isEmpty ? nil : TokenWalk()
    libwbxml = wanted.contains(.libwbxml) ? LibwbxmlPeer() : nil
    eventParser = libwbxml?.eventParser()
    expat = wanted.contains(.expat) ? ExpatPeer() : nil
    toolkit = wanted.contains(.toolkit) ? ToolkitPeer(messageBytes: 0) : nil
  }

  /// What became of a peer that was asked for.
  func status(of peer: BenchmarkPeer) -> BenchmarkReport.PeerStatus {
    switch peer {
    case .libwbxml: BenchmarkReport.PeerStatus(peer, library: libwbxml?.libraryName, names: LibwbxmlPeer.names)
    case .expat:
      BenchmarkReport.PeerStatus(
        peer, library: expat.map { "\($0.libraryName), \($0.version)" }, names: ExpatPeer.names)
    case .toolkit: BenchmarkReport.PeerStatus(peer, library: toolkit?.libraryName, names: ToolkitPeer.names)
    }
  }

  func contenders(_ work: BenchmarkWork, _ input: BenchmarkInput) -> [Contender] {
    let documents = input.documents
    var contenders: [Contender] = []
    switch work {
    case .events, .tableEvents:
      let bytes = documents.map { StableBytes(work == .events ? $0.wbxml : $0.stringTableWBXML) }
      if let walk {
        contenders.append(
          Contender(TokenWalk.name, proof: .exactly(documents.map(\.evidence)), isLimit: true) {
            try walk.read(bytes[$0])
          })
      }
      if let eventParser {
        contenders.append(
          Contender("libwbxml, event parser", proof: .exactly(documents.map(\.evidence))) {
            try eventParser.read(bytes[$0])
          })
      }
    case .xml:
      if let libwbxml {
        let bytes = documents.map { StableBytes($0.wbxml) }
        contenders.append(
          Contender("libwbxml", proof: .moreThan(documents.map(\.textBytes))) { try libwbxml.xml(from: bytes[$0]) })
      }
    case .wbxml:
      let bytes = documents.map { StableBytes($0.xml) }
      if let libwbxml {
        // Much shorter output would mean that content is missing.
        let proof = Contender.Proof.moreThan(documents.map { $0.wbxml.count / 3 })
        contenders.append(
          Contender("libwbxml, no string table", proof: proof, isOutputSize: true) {
            try libwbxml.wbxml(from: bytes[$0], withStringTable: false)
          })
        if input.shape != .sync10m {
          contenders.append(
            Contender("libwbxml, string table", proof: proof, isOutputSize: true) {
              try libwbxml.wbxml(from: bytes[$0], withStringTable: true)
            })
        }
      }
      if let expat {
        contenders.append(
          Contender("expat, reading alone", proof: .exactly(documents.map(\.evidence)), isLimit: true) {
            try expat.read(bytes[$0])
          })
      }
    case .typedDecode, .typedEncode:
      if toolkit != nil { contenders.append(ToolkitContender.make(work, input)) }
    }
    return contenders
  }
}
