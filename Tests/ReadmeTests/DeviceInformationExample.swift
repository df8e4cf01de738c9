// example
import SyncML

/// The content types that a device's datastores receive, from the Put or the Results that bring its DevInf.
func receivedTypes(in message: Message) throws -> [String: [String]] {
  var types: [String: [String]] = [:]
  for item in message.commands.flatMap(\.items) where item.source?.locURI.hasPrefix("./devinf") == true {
    guard let data = item.data else { continue }
    for store in try DeviceInformation(data).dataStores {
      types[store.sourceRef] = ([store.rxPref].compactMap { $0 } + store.rx).map(\.ctType)
    }
  }
  return types
}
// example end
