package import OnsetText
import OnsetYAML

extension ExperimentFile {
  /// The most variants that one experiment may have.
  package static let variantLimit = 1000

  /// Reads an experiment. The model is nil where something of it could not be read.
  package static func decode(_ source: SourceFile) -> (model: ExperimentFile?, diagnostics: [Diagnostic]) {
    YAML.decode(source, as: "an experiment") { ExperimentFile(&$0) }
  }

  private init?(_ reader: inout MappingReader) {
    source = reader.source
    let name = reader.text("experiment", .required)
    question = reader.text("question")
    ruleSets = reader.texts("rulesets", orOne: true)
    profile = reader.text("profile")
    runs = reader.mapping("runs", example: "runs: {paths: [runs], where: [architecture=cnn]}") { Runs(&$0) } ?? Runs()
    let spelt =
      (reader.entries("variants", example: "variants: {shipped: {}, wide: {set: {spike.window: 50 samples}}}")
      ?? []).compactMap { Variant($0, &reader) }
    let axes = (reader.entries("matrix", example: "matrix: {spike.window: [10 samples, 50 samples]}") ?? []).compactMap
    {
      Axis($0, &reader)
    }
    variants = spelt + Self.combinations(of: axes, &reader)
    against = reader.text("against")
    objective = reader.scalar("objective", expected: "a score, such as `f1`")
    split = reader.mapping("split", example: "split: {by: architecture}") { $0.text("by", .required) }
    if let name, !Names.isFileName(name.value) {
      reader.report(RulesFault.badName(name.value, what: "an experiment").diagnostic(in: source, at: name.range))
    }
    guard let name, !reader.diagnostics.containsErrors else { return nil }
    self.name = name
  }

  /// One variant for each combination of the values, the last axis moving fastest.
  private static func combinations(of axes: [Axis], _ reader: inout MappingReader) -> [Variant] {
    guard let key = reader.key("matrix"), !axes.isEmpty else { return [] }
    var count = 1
    for axis in axes {
      count = count.multipliedReportingOverflow(by: axis.values.count).overflow ? .max : count * axis.values.count
    }
    guard count <= variantLimit else {
      reader.report(ExperimentFault.tooManyVariants(count).diagnostic(in: reader.source, at: key.range))
      return []
    }
    var variants = [Variant(name: Located("", at: key.range))]
    for axis in axes {
      let isTold = axes.count { $0.parameter.value == axis.parameter.value } == 1
      let label = isTold ? axis.parameter.value : "\(axis.ruleset.value).\(axis.parameter.value)"
      variants = variants.flatMap { variant in
        axis.values.map { value in
          var more = variant
          let part = "\(label)=\(value.text)"
          more.name = Located(variant.name.value.isEmpty ? part : "\(variant.name.value), \(part)", at: key.range)
          more.settings.append(Setting(ruleset: axis.ruleset, parameter: axis.parameter, value: value))
          return more
        }
      }
    }
    return variants
  }
}

extension ExperimentFile.Runs {
  fileprivate init(_ reader: inout MappingReader) {
    paths = reader.texts("paths", orOne: true)
    conditions = reader.texts("where", orOne: true) ?? []
  }
}

extension ExperimentFile.Variant {
  fileprivate init?(_ entry: YAMLMapping.Entry, _ reader: inout MappingReader) {
    let name = entry.key.located
    let content = reader.mapping(
      of: entry.value, called: "`\(entry.key.text)`", as: "a variant",
      hints: ["`\(entry.key.text): {}` changes nothing"]
    ) { reader in
      Self(
        name: name, revision: reader.text("revision"),
        settings: (reader.entries("set", example: "set: {spike.window: 50 samples}") ?? []).compactMap { entry in
          guard let (ruleset, parameter) = ExperimentFile.names(entry.key, &reader),
            let value = reader.scalar(of: entry.value, called: "`\(entry.key.text)`", expected: "a number or a span")
          else { return nil }
          return ExperimentFile.Setting(ruleset: ruleset, parameter: parameter, value: value)
        })
    }
    guard let content else { return nil }
    self = content
  }
}

/// A parameter and the values that it takes in turn.
private struct Axis {
  var ruleset: Located<String>
  var parameter: Located<String>
  var values: [YAMLScalar]

  init?(_ entry: YAMLMapping.Entry, _ reader: inout MappingReader) {
    let names = ExperimentFile.names(entry.key, &reader)
    let hints = ["list the values: `\(entry.key.text): [10 samples, 50 samples]`"]
    guard let list = reader.sequence(of: entry.value, called: "`\(entry.key.text)`", hints: hints) else { return nil }
    values = list.items.compactMap {
      reader.scalar(of: $0, called: "a value of `\(entry.key.text)`", expected: "a number or a span")
    }
    if list.items.isEmpty {
      reader.report(ExperimentFault.noValues(entry.key.text).diagnostic(in: reader.source, at: entry.key.range))
    }
    guard let names, values.count == list.items.count else { return nil }
    (ruleset, parameter) = names
  }
}

extension ExperimentFile {
  /// The rule set and the parameter that a key names, `spike.window`, each with its place.
  fileprivate static func names(
    _ key: YAMLScalar, _ reader: inout MappingReader
  ) -> (ruleset: Located<String>, parameter: Located<String>)? {
    let text = key.text.utf8
    guard let point = text.firstIndex(of: UInt8(ascii: ".")), point != text.startIndex,
      text.index(after: point) != text.endIndex
    else {
      reader.report(ExperimentFault.namesNoParameter(key.text).diagnostic(in: reader.source, at: key.range))
      return nil
    }
    let offset = text.distance(from: text.startIndex, to: point)
    return (
      Located(String(key.text[..<point]), at: key.fileRange(of: ByteRange(0, offset))),
      Located(
        String(key.text[text.index(after: point)...]), at: key.fileRange(of: ByteRange(offset + 1, text.count)))
    )
  }
}
