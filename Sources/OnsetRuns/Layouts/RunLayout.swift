import OnsetText

/// A tool's way to lay runs out over a folder: several files that make one run, or a run beside files that only look
/// like others.
protocol RunLayout {
  /// What of a folder is laid out in this way; nil for nothing.
  static func claim(_ folder: FolderContents) -> LayoutClaim?
}

/// The runs that a layout has found in a folder, and the entries that are thereby spoken for.
struct LayoutClaim {
  /// The runs. A name is relative to the folder, and empty for the folder itself.
  var runs: [(name: String, log: RunLog)]
  /// The files and folders that are not looked at again, whether they are part of a run or stand behind one.
  var entries: Set<String>
}

/// A folder that is searched for runs.
struct FolderContents {
  let path: String
  /// The names of its entries that do not begin with a point, in natural order. What an earlier layout has spoken for
  /// is not among them.
  var names: [String]
  /// How runs are looked for.
  var options = DiscoveryOptions()

  func path(of entry: String) -> String { path == "/" ? "/" + entry : path + "/" + entry }

  func kind(of entry: String) -> FolderListing.Kind? { FolderListing.kind(of: path(of: entry)) }

  func hasFile(_ entry: String) -> Bool { kind(of: entry) == .file }

  func hasFolder(_ entry: String) -> Bool { kind(of: entry) == .folder }

  /// A folder below, or nil where there is none that can be opened.
  func folder(_ entry: String) -> FolderContents? {
    let path = path(of: entry)
    guard let names = try? FolderListing.names(in: path) else { return nil }
    return FolderContents(path: path, names: names, options: options)
  }
}

/// The layouts that are known, in the order in which they are asked. Those of tools that write a run in several formats
/// come before those of these formats.
enum RunLayouts {
  static var all: [any RunLayout.Type] {
    [
      RayTuneLayout.self, LightningLayout.self, TrainerStateLayout.self, MLflowLayout.self, DVCLiveLayout.self,
      TensorBoardLayout.self, WandBLayout.self,
    ]
  }
}
