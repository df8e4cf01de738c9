public import Foundation

/// The programs of the package that are built beside the tests.
public enum BuiltPrograms {
  /// The program's file; nil where it is not built.
  public static func file(_ name: String) -> URL? {
    let starts = [Bundle.main.bundleURL, URL(filePath: CommandLine.arguments[0])] + Bundle.allBundles.map(\.bundleURL)
    for start in starts {
      var folder = start.resolvingSymlinksInPath()
      for _ in 0..<6 {
        let candidate = folder.appending(path: name)
        let isFile = (try? candidate.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true
        if isFile, FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
        folder.deleteLastPathComponent()
      }
    }
    return nil
  }
}
