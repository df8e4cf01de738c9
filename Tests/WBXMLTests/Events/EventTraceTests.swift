import Testing
import WBXML

@Suite("Event trace")
struct EventTraceTests {
  @Test(
    "each event has its line",
    arguments: [
      ([.start(0, 0x2D), .end], ["(0.SyncML", ")"]),
      ([.start(0, 0x3F), .end], ["(0.#3F", ")"]),
      ([.literal("a\tb"), .end], ["(=a\\tb", ")"]),
      ([.start(0, 0x2D), .text("a"), .text("\n\\"), .text(""), .end], ["(0.SyncML", "-a\\n\\\\", ")"]),
      (
        [.start(0, 0x2D), .text("\u{1B}\u{7F}\u{80}\u{9B}31m\u{9F}\u{A0}é\u{20DB}"), .end],
        ["(0.SyncML", "-\\x1B\\x7F\\x80\\x9B31m\\x9F\u{A0}é\u{20DB}", ")"]
      ),
      (
        [.start(0, 0x2D), .opaque([0], isLast: false), .opaque([255], isLast: true), .end], ["(0.SyncML", "*00FF", ")"]
      ),
      ([.start(0, 0x2D), .opaque([], isLast: true), .end], ["(0.SyncML", ")"]),
      (
        [.start(0, 0x2D), .literalAttribute("a"), .attributeText("1"), .literalAttribute("b"), .endAttributes, .end],
        ["(0.SyncML", "@a=1", "@b=", ")"]
      ),
      (
        [
          .start(0, 0x2D), .attribute(1, 5), .attributeOpaque([1], isLast: false), .attributeOpaque([2], isLast: true),
          .attributeText("3"), .endAttributes, .end,
        ],
        ["(0.SyncML", "@1.#05=\\*0102\\;3", ")"]
      ),
      (
        [
          .start(0, 0x2D), .attribute(0, 5), .table(0, 7), .attributeText("8"), .inline(1, "a", isLast: false),
          .inline(1, "b", isLast: true), .attributeText("c"), .token(2), .value(0, 0x85), .endAttributes, .end,
        ],
        ["(0.SyncML", "@0.#05=\\!T0 7\\;8\\!I1 ab\\;c\\!2\\;\\#0.85\\;", ")"]
      ),
      (
        [.start(0, 0x2D), .token(0), .table(1, 9), .inline(2, "x", isLast: true), .inline(2, "y", isLast: true), .end],
        ["(0.SyncML", "!0", "!T1 9", "!I2 x", "!I2 y", ")"]
      ),
      (
        [.start(0, 0x2D), .startInstruction, .literalAttribute("t"), .attributeText("v"), .endInstruction, .end],
        ["(0.SyncML", "?", "@t=v", ")"]
      ),
      (
        [
          .start(0, 0x0F), .startEmbedded("devinf12"), .start(0, 0x0A), .end, .endEmbedded, .start(0, 0x0A), .end, .end,
        ],
        ["(0.Data", "{devinf12", "(0.DevInf", ")", "}", "(0.Cmd", ")", ")"]
      ),
    ] as [([Event], [String])])
  func lines(_ events: [Event], _ expected: [String]) throws {
    #expect(try events.traced() == ["document syncml12"] + expected)
  }

  @Test("text that is cut off inside an attribute leaves no line")
  func incomplete() throws {
    var trace = EventTrace()
    try ([.startDocument("syncml12"), .start(0, 0x2D), .literalAttribute("a"), .attributeText("1")] as [Event])
      .send(to: &trace)
    #expect(trace.text == "document syncml12\n(0.SyncML\n")
  }

  @Test("a language that nobody knows is unknown, and its tags are numbers")
  func unknown() throws {
    #expect(try ([.start(3, 5), .end] as [Event]).traced(language: "none") == ["document unknown", "(3.#05", ")"])
  }

  @Test("no more than a hundred diagnostics are kept")
  func diagnostics() throws {
    let body = [UInt8](repeating: 0x3F, count: 150)
    let outcome = decode(try hex("03 A4 01 6A 00 6D") + body + [0x01])
    #expect(outcome.error == nil)
    #expect(outcome.diagnostics.count == 100)
    #expect(outcome.lines.count == 2 + 300 + 1)
  }
}
