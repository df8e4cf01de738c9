import DeviceManagement
import SyncML

/// The sessions that are measured: what a server has a device do.
public enum SessionFlow: String, Sendable, CaseIterable, Codable {
  /// A Get of six leaves and a Replace; nobody proves who it is.
  case plain
  /// The same, with `syncml:auth-md5` on both sides.
  case authenticated
  /// A server installs a schedule of six nodes, with `syncml:auth-md5` on both sides: four messages.
  case schedule

  var title: String {
    switch self {
    case .plain: "a Get and a Replace"
    case .authenticated: "a Get and a Replace, md5 both ways"
    case .schedule: "a schedule's installation, md5 both ways"
    }
  }

  /// The sessions a second and core below which this package has lost something (DESIGN.md section 9); nil where none
  /// is set. In XML expat alone takes more than half of the time that it leaves: its part is measured instead.
  func floor(in encoding: Encoding) -> Double? { self == .schedule && encoding == .wbxml ? 20_000 : nil }

  var isAuthenticated: Bool { self != .plain }

  /// What the server sends as its package 2.
  var commands: [Command] {
    switch self {
    case .plain, .authenticated:
      [
        .get(ItemCommand(items: Self.readLeaves.map { Item(target: Location($0)) })),
        .replace(
          ItemCommand(items: [
            Item(target: Location(Self.changedLeaf), meta: Meta(format: "chr"), data: .text("low"))
          ])),
      ]
    case .schedule: Self.installation
    }
  }

  static let changedLeaf = "./Radio/Power"
  private static let readLeaves = [
    "./DevInfo/DevId", "./DevInfo/Man", "./DevInfo/Mod", "./DevInfo/DmV", "./DevInfo/Lang", "./Radio/Power",
  ]
  static let context = "./Scheduling/Context/nightly"

  private static var installation: [Command] {
    let component = context + "/Component/1"
    return [
      add(context, "node"), add(component, "node"),
      add(component + "/Task", "xml", type: "application/vnd.syncml.dm+xml", task),
      add(component + "/Time/1", "node"), add(component + "/Time/1/Base", "chr", "20260106T020000Z"),
      add(component + "/Time/1/Rule", "chr", "FREQ=DAILY"),
    ]
  }

  /// What a schedule runs.
  static let task = """
    <SyncBody xmlns='SYNCML:SYNCML1.2'><Replace><CmdID>1</CmdID><Item><Target><LocURI>./Radio/Power</LocURI></Target>\
    <Data>low</Data></Item></Replace></SyncBody>
    """

  private static func add(_ uri: String, _ format: String, type: String? = nil, _ data: String? = nil) -> Command {
    .add(
      ItemCommand(items: [
        Item(target: Location(uri), meta: Meta(format: format, type: type), data: data.map(ItemData.text))
      ]))
  }
}
