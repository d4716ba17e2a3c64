package import OnsetText
import OnsetYAML

/// `onset.yaml`: where a project keeps its files, and what its people decided.
package struct ProjectFile: Sendable {
  package var source: SourceFile
  /// Files and folders of rule sets, relative to the project's folder.
  package var rules: [Located<String>]
  package var profiles: [Located<String>]
  package var runs: [Located<String>]
  package var tests: [Located<String>]
  /// Files and folders of the formats of text logs.
  package var formats: [Located<String>]
  /// Files and folders of experiments.
  package var experiments: [Located<String>]
  /// The day on which the rules' logs were last read by a person.
  package var reviewed: Located<CalendarDay>?
  /// How many experiments were set aside for trying rules out.
  package var experimentBudget: Located<Int>?
  /// By what rules are judged.
  package var outcomes: OutcomeSettings

  /// Reads the project's file. What it leaves out is looked for in the folders `rules`, `profiles`, `runs`,
  /// `rules/tests`, `formats` and `experiments`.
  package static func decode(_ source: SourceFile) -> (model: ProjectFile?, diagnostics: [Diagnostic]) {
    YAML.decode(source, as: "a project") { reader in
      func folders(_ key: String, _ usual: String? = nil) -> [Located<String>] {
        reader.texts(key, orOne: true) ?? (reader.has(key) ? [] : [Located(usual ?? key, at: .at(0))])
      }
      return ProjectFile(
        source: reader.source, rules: folders("rules"), profiles: folders("profiles"), runs: folders("runs"),
        tests: folders("tests", "rules/tests"), formats: folders("formats"), experiments: folders("experiments"),
        reviewed: day("reviewed", &reader),
        experimentBudget: reader.mapping("budget") { experiments(&$0) }, outcomes: OutcomeSettings(from: &reader))
    }
  }

  private static func day(_ key: String, _ reader: inout MappingReader) -> Located<CalendarDay>? {
    guard let text = reader.text(key) else { return nil }
    if let day = CalendarDay(text.value) { return Located(day, at: text.range) }
    reader.report(RulesFault.notADay(key: key, found: text.value).diagnostic(in: reader.source, at: text.range))
    return nil
  }

  private static func experiments(_ reader: inout MappingReader) -> Located<Int>? {
    guard let count = reader.integer("experiments", .required) else { return nil }
    if count.value < 1 {
      reader.report(RulesFault.notPositive(key: "experiments").diagnostic(in: reader.source, at: count.range))
    }
    return count
  }
}
