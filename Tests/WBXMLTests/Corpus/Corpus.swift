import Foundation
import Testing
import WBXML

/// Messages of real devices and servers and hostile inputs, which lie beside the repository where they are at hand:
/// they are others' files, so they are no part of it.
enum Corpus {
  static let folder = Files.root.appending(path: "../shared/corpus").standardized

  /// Why a test that needs the corpus is skipped.
  static let absence: Comment = "../shared/corpus is absent: nothing to read"

  /// The paths of all WBXML files below the folder, one of which has another suffix.
  static let wbxml: [String] = {
    let files = FileManager.default.enumerator(atPath: folder.path)
    let paths = (files?.allObjects as? [String]) ?? []
    return paths.filter { $0.hasSuffix(".wbxml") || $0.hasSuffix("/basicbasetransport.bin") }.sorted()
  }()

  static var isPresent: Bool { !wbxml.isEmpty }

  /// The messages. `dmt_data` holds trees in a format of their own, whatever the files' names say.
  static let messages = wbxml.filter { !$0.hasPrefix("hostile/") && !$0.contains("dmt_data") }

  static let hostile = wbxml.filter { $0.hasPrefix("hostile/") }

  /// Whether a file was recorded from a device or a server.
  static func isCapture(_ path: String) -> Bool {
    ["horde-xml-wbxml/", "aosp-oma-dm/", "devaspot-syncml/", "txsyncml/"].contains { path.hasPrefix($0) }
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: path)))
  }
}

/// Lines without those that say where a DMDDF document begins and ends; its elements stay.
func withoutTreeDocuments(_ lines: [String]) -> [String] {
  var open: [Bool] = []
  return lines.filter { line in
    if line.hasPrefix("{") {
      open.append(line == "{dmddf12")
    } else if line == "}" {
      return open.popLast() == false
    } else {
      return true
    }
    return open.last == false
  }
}
