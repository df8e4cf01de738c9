import DeviceManagement
import Testing

@Suite struct NodeValueTests {
  @Test(
    "a value fits a format or not",
    arguments: [
      (.int, ["0", "-1", "2147483647", "-2147483648", "007"], ["", "1.0", "2147483648", "x", " 1", "1e3"]),
      (.float, ["0", "-1.5", "1e10", "3.4e38"], ["", "x", "1,5", "inf", "nan", "1e39"]),
      (.bool, ["true", "false"], ["", "TRUE", "1", "yes"]), (.null, [""], ["x", " "]),
      (.chr, ["", "x", "\u{1F3B5}"], []), (.xml, ["<a/>"], []), (.node, [], ["", "x"]),
      (
        .date, ["20260131", "2026-01-31", "20240229"],
        ["", "260131", "20260132", "20230229", "2026-0131", "20261301", "2026-01-31T00:00:00", "２0260131"]
      ),
      (
        .time,
        ["163817", "16:38:17", "163817Z", "16:38:17.25", "16:38:17,5Z", "16:38:17+01:00", "163817-0830", "235960"],
        [
          "", "1638", "243817", "16:3817", "16:38:17.", "16:38:17+1", "16:38:17+25:00", "163817ZZ", "T163817", "+01",
          ".",
        ]
      ),
    ] as [(NodeFormat, [String], [String])])
  func fits(format: NodeFormat, fitting: [String], unfitting: [String]) {
    for text in fitting { #expect(NodeValue.text(text).fits(format), "\(format) '\(text)'") }
    for text in unfitting { #expect(!NodeValue.text(text).fits(format), "\(format) '\(text)'") }
  }

  @Test("bytes fit the formats for bytes, and those for text where they are one")
  func bytes() {
    #expect(NodeValue.bytes([0xFF]).fits(.bin))
    #expect(NodeValue.bytes([0xFF]).fits(.b64))
    #expect(!NodeValue.bytes([0xFF]).fits(.chr))
    #expect(NodeValue.bytes([0x37]).fits(.int))
    #expect(NodeValue.null.fits(.null))
    #expect(!NodeValue.null.fits(.int))
  }
}
