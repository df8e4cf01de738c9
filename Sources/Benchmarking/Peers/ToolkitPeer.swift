/// The SyncML Toolkit of libsynthesis, loaded at run time: its decoder to C structures, and its encoder from them.
///
/// An instance serves messages up to a size. The structures that it encodes are those that it has decoded itself: what
/// they look like inside is its own affair.
@safe
final class ToolkitPeer {
  private typealias Instance = UnsafeMutableRawPointer
  private typealias Element = UnsafeMutableRawPointer
  private typealias Bytes = UnsafeMutablePointer<UInt8>
  private typealias Initialize =
    @convention(c) (
      UnsafeRawPointer, UnsafeMutableRawPointer, UnsafeMutableRawPointer?,
      UnsafeMutablePointer<Instance?>
    ) -> CShort
  private typealias Terminate = @convention(c) (Instance) -> CShort
  private typealias Lock = @convention(c) (Instance, UnsafeMutablePointer<Bytes?>, UnsafeMutablePointer<UInt>) -> CShort
  private typealias Unlock = @convention(c) (Instance, UInt) -> CShort
  private typealias Process = @convention(c) (Instance, CInt) -> CShort
  private typealias Free = @convention(c) (Element?) -> CShort
  private typealias Start = @convention(c) (Instance, Element, CInt) -> CShort
  private typealias End = @convention(c) (Instance, UInt8) -> CShort
  private typealias Send = @convention(c) (Instance, Element) -> CShort
  private typealias Receive = @convention(c) (Instance?, UnsafeMutableRawPointer?, Element?) -> CShort
  private typealias ReceiveFlag = @convention(c) (Instance?, UnsafeMutableRawPointer?, UInt8) -> CShort
  private typealias Receive0 = @convention(c) (Instance?, UnsafeMutableRawPointer?) -> CShort

  /// SmlCallbacks_t of sml.h, in the build that has neither Atomic, Sequence, Copy, Exec nor Search.
  @safe
  private struct Callbacks {
    var startMessage: Receive
    var endMessage: ReceiveFlag
    var startSync: Receive
    var endSync: Receive0
    var add, alert, delete, get, put, map, results, status, replace, move: Receive
    var handleError, transmitChunk: Receive0
  }

  /// SmlInstanceOptions_t of smldef.h, in the build without a workspace manager.
  private struct Options {
    var encoding: CInt
    var workspaceBytes: UInt
    var maximumOutgoingBytes: UInt
  }

  /// What the callbacks work on.
  @safe
  private struct Context {
    var free: Free
    var commands = 0
    /// Whether the structures are kept instead of freed.
    var keeps = false
    var kept: [(kind: CInt, element: Element)] = unsafe []
  }

  /// A message as the toolkit's structures, the SyncHdr first.
  @safe
  struct Structures {
    fileprivate let elements: [(kind: CInt, element: UnsafeMutableRawPointer)]
  }

  /// The toolkit refers to a symbol of libsynthesis and is loaded as a part of it.
  static let names = ["libsynthesis.so.0"]

  let libraryName: String
  private let instance: Instance
  private let context: UnsafeMutablePointer<Context>
  private let terminate: Terminate
  private let process: Process
  private let lockWriting: Lock
  private let unlockWriting: Unlock
  private let lockReading: Lock
  private let unlockReading: Unlock
  private let start: Start
  private let end: End
  /// The functions that write a command, by SmlProtoElement_t.
  private let send: [CInt: Send]
  private let free: Free

  /// SmlProtoElement_t of smldef.h, and the functions that write them.
  private static let senders: [(CInt, String)] = [
    (2, "smlAddCmd"), (3, "smlAlertCmd"), (7, "smlDeleteCmd"), (9, "smlGetCmd"), (10, "smlMapCmd"), (11, "smlPutCmd"),
    (12, "smlResultsCmd"), (16, "smlStatusCmd"), (19, "smlReplaceCmd"), (25, "smlMoveCmd"),
  ]
  private static let header: CInt = 20

  /// - Parameter messageBytes: the longest message.
  /// - Returns: nil where the library cannot be loaded, or lacks a function.
  init?(messageBytes: Int) {
    guard let library = SharedLibrary(anyOf: Self.names),
      let initialize = unsafe library.function("smlInitInstance", as: Initialize.self),
      let terminate = unsafe library.function("smlTerminateInstance", as: Terminate.self),
      let process = unsafe library.function("smlProcessData", as: Process.self),
      let lockWriting = unsafe library.function("smlLockWriteBuffer", as: Lock.self),
      let unlockWriting = unsafe library.function("smlUnlockWriteBuffer", as: Unlock.self),
      let lockReading = unsafe library.function("smlLockReadBuffer", as: Lock.self),
      let unlockReading = unsafe library.function("smlUnlockReadBuffer", as: Unlock.self),
      let start = unsafe library.function("smlStartMessageExt", as: Start.self),
      let end = unsafe library.function("smlEndMessage", as: End.self),
      let free = unsafe library.function("smlFreeProtoElement", as: Free.self),
      // Only a build without these has the callbacks that are declared above.
      unsafe library.function("smlExecCmd", as: Send.self) == nil,
      unsafe library.function("smlStartAtomic", as: Send.self) == nil
    else { return nil }
    var send: [CInt: Send] = unsafe [:]
    for (element, name) in Self.senders {
      guard let function = unsafe library.function(name, as: Send.self) else { return nil }
      unsafe send[element] = function
    }
    let context = UnsafeMutablePointer<Context>.allocate(capacity: 1)
    unsafe context.initialize(to: Context(free: free))
    var callbacks = Self.callbacks
    let wbxml: CInt = 1
    var options = Options(
      encoding: wbxml, workspaceBytes: UInt(2 * messageBytes + 4096), maximumOutgoingBytes: 0)
    var instance: Instance?
    // SAFE: the toolkit copies callbacks and options, writes one pointer, and hands the context back to the callbacks.
    guard unsafe initialize(&callbacks, &options, context, &instance) == 0, let instance = unsafe instance else {
      unsafe context.deinitialize(count: 1)
      unsafe context.deallocate()
      return nil
    }
    libraryName = library.name
    unsafe self.instance = instance
    unsafe self.context = context
    unsafe self.terminate = terminate
    unsafe self.process = process
    unsafe self.lockWriting = lockWriting
    unsafe self.unlockWriting = unlockWriting
    unsafe self.lockReading = lockReading
    unsafe self.unlockReading = unlockReading
    unsafe self.start = start
    unsafe self.end = end
    unsafe self.send = send
    unsafe self.free = free
  }

  deinit {
    _ = unsafe terminate(instance)
    unsafe context.deinitialize(count: 1)
    unsafe context.deallocate()
  }

  /// Takes a structure: of the kind that is given, or the one that it says itself.
  private static func receive(
    _ context: UnsafeMutableRawPointer?, _ element: Element?, kind: CInt? = nil
  ) -> CShort {
    // SAFE: the context is the one that the instance was made with. A structure begins with its SmlProtoElement_t, and
    // is freed or kept once.
    guard let context = unsafe context?.assumingMemoryBound(to: Context.self) else { return 1 }
    unsafe context.pointee.commands += 1
    if unsafe context.pointee.keeps {
      if let element = unsafe element {
        unsafe context.pointee.kept.append((kind ?? element.load(as: CInt.self), element))
      }
      return 0
    }
    return unsafe context.pointee.free(element)
  }

  private static var callbacks: Callbacks {
    let receive: Receive = { unsafe ToolkitPeer.receive($1, $2) }
    // Get and Put say the same of themselves.
    let receiveGet: Receive = { unsafe ToolkitPeer.receive($1, $2, kind: 9) }
    let receivePut: Receive = { unsafe ToolkitPeer.receive($1, $2, kind: 11) }
    let ignore: Receive0 = { _, _ in 0 }
    return unsafe Callbacks(
      startMessage: receive, endMessage: { _, _, _ in 0 }, startSync: receive, endSync: ignore, add: receive,
      alert: receive, delete: receive, get: receiveGet, put: receivePut, map: receive, results: receive,
      status: receive,
      replace: receive, move: receive, handleError: ignore, transmitChunk: ignore)
  }

  /// Decodes a message to structures and frees them; returns how many commands it has.
  func decode(_ document: StableBytes) throws -> Int {
    unsafe context.pointee.commands = 0
    var place: Bytes?
    var room: UInt = 0
    // SAFE: the toolkit lends a buffer of `room` bytes until it is unlocked.
    guard unsafe lockWriting(instance, &place, &room) == 0, let place = unsafe place, room >= UInt(document.count)
    else {
      throw ContenderFailure("the toolkit has no room for the document")
    }
    unsafe place.update(from: document.pointer, count: document.count)
    let allCommands: CInt = 4
    guard unsafe unlockWriting(instance, UInt(document.count)) == 0 else {
      throw ContenderFailure("the toolkit does not take the document")
    }
    let status = unsafe process(instance, allCommands)
    guard status == 0 else { throw ContenderFailure("the toolkit refuses the document (error \(status))") }
    // The SyncHdr has been counted too.
    return unsafe context.pointee.commands - 1
  }

  /// Decodes a message to structures that stay.
  func structures(of document: StableBytes) throws -> Structures {
    unsafe context.pointee.keeps = true
    unsafe context.pointee.kept = []
    defer {
      unsafe context.pointee.keeps = false
      unsafe context.pointee.kept = []
    }
    _ = try decode(document)
    return unsafe Structures(elements: context.pointee.kept)
  }

  /// Encodes structures; returns the message's length.
  func encode(_ structures: Structures) throws -> Int {
    let version12: CInt = 3
    for index in unsafe structures.elements.indices {
      let (kind, element) = unsafe structures.elements[index]
      let status: CShort
      if kind == Self.header {
        status = unsafe start(instance, element, version12)
      } else if let send = unsafe send[kind] {
        status = unsafe send(instance, element)
      } else {
        throw ContenderFailure("the toolkit cannot write a structure of kind \(kind)")
      }
      guard status == 0 else { throw ContenderFailure("the toolkit does not write a command (error \(status))") }
    }
    var place: Bytes?
    var count: UInt = 0
    guard unsafe end(instance, 1) == 0, unsafe lockReading(instance, &place, &count) == 0,
      unsafe unlockReading(instance, count) == 0
    else { throw ContenderFailure("the toolkit does not finish the message") }
    return Int(count)
  }
}
