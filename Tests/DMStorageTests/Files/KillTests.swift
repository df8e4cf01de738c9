import DMStorage
import DeviceManagement
import Foundation
import StoreRig
import SyncML
import Testing

/// A process that runs sessions against stores is killed again and again, and what it had acknowledged must be there.
@Suite(.serialized) struct KillTests {
  @Test("what was acknowledged survives 220 kills at any instant, nothing is half done, and sessions go on")
  func kills() throws {
    let folder = try TemporaryFolder()
    var generator = SplitMix(state: UInt64(Date().timeIntervalSince1970))
    var killedInSession = 0
    var acknowledged = 0
    var knownJobs: [Int64: String] = [:]
    var storedJobs: Int64 = 0
    for round in 1...220 {
      let process = try StoreProcess(["run", folder.path])
      let first = process.nextLine()
      #expect(first == "ready", "round \(round): \(first ?? "nothing")")
      if first != "ready" { return }
      // By what it says, so that it comes as far on a slow machine; the pause lets the kill fall between two lines.
      var lines: [String] = []
      for _ in 0..<Int.random(in: 0...6, using: &generator) {
        guard let line = process.nextLine() else { break }
        lines.append(line)
      }
      usleep(UInt32.random(in: 0...8_000, using: &generator))
      process.kill()
      lines += process.restOfLines()
      #expect(process.wait().isSignalled, "round \(round): it ended by itself, with \(lines.last ?? "nothing")")
      acknowledged += lines.count
      if let last = lines.last, last.hasPrefix("device") || last.hasPrefix("queued") { killedInSession += 1 }
      for line in lines {
        let words = line.split(separator: " ").map(String.init)
        if words[0] == "queued", let job = Int64(words[1]) { knownJobs[job] = "queued" }
        if words[0] == "job", let job = Int64(words[1]) { knownJobs[job] = words[2] }
      }
      let summary = lines.last { $0.hasPrefix("device ") }.map { String($0.dropFirst(7)) }
      storedJobs = try check(
        folder, lastSummary: summary, knownJobs: knownJobs, storedJobs: storedJobs, round)
    }
    // Kills must have met sessions, else the test shows nothing.
    #expect(killedInSession > 20)
    #expect(acknowledged > 400)
    print("220 kills, \(acknowledged) acknowledgements, \(knownJobs.count) jobs, \(killedInSession) kills in a session")
  }

  /// Checks what a killed process left; the number of jobs that are stored.
  private func check(
    _ folder: TemporaryFolder, lastSummary: String?, knownJobs: [Int64: String], storedJobs: Int64, _ round: Int
  ) throws -> Int64 {
    // The stores open, and the device is whole.
    let rig = try Rig(folder: folder.path)
    defer {
      try? rig.deviceStore.close()
      try? rig.serverStore.close()
    }
    let tree = rig.device.tree
    let number = try #require(tree.text(NodeURI(segments: ["A"])).flatMap { Int64($0) })
    #expect(tree.text(NodeURI(segments: ["B"])) == String(number), "round \(round): half an Atomic")
    let list = tree.children(of: NodeURI(segments: ["List"])).compactMap { Int64($0) }
    let expected = Rig.expected(after: number)
    #expect(list == expected.list, "round \(round)")
    #expect(number == expected.number, "round \(round): a failed Atomic left something")
    for job in list.suffix(3) {
      let value = tree[NodeURI(segments: ["List", String(job)])]?.value
      #expect(value == .bytes(Rig.value(job)), "round \(round), job \(job)")
    }
    // It has what it acknowledged last, or one commit more that it had no time to tell of.
    if let lastSummary {
      let commits = try #require(lastSummary.split(separator: " ").first.flatMap { Int($0) })
      if rig.commits == commits {
        #expect(rig.summary == lastSummary, "round \(round)")
      } else {
        #expect(rig.commits == commits + 1, "round \(round)")
      }
    }
    // Each job that was acknowledged is there. Those that were answered are; what the device has done, it was sent.
    let next = try rig.nextJob()
    let lastKnown = knownJobs.keys.max() ?? 0
    // Round after round can end between a job's commit and its acknowledgement: what was stored before stays, and one
    // more at the most is there untold.
    let least = max(lastKnown, storedJobs) + 1
    #expect(next == least || next == least + 1, "round \(round): jobs were lost")
    for job in max(1, next - 12)..<next {
      let batch = try #require(try rig.serverStore.batch(job))
      #expect(batch.commands.count == 1)
      if knownJobs[job] == "answered" {
        #expect(batch.state == .answered, "round \(round), job \(job)")
        #expect(!batch.statuses.isEmpty)
      }
      if job <= number { #expect(batch.state == .answered || batch.state == .sent, "round \(round), job \(job)") }
    }
    let sessions = try rig.serverStore.sessions(of: Rig.deviceURI, limit: 10)
    #expect(sessions.allSatisfy { $0.state == .finished || $0.state == .interrupted })
    return next - 1
  }
}
