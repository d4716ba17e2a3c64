// swift-tools-version: 6.2

import PackageDescription

/// The habits that every target of the project keeps; CONTRIBUTING.md says why.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// A target of the library or of the tool. The dependencies are the arrows of docs/architecture.md:
/// the build is run with an import check, so what is not listed here cannot be imported.
func module(_ name: String, _ dependencies: Target.Dependency..., embedding resources: [String] = []) -> Target {
  .target(
    name: name, dependencies: dependencies, resources: resources.map { .embedInCode($0) }, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: Target.Dependency..., resources: [String] = []) -> Target {
  .testTarget(
    name: name,
    dependencies: dependencies + ["_OnsetTestSupport"],
    exclude: resources,
    swiftSettings: settings)
}

let package = Package(
  name: "onset",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Onset", targets: ["Onset"]),
    .executable(name: "onset", targets: ["OnsetCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3",
      providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    module("OnsetText"),
    module("OnsetYAML", "CLibYAML", "OnsetText"),
    module("OnsetLanguage", "OnsetText"),
    module("OnsetEngine", "OnsetLanguage"),
    module("OnsetRules", "OnsetEngine", "OnsetLanguage", "OnsetText", "OnsetYAML"),
    module("OnsetRuns", "CSQLite", "CZlib", "OnsetText", "OnsetYAML"),
    module("OnsetStudy", "OnsetEngine", "OnsetLanguage", "OnsetRules", "OnsetRuns", "OnsetText"),
    module(
      "OnsetReports", "OnsetEngine", "OnsetLanguage", "OnsetRules", "OnsetRuns", "OnsetStudy", "OnsetText",
      // What `onset explain` shows is in the command itself, which may be copied anywhere.
      embedding: ["Chart/chart.css", "Chart/dark.css", "Explain/diagnostics.md", "Page/report.css", "Page/report.js"]),
    module("Onset", "OnsetEngine", "OnsetRules", "OnsetRuns", "OnsetStudy", "OnsetText"),
    .executableTarget(
      name: "OnsetCommand",
      dependencies: [
        "OnsetEngine", "OnsetLanguage", "OnsetReports", "OnsetRules", "OnsetRuns", "OnsetStudy", "OnsetText",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings),
    module("_OnsetTestSupport", "OnsetText"),
    tests("OnsetTextTests", "OnsetText"),
    tests("OnsetLanguageTests", "OnsetLanguage", "OnsetText"),
    tests("OnsetEngineTests", "OnsetEngine", "OnsetLanguage"),
    tests(
      "OnsetRulesTests", "OnsetEngine", "OnsetLanguage", "OnsetRules", "OnsetText", "OnsetYAML",
      resources: ["Golden", "Vectors"]),
    tests("OnsetRunsTests", "CSQLite", "CZlib", "OnsetRuns", "OnsetText", resources: ["Logs"]),
    tests(
      "OnsetStudyTests", "OnsetEngine", "OnsetLanguage", "OnsetRules", "OnsetRuns", "OnsetStudy", "OnsetText"),
    tests(
      "OnsetReportsTests", "OnsetEngine", "OnsetReports", "OnsetRules", "OnsetRuns", "OnsetStudy", "OnsetText",
      "OnsetYAML"),
    tests(
      "OnsetCommandTests", "OnsetCommand", "OnsetReports", "OnsetRules", "OnsetRuns",
      resources: ["Browser", "Diagnostics", "Lints", "Scripts"]),
    tests("OnsetYAMLTests", "OnsetText", "OnsetYAML", resources: ["Golden"]),
  ]
)
