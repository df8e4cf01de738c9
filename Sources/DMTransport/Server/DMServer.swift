internal import DeviceManagement
internal import Foundation
internal import Hummingbird
internal import HummingbirdCore
internal import HummingbirdTLS
public import Logging
internal import NIOCore
public import ServiceLifecycle
internal import Synchronization
internal import UnixSignals

/// A device management server over HTTP: devices post messages to it, and a ``DeviceManager`` says what is wanted of
/// them.
///
/// It is a service: `ServiceGroup` runs it beside others and stops it gracefully, which ends the sessions that are open
/// and begins none. A server runs once.
///
/// Source: OMA-TS-SyncML_HTTPBinding-V1_2; OMA-TS-DM_Protocol-V1_2 section 8.
public final class DMServer: Service {
  /// How the server listens, and what it takes upon itself.
  public let configuration: Configuration
  private let core: ServerCore
  private let listening = Promise<String>()
  private let stopRequest = Promise<Void>()

  /// A server that does not listen yet.
  ///
  /// - Parameters:
  ///   - configuration: how it listens, and its limits.
  ///   - accounts: what devices prove themselves with; nil lets any device in.
  ///   - manager: what is wanted of devices.
  ///   - observer: is told what happens.
  ///   - logger: for what goes wrong; nothing of a message's content, and no credential, is ever logged.
  public init(
    _ configuration: Configuration = Configuration(), accounts: (any AccountDirectory)?, manager: any DeviceManager,
    observer: (any ServerObserver)? = nil, logger: Logger = Logger(label: "syncml.server")
  ) {
    self.configuration = configuration
    core = ServerCore(configuration, accounts: accounts, manager: manager, observer: observer, logger: logger)
  }

  /// The server's URL, once it listens.
  ///
  /// - Throws: what ``run()`` throws, where it cannot listen; `CancellationError`.
  public var url: String {
    get async throws { try await listening.value }
  }

  /// The sessions that are open now.
  public var openSessionCount: Int { core.sessions.openCount }

  /// Asks the server to stop: it finishes the sessions that are open, and requests that are coming in, within
  /// ``ServerLimits/stopTime``, and then ``run()`` returns. Asking twice is asking once.
  public func stop() { stopRequest.fulfill(.success(())) }

  /// Listens until it is asked to stop, by ``stop()``, a `ServiceGroup`, or the cancellation of its task, which waits
  /// for no session.
  ///
  /// - Throws: ``DMServerError`` where the address cannot be listened on.
  public func run() async throws {
    var log = core.logger
    // The web server's own words, such as that a connection has gone, are no use to people who read this log.
    log.logLevel = .critical
    let bodyLimit = configuration.limits.bodyBytes
    var builder = HTTPServerBuilder.http1(
      configuration: .init(
        additionalChannelHandlers: [RequestHeadInstaller(bodyLimit: bodyLimit)],
        idleTimeout: TimeAmount(configuration.limits.connectionTimeout)))
    if let tls = configuration.tls { builder = try .tls(builder, tlsConfiguration: tls.configuration) }
    let application = Application(
      responder: RequestHandler(core: core), server: builder,
      configuration: .init(
        address: .hostname(configuration.host, port: configuration.port),
        availableConnectionsDelegate: MaximumAvailableConnections(configuration.limits.connections)),
      onServerRunning: { await self.didListen(at: $0.localAddress?.port) }, logger: log)
    let group = ServiceGroup(configuration: .init(services: [application], logger: log))
    // Apart from this task, whose service group would stop the web server before the sessions are over.
    let web = Task.detached { try await group.run() }
    do {
      try await withTaskCancellationHandler {
        try await withGracefulShutdownHandler {
          try await run(web, group)
        } onGracefulShutdown: {
          self.stop()
        }
      } onCancel: {
        web.cancel()
        stop()
      }
    } catch {
      let failure = DMServerError(error, configuration)
      listening.fulfill(.failure(failure))
      throw failure
    }
    listening.fulfill(.failure(CancellationError()))
  }

  /// Runs the server as a program's main work: SIGINT and SIGTERM stop it gracefully, a second signal at once.
  ///
  /// - Throws: ``DMServerError`` where the address cannot be listened on.
  public func runUntilInterrupted() async throws {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    try await withThrowingTaskGroup(of: Bool.self) { tasks in
      tasks.addTask {
        try await self.run()
        return true
      }
      tasks.addTask {
        var isAsked = false
        for await _ in signals {
          if isAsked { return true }
          isAsked = true
          self.stop()
        }
        return false
      }
      defer { tasks.cancelAll() }
      while let isOver = try await tasks.next() {
        if isOver { break }
      }
    }
  }

  private func run(_ web: Task<Void, any Error>, _ group: ServiceGroup) async throws {
    try await withThrowingTaskGroup(of: Bool.self) { tasks in
      tasks.addTask {
        do {
          try await web.value
        } catch is CancellationError where !Task.isCancelled {
          // Its time was over before all clients had gone.
        }
        return true
      }
      tasks.addTask {
        await self.core.sweep()
        return false
      }
      tasks.addTask {
        try? await self.stopRequest.value
        let deadline = ContinuousClock.now + self.configuration.limits.stopTime
        if !Task.isCancelled { await self.core.drain(until: deadline) }
        await group.triggerGracefulShutdown()
        // The web server waits for each request that has begun, and a client may never send the rest of one.
        try? await Task.sleep(until: deadline, clock: .continuous)
        web.cancel()
        return false
      }
      defer { tasks.cancelAll() }
      while let isOver = try await tasks.next() {
        if isOver { break }
      }
    }
  }

  private func didListen(at port: Int?) async {
    let scheme = configuration.tls == nil ? "http" : "https"
    let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
    let url = configuration.publicURL ?? "\(scheme)://\(host):\(port ?? configuration.port)\(configuration.path)"
    core.didListen(at: url)
    await core.observe(.listening(url: url))
    listening.fulfill(.success(url))
  }
}

/// Why a server cannot listen.
public enum DMServerError: Error, Hashable, Sendable {
  /// The address is in use.
  case addressInUse(host: String, port: Int)
  /// The port may not be used by this process.
  case permissionDenied(port: Int)
  /// The host is no address of this machine.
  case noSuchAddress(String)
  /// Anything else, in words.
  case failed(String)

  init(_ error: any Error, _ configuration: DMServer.Configuration) {
    if let error = error as? DMServerError {
      self = error
    } else if let error = error as? IOError {
      switch error.errnoCode {
      case EADDRINUSE: self = .addressInUse(host: configuration.host, port: configuration.port)
      case EACCES, EPERM: self = .permissionDenied(port: configuration.port)
      case EADDRNOTAVAIL: self = .noSuchAddress(configuration.host)
      default: self = .failed(String(describing: error))
      }
    } else if String(reflecting: type(of: error)).contains("SocketAddressError") {
      self = .noSuchAddress(configuration.host)
    } else {
      self = .failed(String(describing: error))
    }
  }
}

extension DMServerError: CustomStringConvertible {
  /// What is wrong, for people.
  public var description: String {
    switch self {
    case .addressInUse(let host, let port): "\(host):\(port) is in use by another program"
    case .permissionDenied(let port): "port \(port) may not be used by this user"
    case .noSuchAddress(let host): "\(host) is no address of this machine"
    case .failed(let reason): reason
    }
  }
}

/// A value that is there some day, for many who wait.
final class Promise<Value: Sendable>: Sendable {
  private struct State {
    var result: Result<Value, any Error>?
    var waiting: [Int: CheckedContinuation<Value, any Error>] = [:]
    var count = 0
  }

  private let state = Mutex(State())

  /// Gives the value; a second one is passed over.
  func fulfill(_ result: Result<Value, any Error>) {
    let waiting = state.withLock { state in
      guard state.result == nil else { return [CheckedContinuation<Value, any Error>]() }
      state.result = result
      defer { state.waiting = [:] }
      return Array(state.waiting.values)
    }
    for continuation in waiting { continuation.resume(with: result) }
  }

  /// The value, once it is there.
  var value: Value {
    get async throws {
      let id = state.withLock { state in
        state.count += 1
        return state.count
      }
      return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
          let result = state.withLock { state -> Result<Value, any Error>? in
            if Task.isCancelled { return .failure(CancellationError()) }
            if state.result == nil { state.waiting[id] = continuation }
            return state.result
          }
          if let result { continuation.resume(with: result) }
        }
      } onCancel: {
        state.withLock { $0.waiting.removeValue(forKey: id) }?.resume(throwing: CancellationError())
      }
    }
  }
}
