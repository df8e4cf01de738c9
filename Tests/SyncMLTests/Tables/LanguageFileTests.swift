import SyncML
import Testing
import WBXML

@Suite("Language files")
struct LanguageFileTests {
  static let meter = """
    { "name": "meter10", "publicIdentifier": "0x7A01", "formalPublicIdentifier": "-//ACME//DTD Meter 1.0//EN",
      "root": "Meter", "extensions": true,
      "pages": [ { "page": 0, "namespace": "acme:meter",
                   "tags": { "05": "Meter", "0x06": { "name": "Reading", "content": "text" } } } ],
      "attributes": [ { "page": 0, "token": 5, "name": "unit", "prefix": "k" } ],
      "values": [ { "token": "85", "text": "Wh" } ] }
    """

  @Test("a whole file becomes a language")
  func whole() throws {
    let language = try #require(try LanguageFile.languages(in: Array(Self.meter.utf8)).first)
    #expect(language.name == "meter10")
    #expect(language.publicIdentifier == 0x7A01)
    #expect(language.definesExtensions)
    #expect(language.name(of: Tag(page: 0, token: 0x05)) == "Meter")
    #expect(language.content(of: Tag(page: 0, token: 0x05)) == .any)
    #expect(language.content(of: Tag(page: 0, token: 0x06)) == .text)
    #expect(language.namespace(ofPage: 0) == "acme:meter")
    #expect(language.text(of: AttributeValue(page: 0, token: 0x85)) == "Wh")
  }

  @Test("an array holds several languages, of which a later one may extend an earlier one")
  func several() throws {
    let text = "[\(Self.meter), {\"name\": \"meter11\", \"extends\": \"meter10\", \"publicIdentifier\": 31234}]"
    let languages = try LanguageFile.languages(in: Array(text.utf8))
    #expect(languages.map(\.name) == ["meter10", "meter11"])
    #expect(languages.last?.publicIdentifier == 31234)
    #expect(languages.last?.name(of: Tag(page: 0, token: 0x06)) == "Reading")
  }

  @Test(
    "what is wrong has its place in the file",
    arguments: [
      ("[]x", ""), ("7", ""), ("{\"name\": \"a\", \"rot\": \"A\"}", "rot"), ("{\"name\": 7}", "name"),
      ("{\"name\": \"a\", \"root\": \"A\", \"publicIdentifier\": \"xyz\"}", "publicIdentifier"),
      ("{\"name\": \"a\", \"root\": \"A\", \"publicIdentifier\": -1}", "publicIdentifier"),
      ("{\"name\": \"a\", \"root\": \"A\", \"publicIdentifier\": 1.5}", "publicIdentifier"),
      ("{\"name\": \"a\", \"root\": \"A\", \"extends\": \"b\"}", "extends"),
      ("{\"name\": \"a\", \"root\": \"A\", \"extensions\": 1}", "extensions"),
      ("{\"name\": \"a\", \"root\": \"A\", \"pages\": {}}", "pages"),
      ("{\"name\": \"a\", \"root\": \"A\", \"pages\": [{\"page\": 256}]}", "pages[0].page"),
      ("{\"name\": \"a\", \"root\": \"A\", \"pages\": [{\"tags\": {\"G5\": \"A\"}}]}", "pages[0].tags.G5"),
      ("{\"name\": \"a\", \"root\": \"A\", \"pages\": [{\"tags\": {\"45\": \"A\"}}]}", "pages[0].tags.45"),
      ("{\"name\": \"a\", \"root\": \"A\", \"pages\": [{\"tags\": {\"05\": \"A\", \"5\": \"B\"}}]}", "pages[0].tags.5"),
      (
        "{\"name\": \"a\", \"root\": \"A\", \"pages\": [{\"tags\": {\"05\": {\"name\": \"A\", \"content\": \"x\"}}}]}",
        "pages[0].tags.05.content"
      ),
      ("{\"name\": \"a\", \"root\": \"A\", \"attributes\": [{\"token\": 5}]}", "attributes[0]"),
      ("{\"name\": \"a\", \"root\": \"A\", \"values\": [{\"token\": 5, \"text\": \"b\"}]}", "values[0]"),
      ("[{\"name\": \"a\", \"root\": \"A\"}, {\"name\": \"b\"}]", "[1].root"),
      ("[]", ""), ("[{\"name\": \"a\", \"root\": \"A\"}, {\"name\": \"a\", \"root\": \"B\"}]", "[1].name"),
      (#"{"name": "a", "root": "A", "name": "b"}"#, "name"),
      (#"{"name": "a", "root": "A", "r\u006Fot": "B"}"#, "root"),
      (
        #"[{"name": "a", "root": "A", "pages": [{"page": 1}, {"tags": {"05": "A", "05": "B"}}]}]"#,
        "[0].pages[1].tags.05"
      ),
    ])
  func fault(_ text: String, _ path: String) throws {
    let error = #expect(throws: LanguageFileError.self) { try LanguageFile.languages(in: Array(text.utf8)) }
    #expect(error?.path == path)
    #expect(error?.reason.isEmpty == false)
  }

  @Test(
    "a key may stand in several objects, and texts may look like keys",
    arguments: [
      #"{"name": "name", "root": "A", "pages": [{"page": 0, "tags": {"05": "A"}}, {"page": 1, "tags": {"05": "A"}}]}"#,
      #"{"name": "a", "root": "A", "systemIdentifier": "x:{},[]:{", "pages": []}"#,
      #"{"name": "a", "root": "A", "values": [{"token": "85", "text": "\",\"name\":"}, {"token": "86", "text": "\\"}]}"#,
    ])
  func repeatedElsewhere(_ text: String) throws {
    #expect(try LanguageFile.languages(in: Array(text.utf8)).count == 1)
  }

  @Test("a file in UTF-16 is read as one in UTF-8")
  func wide() throws {
    let units = Self.meter.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(try LanguageFile.languages(in: [0xFF, 0xFE] + units).map(\.name) == ["meter10"])
  }
}
