package import OnsetText
import OnsetYAML

/// `onset.yaml`: where a project keeps its files.
package struct ProjectFile: Sendable {
  package var source: SourceFile
  /// Files and folders of rule sets, relative to the project's folder.
  package var rules: [Located<String>]
  package var profiles: [Located<String>]
  package var runs: [Located<String>]
  package var tests: [Located<String>]

  /// Reads the project's file. What it leaves out is looked for in the folders `rules`, `profiles`, `runs` and
  /// `rules/tests`.
  package static func decode(_ source: SourceFile) -> (model: ProjectFile?, diagnostics: [Diagnostic]) {
    YAML.decode(source, as: "a project") { reader in
      func folders(_ key: String, _ usual: String? = nil) -> [Located<String>] {
        reader.texts(key, orOne: true) ?? (reader.key(key) == nil ? [Located(usual ?? key, at: .at(0))] : [])
      }
      return ProjectFile(
        source: reader.source, rules: folders("rules"), profiles: folders("profiles"), runs: folders("runs"),
        tests: folders("tests", "rules/tests"))
    }
  }
}
