// swift-tools-version: 6.2
import PackageDescription

/// Code is safe by default; each use of an unsafe construct is spelled `unsafe` and says why it holds.
let settings: [SwiftSetting] = [
  .strictMemorySafety(), .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "swift-syncml",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "WBXML", targets: ["WBXML"]),
    .library(name: "XMLCoding", targets: ["XMLCoding"]),
    .library(name: "SyncML", targets: ["SyncML"]),
    .library(name: "DeviceManagement", targets: ["DeviceManagement"]),
    .library(name: "DMScheduling", targets: ["DMScheduling"]),
    .library(name: "DMStorage", targets: ["DMStorage"]),
    .library(name: "DMTransport", targets: ["DMTransport"]),
    .library(name: "Conformance", targets: ["Conformance"]),
    .executable(name: "syncml", targets: ["SyncMLTool"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .target(
      name: "WBXML", exclude: ["Tables/languages.tsv", "Tables/tokens.tsv"], swiftSettings: settings),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"]), .brew(["expat"])]),
    .target(name: "XMLCoding", dependencies: ["WBXML", "CExpat"], swiftSettings: settings),
    .target(name: "SyncML", dependencies: ["WBXML", "XMLCoding"], swiftSettings: settings),
    .target(
      name: "DeviceManagement",
      dependencies: ["WBXML", "XMLCoding", "SyncML", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: settings),
    .target(name: "DMScheduling", dependencies: ["SyncML", "DeviceManagement"], swiftSettings: settings),
    .target(
      name: "DMStorage",
      dependencies: [
        "SyncML", "DeviceManagement", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .target(
      name: "DMTransport",
      dependencies: [
        "SyncML", "DeviceManagement", .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "Crypto", package: "swift-crypto"), .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),
    .target(
      name: "Conformance", dependencies: ["WBXML", "XMLCoding", "SyncML", "DeviceManagement", "DMScheduling"],
      swiftSettings: settings),
    // Counts allocations of whatever it is linked to: the tool and the tests, never the libraries.
    .target(name: "CMeasuring"),
    .target(
      name: "Benchmarking",
      dependencies: ["WBXML", "XMLCoding", "SyncML", "DeviceManagement", "DMScheduling", "CMeasuring"],
      swiftSettings: settings),
    .executableTarget(
      name: "SyncMLTool",
      dependencies: [
        "WBXML", "XMLCoding", "SyncML", "DeviceManagement", "DMStorage", "DMTransport", "Benchmarking", "Conformance",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),
    // One kind of work over and over, for callgrind: the gate on instructions runs it.
    .executableTarget(name: "Profiler", dependencies: ["Benchmarking", "SyncML"], swiftSettings: settings),
    .executableTarget(name: "TableGenerator", swiftSettings: settings),
    .testTarget(name: "WBXMLTests", dependencies: ["WBXML", "XMLCoding", "Conformance"], swiftSettings: settings),
    .testTarget(name: "XMLCodingTests", dependencies: ["WBXML", "XMLCoding", "Conformance"], swiftSettings: settings),
    .testTarget(name: "SyncMLTests", dependencies: ["SyncML", "Conformance"], swiftSettings: settings),
    .testTarget(
      name: "DeviceManagementTests", dependencies: ["WBXML", "XMLCoding", "SyncML", "DeviceManagement"],
      swiftSettings: settings),
    .testTarget(
      name: "DMSchedulingTests", dependencies: ["DMScheduling"], exclude: ["Time/Oracle"], swiftSettings: settings),
    .target(name: "BuiltPrograms", path: "Tests/BuiltPrograms", swiftSettings: settings),
    // A device and a server with stores, and the process that the tests of DMStorage kill while it runs them.
    .target(
      name: "StoreRig", dependencies: ["SyncML", "DeviceManagement", "DMStorage"], path: "Tests/StoreRig",
      swiftSettings: settings),
    .executableTarget(
      name: "StoreKill", dependencies: ["StoreRig", "DeviceManagement", "DMStorage"], path: "Tests/StoreKill",
      swiftSettings: settings),
    .testTarget(
      name: "DMStorageTests",
      dependencies: [
        "BuiltPrograms", "DeviceManagement", "DMStorage", "StoreKill", "StoreRig", "SyncML",
        .product(name: "GRDB", package: "GRDB.swift"),
      ], swiftSettings: settings),
    .testTarget(
      name: "DMTransportTests",
      dependencies: [
        "BuiltPrograms", "DeviceManagement", "DMTransport", "SyncML", "WBXML",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ReadmeTests", dependencies: ["Conformance", "DMStorage", "DMTransport", "DeviceManagement", "SyncML"],
      swiftSettings: settings),
    .testTarget(
      name: "BenchmarkingTests",
      dependencies: ["WBXML", "SyncML", "DeviceManagement", "DMScheduling", "Benchmarking", "CMeasuring"],
      swiftSettings: settings),
    .testTarget(
      name: "CommandTests", dependencies: ["DeviceManagement", "DMStorage", "SyncML", "SyncMLTool"],
      swiftSettings: settings),
    .testTarget(
      name: "ConformanceTests",
      dependencies: ["WBXML", "XMLCoding", "SyncML", "DeviceManagement", "DMScheduling", "Conformance"],
      swiftSettings: settings),
  ]
)
