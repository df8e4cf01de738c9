internal import WBXML

/// The IANA MIBenums of encodings that XML text may declare and that cannot be read: an error names them by the number
/// by which WBXML's headers do.
enum EncodingNumbers {
  private static let pairs: [(StaticString, UInt32)] = [
    ("iso-8859-2", 5), ("iso-8859-3", 6), ("iso-8859-4", 7), ("iso-8859-5", 8), ("iso-8859-6", 9), ("iso-8859-7", 10),
    ("iso-8859-8", 11), ("iso-8859-9", 12), ("iso-8859-10", 13), ("shift_jis", 17), ("euc-jp", 18),
    ("iso-2022-kr", 37), ("euc-kr", 38), ("iso-2022-jp", 39), ("iso-8859-13", 109), ("iso-8859-14", 110),
    ("iso-8859-15", 111), ("iso-8859-16", 112), ("gbk", 113), ("gb18030", 114), ("iso-10646-ucs-2", 1000),
    ("iso-10646-ucs-4", 1001), ("utf-7", 1012), ("utf-32", 1017), ("utf-32be", 1018), ("utf-32le", 1019),
    ("gb2312", 2025), ("big5", 2026), ("koi8-r", 2084), ("koi8-u", 2088), ("windows-1250", 2250),
    ("windows-1251", 2251), ("windows-1252", 2252), ("windows-1253", 2253), ("windows-1254", 2254),
    ("windows-1255", 2255), ("windows-1256", 2256), ("windows-1257", 2257), ("windows-1258", 2258), ("tis-620", 2259),
  ]

  /// The number of an encoding's name, whatever its letter case; 0 where it is not known.
  static func number(of name: Span<UInt8>) -> UInt32 {
    for (text, number) in pairs {
      let isSame = text.withUTF8Buffer { bytes in
        // SAFE: a StaticString's bytes live as long as the process.
        unsafe name.equalsIgnoringASCIICase(bytes.span)
      }
      if isSame { return number }
    }
    return 0
  }
}
