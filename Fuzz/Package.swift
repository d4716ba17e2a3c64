// swift-tools-version: 6.2

import PackageDescription

// The fuzzers are a package of their own: nothing of theirs reaches a user's build. `Onset` is a link to the
// project's sources, which are compiled here once more, with the counters that libFuzzer steers by; as targets of
// this package they are within reach of `package` access. `./run` builds and runs all of it.
let instrumented: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .unsafeFlags(["-sanitize=fuzzer"]),
]

func module(_ name: String, _ dependencies: Target.Dependency...) -> Target {
  .target(name: name, dependencies: dependencies, path: "Onset/\(name)", swiftSettings: instrumented)
}

let package = Package(
  name: "onset-fuzzers",
  platforms: [.macOS(.v26)],
  targets: [
    .systemLibrary(name: "CLibYAML", path: "Onset/CLibYAML", pkgConfig: "yaml-0.1"),
    .systemLibrary(name: "CSQLite", path: "Onset/CSQLite", pkgConfig: "sqlite3"),
    .systemLibrary(name: "CZlib", path: "Onset/CZlib", pkgConfig: "zlib"),
    module("OnsetText"),
    module("OnsetYAML", "CLibYAML", "OnsetText"),
    module("OnsetLanguage", "OnsetText"),
    module("OnsetEngine", "OnsetLanguage"),
    module("OnsetRules", "OnsetEngine", "OnsetLanguage", "OnsetText", "OnsetYAML"),
    module("OnsetRuns", "CSQLite", "CZlib", "OnsetText", "OnsetYAML"),
    .executableTarget(
      name: "onset-fuzz",
      dependencies: ["OnsetEngine", "OnsetLanguage", "OnsetRules", "OnsetRuns", "OnsetText", "OnsetYAML"],
      swiftSettings: instrumented,
      // libFuzzer brings a `main` of its own; that of the package is linked first and is the one that counts.
      linkerSettings: [
        .unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "muldefs"])
      ]),
  ]
)
