// swift-tools-version: 6.2

import PackageDescription

// Programs that embed the engine; built and run by CI, and by nobody else.
let package = Package(
  name: "onset-examples",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "onset", path: "..")],
  targets: ["replay", "watch"].map { name in
    .executableTarget(
      name: name, dependencies: [.product(name: "Onset", package: "onset")],
      swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)])
  }
)
