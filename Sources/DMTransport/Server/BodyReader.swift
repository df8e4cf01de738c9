internal import HummingbirdCore
internal import NIOCore

/// Reads a request's body within limits of size and time: what is too long is never held.
struct BodyReader: Sendable {
  let limits: ServerLimits
  let gate: LoadGate

  /// What came of reading: the bytes taken at the gate are to be given back in either case.
  struct Outcome: Sendable {
    var bytes: [UInt8] = []
    var refusal: BindingRefusal?
    var taken = 0
  }

  /// The bytes for which room is made before any has come.
  private static let firstCapacity = 64 << 10

  /// Bytes that are read and thrown away, so that a client that is still sending gets to see why it is refused.
  private static let lingeringBytes = 8 << 20

  /// Reads a body that nobody wants, as much of it as comes in the time that a body has.
  func passOver(_ body: RequestBody) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        var count = 0
        do {
          for try await chunk in body {
            count += chunk.readableBytes
            if count > Self.lingeringBytes { break }
          }
        } catch {
          // A client that goes has no need of the answer.
        }
      }
      group.addTask { try? await Task.sleep(for: limits.bodyTimeout) }
      await group.next()
      group.cancelAll()
    }
  }

  /// - Parameters:
  ///   - body: the body.
  ///   - length: what Content-Length says, no more than the limit; nil for a body in chunks.
  func read(_ body: RequestBody, length: Int?) async -> Outcome {
    await withTaskGroup(of: Outcome?.self) { group in
      group.addTask { await collect(body, length: length) }
      group.addTask {
        try? await Task.sleep(for: limits.bodyTimeout)
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      if let first { return first }
      // Reading ends with the cancellation; what it took is counted there.
      var outcome = await group.next().flatMap { $0 } ?? Outcome()
      outcome.bytes = []
      outcome.refusal = .bodyTimeout
      return outcome
    }
  }

  private func collect(_ body: RequestBody, length: Int?) async -> Outcome {
    var outcome = Outcome()
    var iterator = body.makeAsyncIterator()
    // What a client announces costs it nothing: room is made for what comes.
    if let length { outcome.bytes.reserveCapacity(min(length, Self.firstCapacity)) }
    var passedOver = 0
    do {
      while let chunk = try await iterator.next() {
        if outcome.refusal == nil {
          if chunk.readableBytes > limits.bodyBytes - outcome.bytes.count {
            outcome.refusal = .bodyTooLarge(limit: limits.bodyBytes)
          } else if !gate.take(chunk.readableBytes) {
            outcome.refusal = .tooManyRequests
          }
        }
        guard outcome.refusal == nil else {
          outcome.bytes = []
          passedOver += chunk.readableBytes
          if passedOver > Self.lingeringBytes { break }
          continue
        }
        outcome.taken += chunk.readableBytes
        outcome.bytes.append(contentsOf: chunk.readableBytesView)
      }
    } catch {
      outcome.refusal = outcome.refusal ?? .bodyIncomplete
    }
    if outcome.refusal == nil, let length, outcome.bytes.count != length { outcome.refusal = .bodyIncomplete }
    return outcome
  }
}
