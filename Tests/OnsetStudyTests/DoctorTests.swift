import OnsetRules
import OnsetStudy
import OnsetText
import Testing

@Suite struct DoctorTests {
  /// A project of which every answer is yes.
  private static let files: [(path: String, text: String)] = [
    (
      "onset.yaml",
      """
      onset: 1
      reviewed: 2026-11-02
      budget: {experiments: 5}

      """
    ),
    (
      "rules/drop.yaml",
      """
      onset: 1
      ruleset: drop
      rules:
        - rule: falls
          when: mean(gradient_noise_scale, 3 samples) < baseline(gradient_noise_scale)
          confirm: {that: val_loss < 1, within: 3 samples}
          then: [{stop: "it falls"}]

      """
    ),
    (
      "profiles/mlp.yaml",
      """
      onset: 1
      profile: mlp
      match: {architecture: mlp}
      signals:
        gradient_noise_scale: {aliases: gns}
      baselines:
        gradient_noise_scale: {mean: 1, std: 0.1, samples: 200, runs: [a]}
      transitions:
        learning: {step: 10, runs: 1}

      """
    ),
    (
      "rules/tests/drop.yaml",
      """
      onset: 1
      tests: drop
      cases:
        - test: falls
          rulesets: drop
          baselines: {gradient_noise_scale: {mean: 1, std: 0.1}}
          run:
            every: 1 steps
            series: {gradient_noise_scale: 2 x 5, val_loss: 2 x 5}
          expect: {fires: [{rule: falls}]}

      """
    ),
    ("runs/a.csv", "step,gns,effective_rank,critical_batch_size,val_loss\n1,1,1,1,1\n2,1,1,1,1\n"),
    ("runs/a.run.yaml", "onset: 1\narchitecture: mlp\nlabels: [{phase: learning, step: 2}]\n"),
  ]

  /// The checkup of the project, with a text of one file replaced by another.
  private static func checkup(
    _ path: String = "onset.yaml", replacing old: String = "", with new: String = "", today: String = "2026-11-24"
  ) async throws -> Checkup {
    let folder = try ScratchFolder()
    for file in files {
      if file.path == path, old == file.text, new.isEmpty { continue }
      if file.path == path { #expect(file.text.contains(old) || old.isEmpty) }
      try folder.write(file.path, file.path == path && !old.isEmpty ? file.text.replacing(old, with: new) : file.text)
    }
    let projectPath = folder.path + "/onset.yaml"
    var project = Project(file: projectPath)
    let file = project.read(projectPath).flatMap { ProjectFile.decode($0).model }
    let doctor = await ProjectDoctor(&project, file: file, today: try #require(CalendarDay(today)))
    #expect(doctor.failures.map(\.message) == [])
    return doctor.checkup
  }

  @Test func `A project that has everything has only yes, and nothing to do`() async throws {
    let checkup = try await Self.checkup()
    #expect(checkup.lines.filter { $0.answer != .yes }.map { "\($0.id): \($0.evidence)" } == [])
    #expect(checkup.isClean)
    #expect(checkup.lines.allSatisfy { $0.remedy == nil && $0.command == nil && !$0.evidence.isEmpty })
    #expect(Set(checkup.lines.map(\.id)).count == checkup.lines.count)
  }

  /// What is taken away, which answer that changes, and what is said of it.
  static let changes: [(path: String, old: String, new: String, id: String, answer: Checkup.Answer, says: String)] = [
    ("rules/drop.yaml", "< 1,", "< 1 1,", "files", .no, "1 error"),
    ("rules/drop.yaml", "    confirm: {that: val_loss < 1, within: 3 samples}\n", "", "lints", .no, "L0201: 1 warning"),
    ("runs/a.csv", "gns", "other", "noise-scale", .no, "0 of 1 runs"),
    ("runs/a.csv", "effective_rank", "other", "effective-rank", .no, "0 of 1 runs"),
    ("runs/a.csv", "critical_batch_size", "other", "critical-batch-size", .no, "0 of 1 runs"),
    ("runs/a.csv", "val_loss", "other", "validation", .no, "0 of 1 runs"),
    ("runs/a.run.yaml", "architecture: mlp\n", "", "architecture", .no, "not a"),
    ("runs/a.run.yaml", "architecture: mlp\n", "", "profiles", .unknown, "no run says"),
    ("runs/a.run.yaml", "mlp", "cnn", "profiles", .no, "not cnn (1 run)"),
    ("runs/a.run.yaml", "labels: [{phase: learning, step: 2}]\n", "", "labels", .no, "0 of 1"),
    ("profiles/mlp.yaml", "200", "20", "baselines", .no, "from 20 samples"),
    ("profiles/mlp.yaml", ", runs: [a]", "", "baselines", .no, "which runs"),
    ("profiles/mlp.yaml", "transitions:\n  learning: {step: 10, runs: 1}\n", "", "transitions", .no, "mlp.yaml"),
    ("profiles/mlp.yaml", "architecture: mlp", "architecture: \"*\"", "transitions", .no, "certain"),
    (
      "rules/drop.yaml", "mean(gradient_noise_scale, 3 samples)", "gradient_noise_scale", "smoothing", .no,
      "yaml:4 drop/falls"
    ),
    ("rules/drop.yaml", "    then: [{stop: \"it falls\"}]\n", "", "actions", .no, "drop.yaml:4"),
    ("rules/drop.yaml", "    confirm: {that: val_loss < 1, within: 3 samples}\n", "", "cross-checks", .no, "0 of 1"),
    ("rules/drop.yaml", "that: val_loss < 1", "that: gradient_noise_scale < 1", "cross-checks", .no, "0 of 1"),
    ("rules/tests/drop.yaml", "fires: [{rule: falls}]", "silent: falls", "tests", .no, "0 of 1"),
    ("onset.yaml", "2026-11-02", "2026-08-01", "reviewed", .no, "115 days ago"),
    ("onset.yaml", "2026-11-02", "2026-12-02", "reviewed", .no, "future"),
    ("onset.yaml", "reviewed: 2026-11-02\n", "", "reviewed", .unknown, "no `reviewed`"),
    ("onset.yaml", "budget: {experiments: 5}\n", "", "budget", .unknown, "no `budget`"),
  ]

  @Test(arguments: changes.indices)
  func `what a project lacks is said, with what to do`(index: Int) async throws {
    let change = Self.changes[index]
    let checkup = try await Self.checkup(change.path, replacing: change.old, with: change.new)
    let line = try #require(checkup.lines.first { $0.id == change.id })
    #expect(line.answer == change.answer, "\(line)")
    #expect(line.evidence.joined(separator: "\n").contains(change.says), "\(line.evidence)")
    #expect(line.remedy != nil && line.command?.hasPrefix("onset ") == true)
    #expect(!checkup.isClean)
  }

  @Test func `Where there are no runs, nothing is known of them`() async throws {
    let folder = try ScratchFolder()
    try folder.write("onset.yaml", "onset: 1\n")
    var project = Project(file: folder.path + "/onset.yaml")
    let checkup = await ProjectDoctor(&project, file: nil, today: CalendarDay(number: 20_000)).checkup
    let answers = Dictionary(uniqueKeysWithValues: checkup.lines.map { ($0.id, $0.answer) })
    #expect(answers["noise-scale"] == .unknown)
    #expect(answers["smoothing"] == .unknown)
    #expect(answers["baselines"] == .no)
  }

  @Test func `A rule that only asks whether a metric is a number needs no smoothing and no second opinion`()
    async throws
  {
    let checkup = try await Self.checkup(
      "rules/drop.yaml",
      replacing:
        "mean(gradient_noise_scale, 3 samples) < baseline(gradient_noise_scale)\n    confirm: {that: val_loss < 1, within: 3 samples}",
      with: "is_nan(val_loss)")
    for id in ["smoothing", "cross-checks"] {
      #expect(checkup.lines.first { $0.id == id }?.answer == .yes, "\(id)")
    }
  }
}
