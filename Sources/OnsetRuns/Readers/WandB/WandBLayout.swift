private import OnsetText

/// W&B's folder: `wandb/` with a folder a run, `run-DATE_TIME-ID` or `offline-run-DATE_TIME-ID`, each of which holds its
/// log, `run-ID.wandb`, among other files. A run that was resumed has a folder for each time; it is one run, in the
/// order of the times at which it began.
enum WandBLayout: RunLayout {
  static func claim(_ folder: FolderContents) -> LayoutClaim? {
    var claim = LayoutClaim(runs: [], entries: [])
    var logs: [Log] = []
    for entry in folder.names {
      if isRunFolder(entry), let inside = folder.folder(entry), case let names = logNames(in: inside), !names.isEmpty {
        logs += names.map { Log(inside.path(of: $0), folder: inside.path) }
        claim.entries.insert(entry)
      }
    }
    // `latest-run` is a link to one.
    let ownPath = FolderListing.canonicalPath(of: folder.path) ?? folder.path
    let isRunFolder = isRunFolder(RunName.lastComponent(of: ownPath))
    let own = logNames(in: folder)
    logs += own.map { Log(folder.path(of: $0), folder: isRunFolder ? folder.path : nil) }
    guard !logs.isEmpty else { return nil }
    claim.entries.formUnion(isRunFolder ? folder.names : own)
    // A link to the last of the run folders, and what the tool logs about itself.
    claim.entries.formUnion(["latest-run", "debug.log", "debug-internal.log", "settings"])
    claim.runs = runs(of: logs, isAlone: isRunFolder)
    return claim
  }

  private struct Log {
    let path: String
    /// The run's folder; nil for a file that lies elsewhere.
    let folder: String?
    let id: String
    let displayName: String
    let startTime: Int64

    init(_ path: String, folder: String?) {
      self.path = path
      self.folder = folder
      let settings = WandBSource.settings(atBeginningOf: path)
      let stem = RunName.name(ofFile: path)
      let nameID = stem.hasPrefix("run-") ? String(stem.dropFirst(4)) : stem
      id = settings.flatMap { $0.id.isEmpty ? nil : $0.id } ?? nameID
      displayName = settings?.displayName ?? ""
      startTime = settings?.startTime ?? 0
    }
  }

  private static func runs(of logs: [Log], isAlone: Bool) -> [(name: String, log: RunLog)] {
    var groups: [[Log]] = []
    var seen: Set<FileIdentity> = []
    for log in logs {
      if let identity = FolderListing.entry(at: log.path)?.identity, !seen.insert(identity).inserted { continue }
      // Of one run and begun at another time; what began at the same time is a copy.
      if let group = groups.firstIndex(where: { group in
        group.allSatisfy { $0.id == log.id && $0.startTime != log.startTime }
      }) {
        groups[group].append(log)
      } else {
        groups.append([log])
      }
    }
    let names = groups.map { group in group.last { !$0.displayName.isEmpty }?.displayName ?? "" }
    return groups.indices.map { index in
      let group = groups[index].sorted { $0.startTime < $1.startTime }
      let first = group[0]
      let log = RunLog(path: first.folder ?? first.path, format: .wandb, files: group.map(\.path))
      guard first.folder != nil else { return (RunName.name(ofFile: first.path), log) }
      if isAlone, groups.count == 1 { return ("", log) }
      let shown = names[index]
      let isUnique = !shown.isEmpty && names.count { $0 == shown } == 1
      return (isUnique ? shown : shown.isEmpty ? first.id : shown + "-" + first.id, log)
    }
  }

  private static func logNames(in folder: FolderContents) -> [String] {
    folder.names.filter { ($0.hasSuffix(".wandb") || $0.hasSuffix(".wandb.gz")) && folder.hasFile($0) }
  }

  /// `run-20240131_235959-ID`, also after `offline-`.
  private static func isRunFolder(_ name: String) -> Bool {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    let date = parts.first == "offline" ? 2 : 1
    guard parts.count > date + 1, parts[date - 1] == "run", parts[date].utf8.count == 15 else { return false }
    return parts[date].utf8.allSatisfy { $0 == UInt8(ascii: "_") || $0 &- UInt8(ascii: "0") < 10 }
  }
}
