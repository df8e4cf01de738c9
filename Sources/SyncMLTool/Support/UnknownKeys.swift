import Foundation

/// Keys of a JSON file that nobody reads: slips of the pen, which would make another device or account unnoticed.
///
/// Keys that begin with `$`, and `comment`, are for those who write files.
struct UnknownKeys {
  /// The keys that an object may have, by the keys that lead to it; objects that are not listed are not looked at.
  let allowed: [[String]: [String]]

  /// Looks for a key that is not allowed.
  ///
  /// - Parameters:
  ///   - data: JSON that has been read before.
  ///   - path: the keys that would lead to the outermost value, where the file leaves them out.
  /// - Returns: its place and what could stand there; nil where all keys are known.
  func first(in data: Data, at path: [String] = []) -> String? {
    guard let value = try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed) else { return nil }
    return first(in: value, path, "")
  }

  private func first(in value: Any, _ path: [String], _ place: String) -> String? {
    if let list = value as? [Any] {
      for (index, element) in list.enumerated() {
        if let found = first(in: element, path, "\(place)[\(index)]") { return found }
      }
    } else if let object = value as? [String: Any], let keys = allowed[path] {
      for (key, member) in object.sorted(by: { $0.key < $1.key }) where !key.hasPrefix("$") && key != "comment" {
        let name = place.isEmpty ? key : "\(place).\(key)"
        guard keys.contains(key) else {
          return "nothing is known of '\(CommandText.clean(name))': the keys here are \(keys.joined(separator: ", "))"
        }
        if let found = first(in: member, path + [key], name) { return found }
      }
    }
    return nil
  }
}
