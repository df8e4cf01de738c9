import ArgumentParser
import Foundation

/// `HOST:PORT`, `:PORT` for every address of the machine, or `PORT` for 127.0.0.1. Port 0 is any free one.
struct ListenAddress: ExpressibleByArgument {
  let host: String
  let port: Int

  init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  init?(argument: String) {
    guard let colon = argument.lastIndex(of: ":") else {
      guard let port = UInt16(argument) else { return nil }
      self.init(host: "127.0.0.1", port: Int(port))
      return
    }
    guard let port = UInt16(argument[argument.index(after: colon)...]) else { return nil }
    var host = String(argument[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = String(host.dropFirst().dropLast())
    }
    // An IPv6 address needs its brackets: otherwise its end is taken for the port.
    else if host.contains(":") {
      return nil
    }
    self.init(host: host.isEmpty ? Self.everyAddress : host, port: Int(port))
  }

  /// Every address of the machine: IPv6 and IPv4 together, or IPv4 alone where the system does not take both at once.
  private static var everyAddress: String {
    #if canImport(Darwin)
      let stream = SOCK_STREAM
    #else
      let stream = CInt(SOCK_STREAM.rawValue)
    #endif
    let descriptor = socket(AF_INET6, stream, 0)
    guard descriptor >= 0 else { return "0.0.0.0" }
    defer { close(descriptor) }
    var isIPv6Alone: CInt = 1
    var size = socklen_t(MemoryLayout<CInt>.size)
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    // SAFE: the option is an int, and the address lives during the call that reads it.
    let takesBoth = unsafe getsockopt(descriptor, CInt(IPPROTO_IPV6), IPV6_V6ONLY, &isIPv6Alone, &size) == 0
    let isBound = unsafe withUnsafeBytes(of: &address) { bytes in
      guard let pointer = bytes.baseAddress else { return false }
      return unsafe bind(
        descriptor, pointer.assumingMemoryBound(to: sockaddr.self), socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0
    }
    return takesBoth && isIPv6Alone == 0 && isBound ? "::" : "0.0.0.0"
  }

  var defaultValueDescription: String { "\(host):\(port)" }
}
