import Foundation

/// The inputs with which a subject begins: the repository's own files, and those of the folder `shared` beside it
/// where there is one.
enum Seeds {
  static func write(for subject: Subject, to folder: String, from repository: String) throws {
    let roots = [repository, "\(repository)/../shared", "\(repository)/shared"]
    var texts: [Data] = []
    switch subject {
    case .yaml: texts = roots.flatMap { files(in: $0, ["yaml"]) }
    case .rulesets:
      texts = files(in: "\(repository)/rules", ["yaml"])
      texts += roots.flatMap { values(of: "ruleset", in: "\($0)/conformance/rules.jsonl") }
    case .language:
      for name in ["expressions", "errors"] {
        texts += roots.flatMap { values(of: "expression", in: "\($0)/conformance/\(name).jsonl") }
      }
    case .tests:
      texts = TestFileSubject.seeds.map { Data($0.utf8) } + files(in: "\(repository)/rules/tests", ["yaml"])
    case .csv: texts = roots.flatMap { files(in: $0, ["csv", "tsv"]) }
    case .jsonl: texts = roots.flatMap { files(in: $0, ["jsonl"]) }
    case .events: texts = roots.flatMap { files(in: $0) { $0.contains("tfevents") } }
    case .wandb: texts = roots.flatMap { files(in: $0, ["wandb"]) }
    case .json:
      texts = roots.flatMap { files(in: $0, ["json"]) } + jsonDocuments.map { Data($0.utf8) }
    case .mllog:
      texts = roots.flatMap { files(in: "\($0)/traces/mlperf-training-mllog", ["txt"]) }
      texts += files(in: "\(repository)/Tests/OnsetRunsTests/Logs/mlperf", ["txt"])
    case .archive: texts = ArchiveSubject.seeds.map { Data($0) }
    case .textlogs: texts = textLogs(in: repository)
    case .formats:
      let logs = textLogs(in: repository)
      texts = files(in: "\(repository)/formats", ["yaml"]).flatMap { format in
        logs.map { format + Data(TextFormatSubject.separator.utf8) + $0.suffix(1000) }
      }
    }
    for (number, text) in texts.prefix(400).enumerated() {
      try text.prefix(4096).write(to: URL(filePath: "\(folder)/seed-\(number)"))
    }
  }

  private static let jsonDocuments = [
    "{\"step\": [1, 2], \"loss\": [0.5, NaN],\n \"config\": {\"lr\": 1e-3}}",
    "[\n{\"step\": 1, \"loss\": {\"a\": 2}},\n{\"step\": 2, \"x\": [1]}]",
    "{\"val_losses\": [1, 2, 3],\n \"losses\": [1, 2, 3, 4], \"num_epochs\": 2, \"list\": [{\"epoch\": 1, \"acc\": \"inf\"}]}",
  ]

  private static func textLogs(in repository: String) -> [Data] {
    files(in: "\(repository)/Tests/OnsetRunsTests/Logs/text", ["txt", "log"])
  }

  /// The files below a folder, at most 200, build products left out.
  private static func files(in folder: String, _ extensions: [String]) -> [Data] {
    files(in: folder) { extensions.contains(($0 as NSString).pathExtension) }
  }

  private static func files(in folder: String, where isWanted: (String) -> Bool) -> [Data] {
    guard let names = FileManager.default.enumerator(atPath: folder) else { return [] }
    var found: [Data] = []
    for case let name as String in names where isWanted(name) {
      guard !name.contains(".build"), !name.hasPrefix("Fuzz/"), found.count < 200,
        let handle = FileHandle(forReadingAtPath: "\(folder)/\(name)"), let data = try? handle.read(upToCount: 4096)
      else { continue }
      found.append(data)
    }
    return found
  }

  /// The texts under a key of each object of a file of JSON lines.
  private static func values(of key: String, in path: String) -> [Data] {
    guard let content = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
    return content.split(separator: "\n").compactMap { line in
      let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return (object?[key] as? String).map { Data($0.utf8) }
    }
  }
}
