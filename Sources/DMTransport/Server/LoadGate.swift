internal import Synchronization

/// Counts the requests that are being answered and the bytes held for them.
final class LoadGate: Sendable {
  private struct Load {
    var requests = 0
    var bytes = 0
  }

  private let load = Mutex(Load())
  private let maximumRequests: Int
  private let maximumBytes: Int

  init(_ limits: ServerLimits) {
    maximumRequests = limits.requests
    maximumBytes = limits.totalBodyBytes
  }

  /// Begins a request; false where there are as many as may be.
  func enter() -> Bool {
    load.withLock { load in
      guard load.requests < maximumRequests else { return false }
      load.requests += 1
      return true
    }
  }

  /// Takes bytes; false where as many are held as may be.
  func take(_ count: Int) -> Bool {
    load.withLock { load in
      guard count <= maximumBytes - load.bytes else { return false }
      load.bytes += count
      return true
    }
  }

  /// Ends a request, and gives back the bytes that were taken for it.
  func leave(_ bytes: Int) {
    load.withLock { load in
      load.requests -= 1
      load.bytes -= bytes
    }
  }
}
