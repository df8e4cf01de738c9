internal import Dispatch
internal import Synchronization

/// Does what many ask of a store on a thread of its own: whatever has been asked for while the disk was busy is done
/// together, in one transaction, so that one sync of the log serves it all.
///
/// Whoever asks waits until the transaction is durable. Each piece of work is undone by itself where it fails; where the
/// transaction fails, all of it fails.
final class CommitGroups: Sendable {
  /// A piece of work.
  private struct Job: Sendable {
    /// Does it, inside the transaction.
    let work: @Sendable () -> Void
    /// Gives back what came of it; the error is that of the transaction.
    let finish: @Sendable (StorageError?) -> Void
  }

  private struct State {
    var waiting: [Job] = []
    var isRunning = false
  }

  private let thread = DispatchQueue(label: "DMStorage.CommitGroups")
  private let state = Mutex(State())
  private let file: StoreFile

  /// The pieces of work of one transaction: another process may be waiting for it to end.
  private static let maximumCount = 64

  init(_ file: StoreFile) { self.file = file }

  /// Does something inside a transaction, and waits for it without holding a thread.
  func perform<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let outcome = Outcome<Value>()
      add(
        Job {
          outcome.take(self.result(of: body))
        } finish: { failure in
          continuation.resume(with: outcome.result(of: failure))
        })
    }
  }

  /// Does a piece of work; where it throws, what it has done so far is undone.
  private func result<Value>(of body: () throws -> Value) -> Result<Value, any Error> {
    var own: Result<Value, any Error>?
    do {
      try file.write { _ in
        do {
          own = .success(try body())
        } catch {
          own = .failure(error)
          throw error
        }
      }
    } catch {
      if case .failure(let reason)? = own { return .failure(reason) }
      return .failure(error)
    }
    return own ?? .failure(CancellationError())
  }

  /// What came of a piece of work before its transaction is durable.
  private final class Outcome<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)

    func take(_ result: Result<Value, any Error>) { self.result.withLock { $0 = result } }

    func result(of failure: StorageError?) -> Result<Value, any Error> {
      switch (result.withLock { $0 }, failure) {
      case (.failure(let error), _): .failure(error)
      case (_, let failure?): .failure(failure)
      case (let own?, nil): own
      // A transaction without a failure has done all its work.
      case (nil, nil): .failure(CancellationError())
      }
    }
  }

  private func add(_ job: Job) {
    let begins = state.withLock { state in
      state.waiting.append(job)
      defer { state.isRunning = true }
      return !state.isRunning
    }
    if begins { thread.async { self.run() } }
  }

  private func run() {
    while true {
      let jobs = state.withLock { state in
        let jobs = Array(state.waiting.prefix(Self.maximumCount))
        state.waiting.removeFirst(jobs.count)
        state.isRunning = !jobs.isEmpty
        return jobs
      }
      if jobs.isEmpty { return }
      var failure: StorageError?
      do {
        try file.write { _ in for job in jobs { job.work() } }
      } catch {
        failure = error
      }
      for job in jobs { job.finish(failure) }
    }
  }
}
