// Generated from Sources/WBXML/Tables/*.tsv by `swift run TableGenerator`. Do not edit.
// swift-format-ignore-file

extension Language {
  /// -//WAPFORUM//DTD EMN 1.0//EN
  public static let emn10 = Language(
    builtIn: #"""
      language	emn10
      id	D	-//WAPFORUM//DTD EMN 1.0//EN
      dtd	http://www.wapforum.org/DTD/emn.dtd
      root	emn
      tag	0	5	emn	z
      attribute	0	5	timestamp		c
      attribute	0	6	mailbox	
      attribute	0	7	mailbox	mailat:
      attribute	0	8	mailbox	pop://
      attribute	0	9	mailbox	imap://
      attribute	0	A	mailbox	http://
      attribute	0	B	mailbox	http://www.
      attribute	0	C	mailbox	https://
      attribute	0	D	mailbox	https://www.
      value	0	85	.com
      value	0	86	.edu
      value	0	87	.net
      value	0	88	.org
      """#)
}
