import OnsetEngine
import OnsetRules
import OnsetRuns
import OnsetStudy
import OnsetText
import Testing

/// Files of a project together: what names what, and what is wrong with it.
@Suite struct ProjectTests {
  static let rules = "onset: 1\nruleset: a\nrules: [{rule: r, when: loss > 1}]\n"

  /// `file:line:column code` of everything wrong in some files.
  static func findings(_ files: [(String, String)], isWholeProject: Bool = true) async throws -> [String] {
    let folder = try ScratchFolder()
    for (name, text) in files { try folder.write(name, text) }
    var project = Project()
    let check = await ProjectCheck.run(&project, paths: [folder.path], isWholeProject: isWholeProject)
    return check.diagnostics.map { diagnostic in
      let place = LineMap(diagnostic.source).place(of: diagnostic.range.lower)
      return
        "\(diagnostic.source.path.dropFirst(folder.path.count + 1)):\(place.line):\(place.column) \(diagnostic.code)"
    }
  }

  @Test func `All the errors of a project are told in one go, file by file and from top to bottom`() async throws {
    let found = try await Self.findings([
      (
        "a.yaml",
        """
        onset: 1
        ruleset: a
        sumary: x
        parameters: {p: y}
        let: {u: "mean(loss, 5)"}
        rules:
          - {rule: r, when: los s, for: 5}
          - {rule: r, wen: loss > 1, when: foo(loss) > 1, repeat: always}
        """
      ),
      ("b.yaml", "onset: 1\nprofile: b\nbaselines: {loss: {mean: x}}\n"),
      ("c.run.yaml", "onset: 1\nsteps_per_epoch: -1\n"),
    ])
    #expect(
      found.map { $0.split(separator: " ")[0] } == [
        "a.yaml:3:1", "a.yaml:4:17", "a.yaml:5:22", "a.yaml:7:25", "a.yaml:7:33", "a.yaml:8:12", "a.yaml:8:15",
        "a.yaml:8:36", "a.yaml:8:59", "b.yaml:3:26", "c.run.yaml:2:18",
      ])
  }

  @Test func `Two rule sets of one name are an error in the second file`() async throws {
    #expect(try await Self.findings([("a.yaml", Self.rules), ("b.yaml", Self.rules)]) == ["b.yaml:2:10 O0602"])
  }

  @Test func `Parameters for a rule set that is not there are an error in a whole project, and in parts of one not`()
    async throws
  {
    let files = [("a.yaml", Self.rules), ("p.yaml", "onset: 1\nprofile: p\nparameters: {aa: {x: 1}}\n")]
    #expect(try await Self.findings(files) == ["p.yaml:3:19 O0617"])
    #expect(try await Self.findings(files, isWholeProject: false) == [])
  }

  @Test func `Parameters that a rule set does not have are an error in the profile`() async throws {
    let files = [("a.yaml", Self.rules), ("p.yaml", "onset: 1\nprofile: p\nparameters: {a: {x: 1}}\n")]
    #expect(try await Self.findings(files) == ["p.yaml:3:18 O0616"])
  }

  @Test func `A baseline that some profile has is a note, one that none has an error`() async throws {
    let rules = "onset: 1\nruleset: a\nrules: [{rule: r, when: loss > baseline(loss)}]\n"
    let with = ("p.yaml", "onset: 1\nprofile: p\nbaselines: {loss: {mean: 1, std: 1}}\n")
    let without = ("q.yaml", "onset: 1\nprofile: q\n")
    let folder = try ScratchFolder()
    for (files, expected) in [([with], []), ([without], ["error"]), ([with, without], ["note"]), ([], [])] {
      for file in files + [("a.yaml", rules)] { try folder.write(file.0, file.1) }
      var project = Project()
      let check = await ProjectCheck.run(
        &project, paths: (files + [("a.yaml", rules)]).map { "\(folder.path)/\($0.0)" }, isWholeProject: true)
      #expect(check.diagnostics.map(\.severity.rawValue) == expected)
    }
  }

  @Test func `A file that is none of Onset's is told so`() async throws {
    #expect(try await Self.findings([("x.yaml", "a: 1\n")]) == ["x.yaml:1:1 O0607"])
  }

  // MARK: --profile

  @Test func `A profile's file may extend what lies beside it, and what is wrong there is told`() throws {
    let folder = try ScratchFolder()
    try folder.write("base.yaml", "onset: 1\nprofile: base\nparameters: {a: {x: 1}}\nunknown: 1\n")
    try folder.write("other.yaml", "onset: 1\nprofile: other\nunknown: 1\n")
    let path = try folder.write("child.yaml", "onset: 1\nprofile: child\nextends: base\n")
    var project = Project()
    let profile = try #require(try project.profile(named: path))
    #expect(profile.lineage == ["base", "child"])
    #expect(profile.parameters["a"]?.keys.sorted() == ["x"])
    // The unknown key of `base` matters to it, that of `other` does not.
    #expect(project.diagnostics.map { $0.source.path } == ["\(folder.path)/base.yaml"])
  }

  @Test(arguments: [
    "onset: 1\nprofile: base\nextends: nowhere\n", "onset: 1\nprofile: base\nextends: base\n",
    "onset: 1\nprofile: base\nextends: child\n",
  ])
  func `A profile's file whose parent leads nowhere is an error, and never no profile without a word`(
    _ base: String
  ) throws {
    let folder = try ScratchFolder()
    try folder.write("base.yaml", base)
    let path = try folder.write("child.yaml", "onset: 1\nprofile: child\nextends: base\n")
    var project = Project()
    #expect(try project.profile(named: path) == nil || !project.diagnostics.isEmpty)
    #expect(project.diagnostics.containsErrors)
  }

  @Test func `A profile by a name that is not there is refused with the nearest one`() throws {
    var project = try Shipped.project()
    let error = #expect(throws: ProfileChoiceError.self) { try project.profile(named: "tranformer") }
    #expect(error?.description == "there is no profile `tranformer`; did you mean `transformer`?")
    #expect(try project.profile(named: "cnn")?.lineage == ["base", "cnn"])
  }

  // MARK: Profiles of runs

  @Test func `A run that two profiles fit equally well is not replayed, and both are named`() throws {
    let folder = try ScratchFolder()
    try folder.write("rules.yaml", Self.rules)
    for name in ["p", "q"] {
      try folder.write("\(name).yaml", "onset: 1\nprofile: \(name)\nmatch: {architecture: mlp}\n")
    }
    try folder.write("run.csv", "step,loss\n0,2\n")
    try folder.write("run.run.yaml", "onset: 1\narchitecture: mlp\n")
    try folder.write("other.csv", "step,loss\n0,2\n")
    var project = Project()
    project.loadRules(at: [folder.path])
    project.loadProfiles(at: [folder.path])
    let outcomes = try Replay.all(at: folder.path, project)
    #expect(outcomes.map(\.name) == ["other", "run"])
    #expect(try outcomes[0].result.get().events.map(\.step) == [0])
    #expect(try outcomes[0].result.get().profile == nil)
    guard case .failure(let failure) = outcomes[1].result else {
      Issue.record("replayed")
      return
    }
    #expect(failure.message == "the profiles `p` and `q` match it equally well; choose with `--profile`")
  }

  @Test func `A run that cannot be read does not keep the others from being replayed`() throws {
    let folder = try ScratchFolder()
    try folder.write("rules.yaml", Self.rules)
    try folder.write("a.csv", "this is no log\n\u{0}")
    try folder.write("b.csv", "step,loss\n0,2\n")
    try folder.write("c.csv", "step,loss\n0,2\n")
    try folder.write("c.run.yaml", "onset: 1\nsteps_per_epoch: many\n")
    var project = Project()
    project.loadRules(at: [folder.path])
    let outcomes = try Replay.all(at: folder.path, project)
    let isReplayed = outcomes.map { outcome in if case .success = outcome.result { true } else { false } }
    #expect(isReplayed == [false, true, false])
  }

  @Test func `What an action would have done is told from the metric, else from the metadata`() throws {
    let folder = try ScratchFolder()
    try folder.write(
      "rules.yaml",
      """
      onset: 1
      ruleset: a
      rules:
        - rule: r
          when: loss > 1
          then: [{scale: lr, by: 0.5}, {scale: lr, by: 0.01, floor: 0.1}, {set: bs, to: 64}, {scale: wd, by: 2}, {stop: x}]
      """)
    try folder.write("run.csv", "step,loss,lr\n0,0,0.8\n1,0,0.4\n2,2,\n3,0,0.2\n")
    try folder.write("run.run.yaml", "onset: 1\nhyperparameters: {bs: 32, lr: 9}\n")
    var project = Project()
    project.loadRules(at: [folder.path])
    let report = try Replay.all(at: folder.path, project)[0].result.get()
    // At step 2 the learning rate was last logged at 1.
    let changes = report.projections.map { $0.map { change in change.map { "\($0.before) → \($0.after)" } } }
    #expect(changes == [["0.4 → 0.2", "0.4 → 0.1", "32.0 → 64.0", nil, nil]])
  }
}
