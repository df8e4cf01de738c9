import DMTransport
import DeviceManagement
import SyncML

/// Asks every device for its manufacturer, then names it after that.
actor Naming: DeviceManager {
  private(set) var outcomes: [SessionOutcome] = []

  func packages(after events: [ServerSession.Event], from device: DeviceSession) -> [[Command]] {
    for event in events {
      switch event {
      case .started:
        return [[.get(ItemCommand(items: [Item(target: Location("./DevInfo/Man"))]))]]
      case .results(let results):
        let name = results.items.first?.data?.string ?? "unknown"
        let item = Item(target: Location("./Example/Name"), meta: Meta(format: "chr"), data: .text("\(name)'s device"))
        return [[.replace(ItemCommand(items: [item]))]]
      default: break
      }
    }
    return []
  }

  func sessionEnded(_ device: DeviceSession, _ outcome: SessionOutcome) { outcomes.append(outcome) }
}

/// A server for devices that know the password.
func makeServer(_ manager: Naming, account: Account) -> DMServer {
  DMServer(.init(port: 0), accounts: MemoryAccounts([account]), manager: manager)
}
// example end
