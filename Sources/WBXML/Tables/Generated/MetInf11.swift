// Generated from Sources/WBXML/Tables/*.tsv by `swift run TableGenerator`. Do not edit.
// swift-format-ignore-file

extension Language {
  /// -//SYNCML//DTD MetInf 1.1//EN
  public static let metInf11 = Language(
    builtIn: #"""
      language	metinf11
      id	1	-//SYNCML//DTD MetInf 1.1//EN
      dtd	http://www.syncml.org/docs/syncml_metinf_v11_20020215.dtd
      root	MetInf
      successor	metinf12
      namespace	1	syncml:metinf
      tag	1	5	Anchor	e
      tag	1	6	EMI	a
      tag	1	7	Format	t
      tag	1	8	FreeID	t
      tag	1	9	FreeMem	t
      tag	1	A	Last	t
      tag	1	B	Mark	t
      tag	1	C	MaxMsgSize	t
      tag	1	D	Mem	e
      tag	1	E	MetInf	e
      tag	1	F	Next	t
      tag	1	10	NextNonce	t
      tag	1	11	SharedMem	z
      tag	1	12	Size	t
      tag	1	13	Type	t
      tag	1	14	Version	t
      tag	1	15	MaxObjSize	t
      """#)
}
