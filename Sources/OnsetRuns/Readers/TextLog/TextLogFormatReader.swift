package import OnsetText
internal import OnsetYAML

/// Reads pattern files of text logs.
package enum TextLogFormatReader {
  /// The format in a file's text, and what is wrong with it. A format with faults is none.
  package static func decode(_ source: SourceFile) -> (format: TextLogFormat?, findings: [Diagnostic]) {
    let (format, findings) = YAML.decode(source, as: "a format", read: format)
    return (findings.containsErrors ? nil : format, findings)
  }

  private static func format(from reader: inout MappingReader) -> TextLogFormat? {
    let name = reader.text("format", .required)
    if let name, name.value.isEmpty { reader.report(.emptyFormatName, at: name.range) }
    let summary = reader.text("summary")
    let step = reader.text("step")
    let lines = templates("lines", .line, &reader)
    let heads = templates("hyperparameters", .head, &reader)
    if let place = reader.key("lines"), lines.isEmpty, reader.content["lines"]?.sequence?.items.isEmpty == true {
      reader.report(.noLines, at: place.site)
    }
    let renames = renames(lines, step: step?.value, &reader)
    var format = TextLogFormat(name: name?.value ?? "", summary: summary?.value ?? "", step: step?.value ?? "")
    format.lines = lines
    format.heads = heads
    format.renames = renames
    guard !lines.isEmpty else { return format }
    let names = lines.flatMap(\.names)
    let hasJSON = lines.contains(where: \.hasJSON)
    if let step {
      if !hasJSON, !names.contains(step.value) {
        reader.report(
          .unknownStep(step.value, nearest: Suggestion.nearest(to: step.value, among: names)), at: step.range)
      }
    } else if let usual = names.filter({ StepNames.rank(of: $0) != nil }).min(by: {
      (StepNames.rank(of: $0) ?? 0) < (StepNames.rank(of: $1) ?? 0)
    }) {
      format.step = usual
    } else if reader.diagnostics.isEmpty {
      reader.report(.noStep(known: names), at: reader.key("lines")?.site ?? reader.placeOfMissing)
    }
    return format
  }

  private static func templates(
    _ key: String, _ place: LineTemplate.Place, _ reader: inout MappingReader
  ) -> [LineTemplate] {
    guard let list = reader.sequence(key, place == .line ? .required : .optional) else { return [] }
    return list.items.compactMap { item in
      guard let scalar = reader.scalar(of: item, called: "an item of `\(key)`") else { return nil }
      let (template, faults) = LineTemplate.parse(scalar.text, place)
      for (fault, range) in faults { reader.report(fault, at: scalar.fileRange(of: range)) }
      return faults.isEmpty ? template : nil
    }
  }

  private static func renames(
    _ lines: [LineTemplate], step: String?, _ reader: inout MappingReader
  ) -> [String: String] {
    var renames: [String: String] = [:]
    let names = lines.flatMap(\.names)
    let hasJSON = lines.contains(where: \.hasJSON)
    for entry in reader.entries("rename") ?? [] {
      let key = entry.key
      guard let name = reader.text(of: entry.value, called: "`\(key.text)`") else { continue }
      if key.text == step {
        reader.report(.renamedStep(key.text), at: key.site)
      } else if !hasJSON, !lines.isEmpty, !names.contains(key.text) {
        reader.report(
          .unusedRename(key.text, nearest: Suggestion.nearest(to: key.text, among: names)), at: key.site)
      } else {
        renames[key.text] = name.value
      }
    }
    return renames
  }
}
