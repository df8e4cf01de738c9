// Generated from Sources/WBXML/Tables/*.tsv by `swift run TableGenerator`. Do not edit.
// swift-format-ignore-file

extension Language {
  /// -//WAPFORUM//DTD SI 1.0//EN
  public static let si10 = Language(
    builtIn: #"""
      language	si10
      id	5	-//WAPFORUM//DTD SI 1.0//EN
      dtd	http://www.wapforum.org/DTD/si.dtd
      root	si
      tag	0	5	si	
      tag	0	6	indication	
      tag	0	7	info	
      tag	0	8	item	
      attribute	0	5	action	signal-none
      attribute	0	6	action	signal-low
      attribute	0	7	action	signal-medium
      attribute	0	8	action	signal-high
      attribute	0	9	action	delete
      attribute	0	A	created		c
      attribute	0	B	href	
      attribute	0	C	href	http://
      attribute	0	D	href	http://www.
      attribute	0	E	href	https://
      attribute	0	F	href	https://www.
      attribute	0	10	si-expires		c
      attribute	0	11	si-id	
      attribute	0	12	class	
      value	0	85	.com/
      value	0	86	.edu/
      value	0	87	.net/
      value	0	88	.org/
      """#)
}
