import Foundation
import SyncML
import Testing

@Suite("Secrets of accounts", .tags(.slow))
struct SecretTests {
  private static let tree = """
    <MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>AppAuth</NodeName><Node>\
    <NodeName>1</NodeName><Node><NodeName>AAuthName</NodeName><Value>dev</Value></Node><Node>\
    <NodeName>AAuthSecret</NodeName><Value>geheim</Value></Node><Node><NodeName>AAuthData</NodeName>\
    <Value>nonce-geheim</Value></Node></Node></Node></MgmtTree>
    """

  /// Commands that carry the word `geheim` in every form in which a secret can travel.
  private static var script: String {
    func item(_ place: String, _ data: String, _ meta: String = "") -> String {
      "<Item><Target><LocURI>\(place)</LocURI></Target>\(meta)<Data>\(data)</Data></Item>"
    }
    let type = "<Meta><Type xmlns='syncml:metinf'>application/vnd.syncml.dmtnds+xml</Type></Meta>"
    let escaped = tree.replacingOccurrences(of: "<", with: "&lt;")
    let base64 = Data(tree.utf8).base64EncodedString()
    // The second half of a tree, whose names came before.
    let piece = "eheim&lt;/Value>&lt;/Node>&lt;/Node>"
    return """
      <Replace>\(item("./Account/AppAuth/1/AAuthName", "dev"))\(item("./Account/AppAuth/1/AAuthSecret", "geheim"))\
      \(item("./Account/AppAuth/1/%41AuthData?list=Struct", "geheim"))</Replace>
      <Atomic><Sequence><Add>\(item("./Account/AppAuth/1/AAuthSecret", "geheim"))</Add></Sequence></Atomic>
      <Final/>
      <Replace>\(item("./Account", tree, type))</Replace><Replace>\(item("./Account", escaped, type))</Replace>
      <Replace>\(item("./Account", "<![CDATA[\(tree)]]>", type))</Replace>
      <Replace>\(item("./Account", base64, type))</Replace><Replace>\(item("./Account", piece))</Replace>
      <Final/>
      <Get><Item><Target><LocURI>./Account/AppAuth/1/AAuthSecret</LocURI></Target></Item></Get>
      <Get><Item><Target><LocURI>./Account?list=StructData</LocURI></Target></Item></Get>
      <Get><Item><Target><LocURI>./Account/AppAuth/1</LocURI></Target></Item></Get>
      <Get><Item><Target><LocURI>./Account?list=TNDS</LocURI></Target></Item></Get>
      """
  }

  private static let device = """
    {"device": {"id": "IMEI:1", "manufacturer": "Ex", "model": "M"},
     "nodes": [{"uri": "./Account/AppAuth/1/AAuthName", "value": "dev"},
               {"uri": "./Account/AppAuth/1/AAuthSecret", "value": "alt-geheim"},
               {"uri": "./Account/AppAuth/1/AAuthData", "value": "alt-geheim"}]}
    """

  @Test(
    "are shown by neither side, nor by the queue or a record's XML, and the names around them are",
    arguments: ["--xml", "--wbxml"])
  func masked(encoding: String) throws {
    let folder = try TemporaryFolder()
    let script = try folder.file("commands.xml", Data(Self.script.utf8)).path
    let tree = try folder.file("device.json", Data(Self.device.utf8)).path
    let (store, record) = (folder.path + "/server.db", folder.path + "/record.jsonl")
    let server = try RunningTool([
      "server", "--listen", "127.0.0.1:0", "--once", "--auth", "none", "--script", script, "--store", store,
      "--record", record,
    ])
    let text = try Tool.run(["device", "--auth", "none", "--server", try server.url, encoding, "--tree", tree])
    #expect(text.exitCode == 0, "\(text.errors)\(text.text)")
    let served = try server.wait()
    let again = try RunningTool([
      "server", "--listen", "127.0.0.1:0", "--once", "--auth", "none", "--script", script,
    ])
    let json = try Tool.run([
      "device", "--auth", "none", "--server", try again.url, encoding, "--tree", tree, "--format", "json",
    ])
    _ = try again.wait()
    let list = try Tool.run(["queue", "list", "--store", store, "--all"])
    let show = try Tool.run(["queue", "show", "--store", store, "1", "2", "3"])
    let showJSON = try Tool.run(["queue", "show", "--store", store, "1", "2", "3", "--format", "json"])
    for outcome in [text, served, json, list, show, showJSON] {
      #expect(!outcome.text.contains("eheim"), "\(outcome.text)")
      #expect(!outcome.text.contains("Z2VoZWlt"), "\(outcome.text)")
      #expect(!outcome.errors.contains("eheim"), "\(outcome.errors)")
    }
    for outcome in [text, served, show] {
      #expect(outcome.text.contains("./Account/AppAuth/1/AAuthName = \"dev\""), "\(outcome.text)")
      #expect(outcome.text.contains("./Account/AppAuth/1/AAuthSecret = \"<secret>\""), "\(outcome.text)")
    }
    #expect(show.text.contains("AAuthName/AAuthSecret"), "\(show.text)")

    let lines = try String(contentsOfFile: record, encoding: .utf8).split(separator: "\n")
    #expect(lines.count > 6)
    var isInBytes = false
    for line in lines {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      guard let xml = object["xml"] as? String else { continue }
      #expect(!xml.contains("eheim"), "\(xml)")
      #expect(!xml.contains(Data(Self.tree.utf8).base64EncodedString()))
      _ = try Message(decoding: Array(xml.utf8).span)
      let bytes = (object["bytes"] as? String).flatMap { Data(base64Encoded: $0) } ?? Data()
      if bytes.range(of: Data("geheim".utf8)) != nil { isInBytes = true }
    }
    // The bytes are the message as it was.
    #expect(isInBytes)
    let all = lines.joined()
    #expect(all.contains("<NodeName>AAuthName</NodeName><Value>dev</Value>"))
    #expect(all.contains("<NodeName>AAuthSecret</NodeName><Value>&lt;secret"))
  }

  @Test("are not shown where the case of letters, the order of elements or a path hides them")
  func disguised() throws {
    let folder = try TemporaryFolder()
    let documents = [
      "<MgmtTree><Node><Value>geheim</Value><NodeName> aauthSECRET </NodeName></Node></MgmtTree>",
      "<MgmtTree><Node><NodeName/><Path>./A/AAuthSecret</Path><Value>geheim</Value></Node></MgmtTree>",
      "<MgmtTree><Node><Node><NodeName>x</NodeName><Value>geheim</Value></Node><NodeName>%41AuthData</NodeName></Node></MgmtTree>",
      "<MgmtTree><Node><NodeName>AAuthSecret</NodeName><Value><Node><NodeName>AAuthData</NodeName><Value>geheim</Value></Node> geheim</Value></Node></MgmtTree>",
      "<MgmtTree><Node><NodeName>AAuthSecret</NodeName><Value>geheim",
      "<x:MgmtTree xmlns:x='urn:x'><x:Node><x:NodeName>AAuthSecret</x:NodeName><x:Value>geheim</x:Value></x:Node></x:MgmtTree>",
    ]
    let script = documents.map {
      "<Replace><Item><Target><LocURI>./A</LocURI></Target><Data>"
        + $0.replacingOccurrences(of: "<", with: "&lt;") + "</Data></Item></Replace>"
    }
    let file = try folder.file("commands.xml", Data(script.joined().utf8)).path
    let store = folder.path + "/server.db"
    #expect(try Tool.run(["queue", "add", "--store", store, "--device", "IMEI:1", file]).exitCode == 0)
    let record = folder.path + "/record.jsonl"
    let server = try RunningTool([
      "server", "--listen", "127.0.0.1:0", "--once", "--auth", "none", "--store", store, "--record", record,
    ])
    let tree = try folder.file("device.json", Data(Self.device.utf8)).path
    let device = try Tool.run(["device", "--auth", "none", "--server", try server.url, "--tree", tree, "--xml"])
    #expect(device.exitCode == 0, "\(device.errors)\(device.text)")
    _ = try server.wait()
    let show = try Tool.run(["queue", "show", "--store", store, "1", "--format", "json"])
    for outcome in [device, show] { #expect(!outcome.text.contains("geheim"), "\(outcome.text)") }
    for line in try String(contentsOfFile: record, encoding: .utf8).split(separator: "\n") {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      if let xml = object["xml"] as? String { #expect(!xml.contains("geheim"), "\(xml)") }
    }
  }
}
