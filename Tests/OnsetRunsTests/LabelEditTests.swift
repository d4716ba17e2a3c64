import Foundation
import OnsetText
import Testing

@testable import OnsetRuns

/// Labels written into metadata files of all shapes, every other byte kept.
@Suite struct LabelEditTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var before: String
    var after: String
    var testDescription: String { name }
  }

  static func source(_ text: String) -> SourceFile { SourceFile(name: "a.run.yaml", text: text) }

  static func set(
    _ text: String, _ phase: String = "b", _ step: Int64 = 7, earliest: Int64? = nil, latest: Int64? = nil
  ) throws -> String {
    let edit = try LabelEdit.setting(phase: phase, step: step, earliest: earliest, latest: latest, in: source(text))
    return String(decoding: edit.bytes, as: UTF8.self)
  }

  @Test(arguments: [
    Case(
      name: "no labels", before: "onset: 1\nrun: x # mine\n",
      after: "onset: 1\nrun: x # mine\nlabels:\n  - {phase: b, step: 7}\n"),
    Case(
      name: "no line end", before: "onset: 1\nrun: x", after: "onset: 1\nrun: x\nlabels:\n  - {phase: b, step: 7}\n"),
    Case(
      name: "a comment at the end", before: "onset: 1\n\n# the end\n",
      after: "onset: 1\n\n# the end\nlabels:\n  - {phase: b, step: 7}\n"),
    Case(
      name: "the end of a document", before: "onset: 1\nrun: x\n...\n",
      after: "onset: 1\nrun: x\nlabels:\n  - {phase: b, step: 7}\n...\n"),
    Case(
      name: "a block scalar that keeps its end", before: "onset: 1\nnote: |+\n  text\n\n",
      after: "onset: 1\nnote: |+\n  text\n\nlabels:\n  - {phase: b, step: 7}\n"),
    Case(
      name: "nothing but comments", before: "# mine\n", after: "# mine\nonset: 1\nlabels:\n  - {phase: b, step: 7}\n"),
    Case(name: "an empty file", before: "", after: "onset: 1\nlabels:\n  - {phase: b, step: 7}\n"),
    Case(
      name: "carriage returns", before: "onset: 1\r\nrun: x\r\n",
      after: "onset: 1\r\nrun: x\r\nlabels:\r\n  - {phase: b, step: 7}\r\n"),
    Case(name: "flow", before: "{onset: 1, run: x}\n", after: "{onset: 1, run: x, labels: [{phase: b, step: 7}]}\n"),
    Case(
      name: "flow with a comma at its end", before: "{onset: 1,}\n",
      after: "{onset: 1, labels: [{phase: b, step: 7}],}\n"),
    Case(
      name: "labels without a value", before: "onset: 1\nlabels: # known\nrun: x\n",
      after: "onset: 1\nlabels: # known\n  - {phase: b, step: 7}\nrun: x\n"),
    Case(
      name: "labels without a value in flow", before: "{onset: 1, labels: , run: x}\n",
      after: "{onset: 1, labels: [{phase: b, step: 7}] , run: x}\n"),
    Case(
      name: "null", before: "onset: 1\nlabels: ~ # none\n", after: "onset: 1\nlabels: [{phase: b, step: 7}] # none\n"),
    Case(
      name: "an empty list", before: "onset: 1\nlabels: [] # none\n",
      after: "onset: 1\nlabels: [{phase: b, step: 7}] # none\n"),
    Case(
      name: "an empty list over lines", before: "onset: 1\nlabels: [\n  # none\n]\n",
      after: "onset: 1\nlabels: [{phase: b, step: 7}\n  # none\n]\n"),
    Case(
      name: "a flow list", before: "onset: 1\nlabels: [{phase: a, step: 3}] # all\n",
      after: "onset: 1\nlabels: [{phase: a, step: 3}, {phase: b, step: 7}] # all\n"),
    Case(
      name: "a flow list over lines", before: "onset: 1\nlabels: [\n  {phase: a, step: 3}, # first\n]\n",
      after: "onset: 1\nlabels: [\n  {phase: a, step: 3}, {phase: b, step: 7}, # first\n]\n"),
    Case(
      name: "a block list of flow maps", before: "onset: 1\nlabels:\n- {phase: a, step: 3} # first\n# more\nrun: x\n",
      after: "onset: 1\nlabels:\n- {phase: a, step: 3} # first\n- {phase: b, step: 7}\n# more\nrun: x\n"),
    Case(
      name: "a block list of block maps",
      before: "onset: 1\nlabels:\n    -   phase: a\n        step: 3 # first\nrun: x\n",
      after: "onset: 1\nlabels:\n    -   phase: a\n        step: 3 # first\n    -   phase: b\n        step: 7\nrun: x\n"
    ),
    Case(
      name: "a block list at the end without a line end", before: "onset: 1\nlabels:\n  - {phase: a, step: 3}",
      after: "onset: 1\nlabels:\n  - {phase: a, step: 3}\n  - {phase: b, step: 7}"),
    Case(
      name: "a byte-order mark", before: "\u{FEFF}onset: 1\nlabels:\n  - {phase: a, step: 3}\n",
      after: "\u{FEFF}onset: 1\nlabels:\n  - {phase: a, step: 3}\n  - {phase: b, step: 7}\n"),
    // A label of the phase is there.
    Case(
      name: "another step", before: "onset: 1\nlabels: [{phase: b, step: 3}]\n",
      after: "onset: 1\nlabels: [{phase: b, step: 7}]\n"),
    Case(
      name: "bounds that still hold",
      before: "onset: 1\nlabels:\n  - {phase: b, step: 3, earliest: 2, latest: 9} # seen\n",
      after: "onset: 1\nlabels:\n  - {phase: b, step: 7, earliest: 2, latest: 9} # seen\n"),
    Case(
      name: "another step in a block map",
      before: "onset: 1\nlabels:\n  - step: 3 # seen\n    phase: b\n  - phase: a\n    step: 1\n",
      after: "onset: 1\nlabels:\n  - step: 7 # seen\n    phase: b\n  - phase: a\n    step: 1\n"),
    Case(
      name: "the one of several at the step", before: "onset: 1\nlabels: [{phase: b, step: 3}, {phase: b, step: 7}]\n",
      after: "onset: 1\nlabels: [{phase: b, step: 3}, {phase: b, step: 7}]\n"),
  ])
  func `a label is added or changed, and all else stays`(shape: Case) throws {
    #expect(try Self.set(shape.before) == shape.after)
    #expect(try Self.set(shape.after) == shape.after, "it says so already")
    #expect(
      RunMetadataReader.decode(Self.source(shape.after)).metadata.labels.contains {
        $0 == .init(phase: "b", step: 7, earliest: $0.earliest, latest: $0.latest)
      })
  }

  @Test func `bounds are written where they are missing, and changed where they are not`() throws {
    let flow = "onset: 1\nlabels: [{phase: b, step: 3, latest: 4}]\n"
    #expect(
      try Self.set(flow, earliest: 5, latest: 9)
        == "onset: 1\nlabels: [{phase: b, step: 7, earliest: 5, latest: 9}]\n")
    let block = "onset: 1\nlabels:\n  - phase: b\n    step: 3 # seen\n\nrun: x\n"
    #expect(
      try Self.set(block, earliest: 5, latest: 9)
        == "onset: 1\nlabels:\n  - phase: b\n    step: 7 # seen\n    earliest: 5\n    latest: 9\n\nrun: x\n")
    let one = "onset: 1\nlabels: [{phase: b, step: 3, earliest: 3}, {phase: c, step: 1}]\n"
    #expect(
      try Self.set(one, earliest: 5, latest: 9)
        == "onset: 1\nlabels: [{phase: b, step: 7, earliest: 5, latest: 9}, {phase: c, step: 1}]\n")
    #expect(
      try Self.set("onset: 1\n", earliest: 5, latest: 9)
        == "onset: 1\nlabels:\n  - {phase: b, step: 7, earliest: 5, latest: 9}\n")
  }

  @Test(arguments: [
    Case(
      name: "the only one of a block list",
      before: "onset: 1\nlabels: # known\n  - {phase: b, step: 7} # seen\nrun: x\n",
      after: "onset: 1\nlabels: [] # known\nrun: x\n"),
    Case(
      name: "the only one of a flow list", before: "onset: 1\nlabels: [{phase: b, step: 7}]\n",
      after: "onset: 1\nlabels: []\n"),
    Case(
      name: "the first of a flow list", before: "onset: 1\nlabels: [{phase: b, step: 7}, {phase: a, step: 1}]\n",
      after: "onset: 1\nlabels: [{phase: a, step: 1}]\n"),
    Case(
      name: "the last of a flow list", before: "onset: 1\nlabels: [{phase: a, step: 1}, {phase: b, step: 7}]\n",
      after: "onset: 1\nlabels: [{phase: a, step: 1}]\n"),
    Case(
      name: "one in the middle",
      before:
        "onset: 1\nlabels:\n  # one\n  - {phase: a, step: 1}\n  # two\n  - phase: b\n    step: 7\n  # three\n  - {phase: c, step: 9}\n",
      after: "onset: 1\nlabels:\n  # one\n  - {phase: a, step: 1}\n  # two\n  # three\n  - {phase: c, step: 9}\n"),
    Case(
      name: "the last without a line end", before: "onset: 1\nlabels:\n- {phase: a, step: 1}\n- {phase: b, step: 7}",
      after: "onset: 1\nlabels:\n- {phase: a, step: 1}"),
  ])
  func `a label is taken away, and all else stays`(shape: Case) throws {
    for step in [nil, Int64(7)] {
      let edit = try LabelEdit.removing(phase: "b", step: step, in: Self.source(shape.before))
      #expect(String(decoding: edit.bytes, as: UTF8.self) == shape.after)
      #expect(edit.outcome == .removed(.init(phase: "b", step: 7)))
    }
  }

  @Test(arguments: [
    (
      "onset: 1\nlabels: [{phase: b, step: 1}, {phase: b, step: 2}]\n",
      LabelEditError.severalLabels(phase: "b", steps: [1, 2])
    ),
    (
      "onset: 1\nlabels: [{phase: b, step: 1, earliest: 1, latest: 2}]\n",
      .boundsDoNotHold(step: 7, earliest: 1, latest: 2)
    ),
    ("onset: 1\nnote: &l [{phase: a, step: 1}]\nlabels: *l\n", .shared),
    ("onset: 1\nn: &n 3\nlabels: [{phase: b, step: *n}]\n", .shared),
  ])
  func `what cannot be written is refused`(text: String, error: LabelEditError) {
    #expect(throws: error) { try Self.set(text) }
    #expect(!error.description.isEmpty)
  }

  @Test func `a file with faults is left alone`() {
    for text in ["onset: 2\n", "onset: 1\nsteps_per_epoch: -1\n", "onset: [1\n", "- a\n", "onset: 1\nlabels: 3\n"] {
      do {
        _ = try Self.set(text)
        Issue.record("\(text) was edited")
      } catch let error as LabelEditError {
        guard case .faulty(let findings) = error, findings.containsErrors else {
          Issue.record("\(text): \(error)")
          continue
        }
      } catch {
        Issue.record("\(error)")
      }
    }
    #expect(throws: LabelEditError.noSuchLabel(phase: "b", step: nil, known: ["a"])) {
      try LabelEdit.removing(phase: "b", step: nil, in: Self.source("onset: 1\nlabels: [{phase: a, step: 1}]\n"))
    }
  }

  @Test(arguments: ["null", "true", "12", "-", "--", "1e5", "no", "x-y_Z"])
  func `a phase may be called like a word of YAML`(phase: String) throws {
    let text = try Self.set("onset: 1\n", phase)
    #expect(RunMetadataReader.decode(Self.source(text)).metadata.labels.map(\.phase) == [phase])
    #expect(try Self.set(text, phase, 9).contains("step: 9"))
  }

  @Test func `a new file is found where discovery looks`() throws {
    let folder = try TemporaryFolder()
    try folder.write("step,loss\n0,1\n1,2\n", to: "a.csv")
    try folder.write("step,loss\n0,1\n1,2\n", to: "deep/b.csv.gz.csv")
    for path in ["\(folder.path)/a.csv", "\(folder.path)/deep"] {
      let reference = try RunDiscovery.run(at: path)
      let place = try #require(RunDiscovery.newMetadataPath(for: reference))
      let edit = LabelEdit.newFile(with: .init(phase: "b", step: 1, earliest: 0))
      try folder.write(edit.bytes, to: String(place.dropFirst(folder.path.count + 1)))
      #expect(try RunDiscovery.run(at: path).readMetadata().labels == [.init(phase: "b", step: 1, earliest: 0)])
    }
    let labels = try RunDiscovery.runs(at: folder.path).map { try $0.get().readMetadata().labels.count }
    #expect(labels == [1, 1])
  }

  @Test(arguments: [
    ("lightning/logs/basic", "version_0/metrics.csv", "version_0/run.yaml"),
    ("lightning/logs/basic", "version_0", "version_0/run.yaml"),
    ("dvclive", "basic", "basic/run.yaml"), ("hf", "basic", "basic/run.yaml"),
    (
      "mlflow/mlruns", "171457841737222740/88d398dec4a242158093fe16ce80965c",
      "171457841737222740/88d398dec4a242158093fe16ce80965c/run.yaml"
    ),
  ])
  func `a tool's folder has its metadata where they are found from above`(
    root: String, path: String, place: String
  ) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(atPath: "\(logFolder)/\(root)", toPath: folder.path + "/root")
    let reference = try RunDiscovery.run(at: "\(folder.path)/root/\(path)")
    let found = try #require(RunDiscovery.newMetadataPath(for: reference))
    #expect(found == "\(folder.path)/root/\(place)")
    try folder.write(LabelEdit.newFile(with: .init(phase: "b", step: 1)).bytes, to: "root/\(place)")
    for above in ["root", "root/\(path)"] {
      let labels = try RunDiscovery.runs(at: "\(folder.path)/\(above)").map { try $0.get().readMetadata().labels.count }
      #expect(labels.reduce(0, +) == 1, "from \(above)")
    }
  }
}
