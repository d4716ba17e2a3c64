// swift-tools-version: 6.2

import PackageDescription

// Benchmarks are a package of their own: nothing of theirs reaches a user's build.
let package = Package(
  name: "onset-benchmarks",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "onset", path: "..")
  ],
  targets: [
    .target(name: "CReaderBaseline"),
    .executableTarget(
      name: "reader-bench",
      dependencies: ["CReaderBaseline", .product(name: "Onset", package: "onset")],
      swiftSettings: [.swiftLanguageMode(.v6)]),
  ]
)
