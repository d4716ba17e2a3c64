import OnsetRules
import OnsetText
import Testing

/// Values of parameters in files of every shape: nothing but the values changes.
@Suite struct ParameterEditTests {
  static let ruleSets: [(file: String, edited: String)] = [
    ("parameters: {p: 1, q: 2 samples}\n", "parameters: {p: 2.5, q: 9 samples}\n"),
    ("parameters:\n  p: 1    # one\n  q: 2 samples\n", "parameters:\n  p: 2.5    # one\n  q: 9 samples\n"),
    (
      "# first\r\nparameters:\r\n  p: {value: 1, tune: [1, 5]} # range\r\n  q: '2 samples'\r\n",
      "# first\r\nparameters:\r\n  p: {value: 2.5, tune: [1, 5]} # range\r\n  q: '9 samples'\r\n"
    ),
    (
      "parameters:\n  p:\n    # the value\n    value: \"1\"\n    tune: [1, 5]\n  q: &span 2 samples\n",
      "parameters:\n  p:\n    # the value\n    value: \"2.5\"\n    tune: [1, 5]\n  q: &span 9 samples\n"
    ),
    (
      "{parameters: {q: {tune: [1 sample, 9 samples], value: 2 samples}, p: 1}}",
      "{parameters: {q: {tune: [1 sample, 9 samples], value: 9 samples}, p: 2.5}}"
    ),
  ]

  @Test(arguments: ruleSets)
  func `Values of a rule set are exchanged in place`(_ sample: (file: String, edited: String)) throws {
    let source = SourceFile(name: "rules/x.yaml", text: sample.file)
    let bytes = try ParameterEdit.setting([("p", "2.5"), ("q", "9 samples")], at: .ruleSet, in: source)
    #expect(String(decoding: bytes, as: UTF8.self) == sample.edited)
  }

  @Test func `Values of a profile are those for the rule set`() throws {
    let source = SourceFile(
      name: "profiles/x.yaml", text: "parameters:\n  other: {p: 1}\n  mine: {p: 1.0, q: 3%}  # measured\n")
    let bytes = try ParameterEdit.setting([("q", "0.5%")], at: .profile(ruleSet: "mine"), in: source)
    #expect(
      String(decoding: bytes, as: UTF8.self) == "parameters:\n  other: {p: 1}\n  mine: {p: 1.0, q: 0.5%}  # measured\n")
  }

  @Test(arguments: [
    ("parameters: {p: &a 1, q: *a}\n", "shared by an alias"),
    ("parameters: &all {p: 1}\nother: *all\n", "shared by an alias"),
    ("x: &a 1\nparameters: {p: *a}\n", "shared by an alias"), ("parameters: {q: 1}\n", "no value for `p` any more"),
    ("parameters: {p: [1]}\n", "no scalar"), ("parameters: {p: 1\n", "cannot be read any more"),
  ])
  func `What would change other places is refused`(_ text: String, _ reason: String) {
    let source = SourceFile(name: "rules/x.yaml", text: text)
    let failure = #expect(throws: ParameterEdit.Failure.self) {
      _ = try ParameterEdit.setting([("p", "2")], at: .ruleSet, in: source)
    }
    #expect(failure?.description.contains(reason) == true, "\(failure?.description ?? "")")
  }

  @Test func `The value that is there already is not written`() throws {
    let source = SourceFile(name: "rules/x.yaml", text: "parameters: {p: 1.50}\n")
    #expect(try ParameterEdit.setting([("p", "1.50")], at: .ruleSet, in: source) == source.bytes)
  }
}
