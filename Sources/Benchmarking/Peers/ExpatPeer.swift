/// Bare expat: how fast XML can be read at all with the parser that this package uses too.
@safe
final class ExpatPeer {
  private typealias Parser = OpaquePointer
  private typealias Text = UnsafePointer<CChar>
  private typealias Create = @convention(c) (Text?) -> Parser?
  private typealias SetUserData = @convention(c) (Parser, UnsafeMutableRawPointer?) -> Void
  private typealias StartElement =
    @convention(c) (
      UnsafeMutableRawPointer?, Text?, UnsafeMutablePointer<Text?>?
    ) -> Void
  private typealias EndElement = @convention(c) (UnsafeMutableRawPointer?, Text?) -> Void
  private typealias Characters = @convention(c) (UnsafeMutableRawPointer?, Text?, CInt) -> Void
  private typealias SetElementHandler = @convention(c) (Parser, StartElement?, EndElement?) -> Void
  private typealias SetCharacterDataHandler = @convention(c) (Parser, Characters?) -> Void
  private typealias Parse = @convention(c) (Parser, Text?, CInt, CInt) -> CInt
  private typealias SetHashSalt = @convention(c) (Parser, CUnsignedLong) -> CInt
  private typealias Reset = @convention(c) (Parser, Text?) -> UInt8
  private typealias Version = @convention(c) () -> Text?

  static let names = ["libexpat.so.1"]

  let libraryName: String
  let version: String
  private let parser: Parser
  private let setUserData: SetUserData
  private let setElementHandler: SetElementHandler
  private let setCharacterDataHandler: SetCharacterDataHandler
  private let parse: Parse
  private let reset: Reset
  private let setHashSalt: SetHashSalt

  /// - Returns: nil where the library cannot be loaded.
  init?() {
    // The types are those of expat.h (2.x); XML_Char is char in all builds that distributions make.
    guard let library = SharedLibrary(anyOf: Self.names),
      let create = unsafe library.function("XML_ParserCreate", as: Create.self),
      let setUserData = unsafe library.function("XML_SetUserData", as: SetUserData.self),
      let setElementHandler = unsafe library.function("XML_SetElementHandler", as: SetElementHandler.self),
      let setCharacterDataHandler = unsafe library.function(
        "XML_SetCharacterDataHandler", as: SetCharacterDataHandler.self),
      let parse = unsafe library.function("XML_Parse", as: Parse.self),
      let reset = unsafe library.function("XML_ParserReset", as: Reset.self),
      let setHashSalt = unsafe library.function("XML_SetHashSalt", as: SetHashSalt.self),
      let version = unsafe library.function("XML_ExpatVersion", as: Version.self),
      let parser = unsafe create(nil)
    else { return nil }
    libraryName = library.name
    // SAFE: expat returns a constant, terminated string.
    self.version = unsafe version().map { unsafe String(cString: $0) } ?? ""
    unsafe self.parser = parser
    unsafe self.setUserData = setUserData
    unsafe self.setElementHandler = setElementHandler
    unsafe self.setCharacterDataHandler = setCharacterDataHandler
    unsafe self.parse = parse
    unsafe self.reset = reset
    unsafe self.setHashSalt = setHashSalt
  }

  /// What the handlers count.
  private struct Counts {
    var elements = 0
    var ends = 0
    var textBytes = 0
  }

  /// Reads a document; returns what it saw, as ``CountingSink/evidence`` does.
  func read(_ document: StableBytes) throws -> Int {
    var counts = Counts()
    // SAFE: expat calls the handlers with the pointer during `parse` alone, and the counts live until then. The parser
    // is this object's own, and the document's bytes stay where they are.
    let status = unsafe withUnsafeMutablePointer(to: &counts) { counts in
      _ = unsafe reset(parser, nil)
      // Else it asks the system for a number with each document, which ours does not either.
      _ = unsafe setHashSalt(parser, 0x5EED)
      unsafe setUserData(parser, counts)
      unsafe setElementHandler(
        parser, { data, _, _ in unsafe data?.assumingMemoryBound(to: Counts.self).pointee.elements &+= 1 },
        { data, _ in unsafe data?.assumingMemoryBound(to: Counts.self).pointee.ends &+= 1 })
      unsafe setCharacterDataHandler(parser) { data, _, count in
        unsafe data?.assumingMemoryBound(to: Counts.self).pointee.textBytes &+= Int(count)
      }
      return unsafe document.pointer.withMemoryRebound(to: CChar.self, capacity: document.count) {
        unsafe parse(parser, $0, CInt(document.count), 1)
      }
    }
    guard status == 1 else { throw ContenderFailure("expat refuses the document") }
    return counts.elements &* 1_000_003 &+ counts.textBytes
  }
}
