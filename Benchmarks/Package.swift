// swift-tools-version: 6.2

import PackageDescription

/// The name by which the compiler knows the package next door, which is that of its folder: engine-bench sees
/// what is `package` there, so that nothing has to be public for the sake of a benchmark.
let onset = String(
  Context.packageDirectory.split(separator: "/").dropLast().last.map { folder in
    folder.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" }
  } ?? [])

// Benchmarks are a package of their own: nothing of theirs reaches a user's build.
let package = Package(
  name: "onset-benchmarks",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "onset", path: "..")
  ],
  targets: [
    .target(name: "CReaderBaseline", linkerSettings: [.linkedLibrary("sqlite3")]),
    .executableTarget(
      name: "archive-bench",
      dependencies: ["CReaderBaseline", .product(name: "Onset", package: "onset")],
      packageAccess: false,  // as below
      swiftSettings: [.swiftLanguageMode(.v6), .unsafeFlags(["-package-name", onset])]),
    .executableTarget(
      name: "reader-bench",
      dependencies: ["CReaderBaseline", .product(name: "Onset", package: "onset")],
      swiftSettings: [.swiftLanguageMode(.v6)]),
    .executableTarget(
      name: "tool-log-bench",
      dependencies: ["CReaderBaseline", .product(name: "Onset", package: "onset")],
      swiftSettings: [.swiftLanguageMode(.v6)]),
    .executableTarget(
      name: "engine-bench",
      dependencies: [.product(name: "Onset", package: "onset")],
      packageAccess: false,  // else the name of this package comes last and counts
      swiftSettings: [.swiftLanguageMode(.v6), .unsafeFlags(["-package-name", onset])]),
  ]
)
