package import OnsetText
import OnsetYAML

extension TestFile {
  /// Reads a file of tests. The model is nil where too little of it could be read.
  package static func decode(_ source: SourceFile) -> (model: TestFile?, diagnostics: [Diagnostic]) {
    YAML.decode(source, as: "a file of tests") { TestFile(&$0) }
  }

  private init?(_ reader: inout MappingReader) {
    let name = reader.text("tests", .required)
    summary = reader.text("summary")
    settings = TestSettings(&reader)
    run = TestRun.read(&reader)
    cases =
      reader.mappings("cases", .required, as: "a test", example: "cases: [{test: name, run: …, expect: …}]") {
        TestCase(&$0)
      } ?? []
    source = reader.source
    if let name, !Names.isFileName(name.value) {
      reader.report(RulesFault.badName(name.value, what: "a file of tests").diagnostic(in: source, at: name.range))
    }
    if let key = reader.key("cases"), cases.isEmpty, !reader.diagnostics.containsErrors {
      reader.report(TestFault.noCases.diagnostic(in: source, at: key.range))
    }
    Self.reportRepeatedNames(cases, &reader)
    guard let name else { return nil }
    self.name = name
  }

  private static func reportRepeatedNames(_ cases: [TestCase], _ reader: inout MappingReader) {
    var first: [String: ByteRange] = [:]
    let source = reader.source
    let lines = LineMap(source)
    for test in cases {
      if let earlier = first[test.name.value] {
        let place = "line \(lines.place(of: earlier.lower).line)"
        let fault = RulesFault.duplicateName(test.name.value, what: "tests", first: place)
        reader.report(fault.diagnostic(in: source, at: test.name.range))
      } else {
        first[test.name.value] = test.name.range
      }
    }
  }
}

extension TestCase {
  fileprivate init?(_ reader: inout MappingReader) {
    let name = reader.text("test", .required)
    summary = reader.text("summary")
    settings = TestSettings(&reader)
    run = TestRun.read(&reader)
    let place = reader.key("expect")?.range ?? reader.placeOfMissing
    let expectations = reader.mapping("expect", .required, example: "expect: {fires: [{rule: loss-spike}]}") {
      TestExpectations(&$0, at: place)
    }
    if let name, !Names.isLabel(name.value) {
      reader.report(RulesFault.badLabel(name.value, what: "a test").diagnostic(in: reader.source, at: name.range))
    }
    guard let name, let expectations else { return nil }
    self.name = name
    self.expectations = expectations
  }
}

extension TestSettings {
  fileprivate init(_ reader: inout MappingReader) {
    ruleSets = reader.texts("rulesets", orOne: true)
    profile = reader.text("profile")
    baselines = (reader.entries("baselines") ?? []).compactMap { ProfileFile.Baseline($0, &reader) }
    parameters = (reader.entries("parameters") ?? []).compactMap { ProfileFile.RuleSetParameters($0, &reader) }
  }
}
