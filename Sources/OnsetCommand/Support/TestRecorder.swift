import ArgumentParser
import OnsetReports
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText

/// Writes a test from a real run: `onset test --record RUN --rule RULE`.
struct TestRecorder {
  let runPath: String
  let ruleName: String
  let profileName: String?
  /// The file of tests to write; nil for the standard output.
  let outputPath: String?

  func record() throws {
    var project = Project.here()
    if project.rulePaths.isEmpty {
      throw CommandFailure.usage("there is no project here (no onset.yaml with rules): begin one with `onset init`")
    }
    project.loadRules(at: project.rulePaths)
    project.loadProfiles(at: project.profilePaths)
    try project.throwFailures()
    let chosen = try project.chosenProfile(profileName)
    if project.diagnostics.containsErrors {
      Findings.print(project.diagnostics)
      throw ExitCode(1)
    }
    let (ruleSet, rule) = try self.rule(in: project.ruleSets)
    let recording = try recording(ruleSet, rule, chosen, project.profiles)
    let name = fileName(ruleSet, recording)
    let test = RecordedTest(recording, name: name, allowsLog: outputPath != nil)
    try write(test, recording)
  }

  private func rule(in sets: [RuleSetFile]) throws -> (RuleSetFile, String) {
    let matches = sets.flatMap { set in
      set.rules.map(\.name.value).filter { rule in
        ruleName == rule || ruleName == "\(set.name.value).\(rule)" || ruleName == "\(set.name.value)/\(rule)"
      }.map { (set, $0) }
    }
    if let match = matches.first, matches.count == 1 { return match }
    if matches.count > 1 {
      let names = matches.map { "`\($0.0.name.value).\($0.1)`" }.joined(separator: ", ")
      throw CommandFailure.usage("more than one rule set has a rule `\(ruleName)`: \(names)")
    }
    let known = sets.flatMap { set in set.rules.flatMap { [$0.name.value, "\(set.name.value).\($0.name.value)"] } }
    let hint = Suggestion.nearest(to: ruleName, among: known).map { "; did you mean `\($0)`?" } ?? ""
    throw CommandFailure.usage("there is no rule `\(ruleName)`\(hint)")
  }

  private func recording(
    _ ruleSet: RuleSetFile, _ rule: String, _ chosen: Profile?, _ profiles: [Profile]
  ) throws -> Recording {
    do {
      let run = try RunDiscovery.run(at: runPath).read()
      var profile = chosen
      if chosen == nil {
        switch ProfileMatch.find(among: profiles, fields: run.metadata.fields) {
        case .one(let match): profile = match
        case .none: break
        case .tie(let first, let second):
          throw CommandFailure.usage(RunFailure.ambiguousProfile(first.name, second.name).message)
        }
      }
      return try Recording(run, ruleSet: ruleSet, rule: rule, profile: profile)
    } catch let error as RunError {
      if case .metadata(let findings) = error { Findings.print(findings) }
      throw CommandFailure.usage(error.description)
    } catch let failure as Recording.Failure {
      throw CommandFailure(message: failure.description, status: 1)
    }
  }

  /// The name of the file of tests: that of the output's file, or of the rule set and the run.
  private func fileName(_ ruleSet: RuleSetFile, _ recording: Recording) -> String {
    let path = outputPath ?? "\(ruleSet.name.value)-\(recording.run.name)"
    let last = path.split(separator: "/").last.map(String.init) ?? path
    let stem = outputPath == nil ? last : last.split(separator: ".").first.map(String.init) ?? last
    return RecordedTest.label(stem).lowercased().replacing("_", with: "-")
  }

  private func write(_ test: RecordedTest, _ recording: Recording) throws {
    guard let outputPath else {
      if test.log != nil {
        throw CommandFailure.usage("what is recorded is too long for a file of tests; `--output` puts a log beside it")
      }
      var out = Output()
      try out.write(test.text)
      try out.flush()
      return
    }
    let folder = outputPath.lastIndex(of: "/").map { String(outputPath[...$0]) } ?? ""
    for path in [outputPath] + (test.log.map { [folder + $0.name] } ?? []) where FolderListing.kind(of: path) != nil {
      throw CommandFailure.usage("`\(path)` is there already, and is left as it is")
    }
    do throws(FileError) {
      try FolderListing.makeFolders(of: outputPath)
      if let log = test.log { try FileAccess.replaceAtomically(folder + log.name, with: Array(log.text.utf8)) }
      try FileAccess.replaceAtomically(outputPath, with: Array(test.text.utf8))
    } catch {
      throw CommandFailure.usage(error.description)
    }
    let rows = DisplayNumber.counted(recording.run.rows.count, "row")
    let metrics = DisplayNumber.counted(recording.run.columns.count, "metric")
    Terminal.writeError(
      "\(outputPath): \(rows) of \(recording.originalRowCount), \(metrics) of \(recording.originalMetricCount)"
        + (test.log.map { ", in \(folder)\($0.name)" } ?? "") + "\n")
  }
}
