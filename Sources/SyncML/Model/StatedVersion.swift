internal import WBXML

extension DocumentHeader {
  /// The SyncML version that the document's type states, such as `1.1`; nil where it states none.
  ///
  /// In XML text the latest version is also what a document without DOCTYPE and namespace is read as, so that 1.2 says
  /// nothing there.
  var statedSyncMLVersion: String? {
    if language == .syncML10 { return "1.0" }
    if language == .syncML11 { return "1.1" }
    let isStated = version != nil && publicIdentifier != 1
    return language == .syncML12 && isStated ? "1.2" : nil
  }
}
