import DMStorage
import DeviceManagement
import Foundation
import StoreRig

// A process for tests to kill or to share a store with:
//
//   StoreKill run FOLDER     manages a device for ever; a line for each commit, written after it
//   StoreKill open FILE      opens a device's store and says how it went
//   StoreKill hold FILE      opens a device's store and keeps it until standard input ends
//   StoreKill fill FILE      writes to a device's store until it fails, and says how
//   StoreKill measure FILE   how long a tree of 100 000 nodes takes to store, to read, and to change a leaf of

/// Written at once and whole: what was said before a kill can be read after it.
func report(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

func run(_ folder: String) throws {
  var rig = try Rig(folder: folder)
  var random = SystemRandomNumberGenerator()
  report("ready")
  var next = try rig.nextJob()
  for session in 1... {
    let job = try rig.serverStore.enqueue(Rig.commands(next), for: Rig.deviceURI, at: nil)
    guard job == next else {
      report("error job \(job) in the place of \(next)")
      exit(3)
    }
    report("queued \(job)")
    try rig.runSession(number: session, nonces: &random) { report("device \($0.summary)") }
    let state = try rig.serverStore.batch(job)?.state.rawValue
    report("job \(job) \(state ?? "missing")")
    next += 1
  }
}

func fill(_ path: String) throws {
  let store = try DeviceDatabase(path: path)
  var device = PlainDevice(tree: try store.load()?.tree ?? ManagementTree(rootACL: .unrestricted))
  do {
    for index in 0... {
      try device.tree.add(
        .leaf("n\(index)", .bytes([UInt8](repeating: UInt8(truncatingIfNeeded: index), count: 50_000)), format: .bin),
        under: .root)
      try store.commit(&device, DeviceState())
      report("stored \(index + 1)")
    }
  } catch StorageError.full {
    report("full")
    // What was stored must be there for whoever goes on.
    try store.close()
  }
}

func measure(_ path: String) throws {
  let clock = ContinuousClock()
  func say(_ what: String, _ duration: Duration) {
    report("\(what): \(Int(duration / .microseconds(1))) µs")
  }
  let store = try DeviceDatabase(path: path)
  var device = PlainDevice(tree: ManagementTree(rootACL: .unrestricted))
  for outer in 0..<1000 {
    try device.tree.add(.interior("group \(outer)"), under: .root)
    let parent = NodeURI(segments: ["group \(outer)"])
    for inner in 0..<99 { try device.tree.add(.leaf("leaf \(inner)", .text("value \(outer) \(inner)")), under: parent) }
  }
  say("store \(device.tree.count) nodes", try clock.measure { try store.commit(&device, DeviceState()) })
  var times: [Duration] = []
  for round in 0..<200 {
    let uri = NodeURI(segments: ["group \(round * 5)", "leaf \(round % 99)"])
    try device.tree.update(uri) { $0.value = .text("changed \(round)") }
    times.append(try clock.measure { try store.commit(&device, DeviceState()) })
  }
  times.sort()
  say("change a leaf, median of 200 commits", times[100])
  try store.close()
  let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
  report("file: \((size ?? 0) / 1024) KiB")
  let again = try DeviceDatabase(path: path)
  for _ in 0..<3 {
    say("read \(device.tree.count) nodes", try clock.measure { _ = try again.load() })
  }
  try again.close()
}

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
  report("usage: StoreKill run FOLDER, StoreKill open|hold|fill|measure FILE")
  exit(64)
}
do {
  switch arguments[1] {
  case "run": try run(arguments[2])
  case "open":
    _ = try DeviceDatabase(path: arguments[2]).load()
    report("opened")
  case "hold":
    let store = try DeviceDatabase(path: arguments[2])
    _ = try store.load()
    report("held")
    _ = try FileHandle.standardInput.readToEnd()
    try store.close()
  case "fill": try fill(arguments[2])
  case "measure": try measure(arguments[2])
  default: exit(64)
  }
} catch {
  report("error \(error)")
  exit(3)
}
