import ArgumentParser

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
    self.init(host: host.isEmpty ? "0.0.0.0" : host, port: Int(port))
  }

  var defaultValueDescription: String { "\(host):\(port)" }
}
