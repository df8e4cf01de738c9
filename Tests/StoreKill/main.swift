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

/// Written at once and whole: what was said before a kill can be read after it.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

func run(_ folder: String) throws {
  var rig = try Rig(folder: folder)
  var random = SystemRandomNumberGenerator()
  say("ready")
  var next = try rig.nextJob()
  for session in 1... {
    let job = try rig.serverStore.enqueue(Rig.commands(next), for: Rig.deviceURI, at: nil)
    guard job == next else {
      say("error job \(job) in the place of \(next)")
      exit(3)
    }
    say("queued \(job)")
    try rig.runSession(number: session, nonces: &random) { say("device \($0.summary)") }
    let state = try rig.serverStore.batch(job)?.state.rawValue
    say("job \(job) \(state ?? "missing")")
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
      say("stored \(index + 1)")
    }
  } catch StorageError.full {
    say("full")
    // What was stored must be there for whoever goes on.
    try store.close()
  }
}

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
  say("usage: StoreKill run FOLDER, StoreKill open|hold|fill FILE")
  exit(64)
}
do {
  switch arguments[1] {
  case "run": try run(arguments[2])
  case "open":
    _ = try DeviceDatabase(path: arguments[2]).load()
    say("opened")
  case "hold":
    let store = try DeviceDatabase(path: arguments[2])
    _ = try store.load()
    say("held")
    _ = try FileHandle.standardInput.readToEnd()
    try store.close()
  case "fill": try fill(arguments[2])
  default: exit(64)
  }
} catch {
  say("error \(error)")
  exit(3)
}
