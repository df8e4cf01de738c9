/// The differences of two documents, for people and for machines.
struct DifferenceReport: Encodable {
  struct Event: Encodable {
    /// same, removed or added.
    var change: String
    var event: String
  }

  struct Place: Encodable {
    /// The elements around the first difference, such as `/SyncML/SyncBody`.
    var path: String
    /// The first event's number in the old and the new document, from 1, and how many of each are shown.
    var oldStart: Int
    var oldCount: Int
    var newStart: Int
    var newCount: Int
    var events: [Event]
  }

  let old: String
  let new: String
  let same: Bool
  let differences: [Place]

  init(old: String, new: String, _ difference: LineDifference, after beginning: CommonBeginning, context: Int) {
    self.old = old
    self.new = new
    same = difference.isEmpty
    var path = beginning.path
    let skipped = beginning.skipped
    var index = 0
    differences = difference.hunks(context: context).map { hunk in
      let first = hunk.lines.first
      let firstChange = hunk.lines.first { $0.change != .same }
      while index < difference.lines.count, difference.lines[index] != firstChange {
        path.follow(difference.lines[index])
        index += 1
      }
      let (oldCount, newCount) = (hunk.oldCount, hunk.newCount)
      return Place(
        path: path.text, oldStart: skipped + (first?.old ?? 0) + min(1, oldCount), oldCount: oldCount,
        newStart: skipped + (first?.new ?? 0) + min(1, newCount), newCount: newCount,
        events: hunk.lines.map { Event(change: "\($0.change)", event: $0.text) })
    }
  }

  func text(usesColor: Bool) -> String {
    if same { return "" }
    func styled(_ text: String, _ style: String) -> String {
      usesColor ? "\u{1B}[\(style)m\(text)\u{1B}[0m\n" : text + "\n"
    }
    var text = styled("--- \(old)", "1") + styled("+++ \(new)", "1")
    for place in differences {
      text += styled(
        "@@ -\(place.oldStart),\(place.oldCount) +\(place.newStart),\(place.newCount) @@ \(place.path)", "36")
      for event in place.events {
        switch event.change {
        case "removed": text += styled("-" + event.event, "31")
        case "added": text += styled("+" + event.event, "32")
        default: text += " " + event.event + "\n"
        }
      }
    }
    return text
  }
}
