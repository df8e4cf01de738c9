// Generated from Sources/WBXML/Tables/*.tsv by `swift run TableGenerator`. Do not edit.
// swift-format-ignore-file

extension Language {
  /// -//OMA//DTD DRMREL 1.0//EN
  public static let drmrel10 = Language(
    builtIn: #"""
      language	drmrel10
      id	E	-//OMA//DTD DRMREL 1.0//EN
      dtd	http://www.openmobilealliance.org/DTD/drmrel10.dtd
      root	o-ex:rights
      tag	0	5	o-ex:rights	
      tag	0	6	o-ex:context	
      tag	0	7	o-dd:version	
      tag	0	8	o-dd:uid	
      tag	0	9	o-ex:agreement	
      tag	0	A	o-ex:asset	
      tag	0	B	ds:KeyInfo	
      tag	0	C	ds:KeyValue	s
      tag	0	D	o-ex:permission	
      tag	0	E	o-dd:play	
      tag	0	F	o-dd:display	
      tag	0	10	o-dd:execute	
      tag	0	11	o-dd:print	
      tag	0	12	o-ex:constraint	
      tag	0	13	o-dd:count	
      tag	0	14	o-dd:datetime	
      tag	0	15	o-dd:start	
      tag	0	16	o-dd:end	
      tag	0	17	o-dd:interval	
      attribute	0	5	xmlns:o-ex	
      attribute	0	6	xmlns:o-dd	
      attribute	0	7	xmlns:ds	
      value	0	85	http://odrl.net/1.1/ODRL-EX
      value	0	86	http://odrl.net/1.1/ODRL-DD
      value	0	87	http://www.w3.org/2000/09/xmldsig#/
      """#)
}
