import DMTransport
import DeviceManagement
import SyncML
import Synchronization

/// Sends every device the same script, and says when a session has ended.
final class ScriptedManager: DeviceManager {
  private let script: CommandScript
  private let started = Mutex<Set<Int>>([])
  private let didEnd: @Sendable (SessionOutcome) -> Void

  init(_ script: CommandScript, didEnd: @escaping @Sendable (SessionOutcome) -> Void) {
    self.script = script
    self.didEnd = didEnd
  }

  func packages(after events: [ServerSession.Event], from device: DeviceSession) async -> [[Command]] {
    let isFirst = started.withLock { $0.insert(device.id).inserted }
    return isFirst ? script.packages : []
  }

  func sessionEnded(_ device: DeviceSession, _ outcome: SessionOutcome) async {
    _ = started.withLock { $0.remove(device.id) }
    didEnd(outcome)
  }
}
