// Generated from Sources/WBXML/Tables/*.tsv by `swift run TableGenerator`. Do not edit.
// swift-format-ignore-file

extension Language {
  /// -//SYNCML//DTD MetInf 1.2//EN
  public static let metInf12 = Language(
    builtIn: #"""
      language	metinf12
      id	1202	-//SYNCML//DTD MetInf 1.2//EN
      dtd	http://www.openmobilealliance.org/tech/DTD/OMA-TS-SyncML_MetaInfo_DTD-V1_2.dtd
      root	MetInf
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
      tag	1	16	FieldLevel	z
      """#)
}
