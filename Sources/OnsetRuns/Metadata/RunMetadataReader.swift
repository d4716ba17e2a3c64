package import OnsetText
internal import OnsetYAML

/// Reads `run.yaml` and `NAME.run.yaml`.
package enum RunMetadataReader {
  /// The metadata in a file; all its faults are thrown together.
  package static func read(path: String) throws(RunError) -> RunMetadata {
    let source = SourceFile(path: path, bytes: try bytes(of: path))
    let (metadata, findings) = decode(source)
    guard !findings.containsErrors else { throw .metadata(findings) }
    return metadata
  }

  /// The metadata in a file's text and what is wrong with it.
  package static func decode(_ source: SourceFile) -> (metadata: RunMetadata, findings: [Diagnostic]) {
    let (metadata, findings) = YAML.decode(source, as: "a run", read: fields)
    return (metadata ?? RunMetadata(), findings)
  }

  private static func fields(from reader: inout MappingReader) -> RunMetadata? {
    var metadata = RunMetadata()
    metadata.run = name("run", in: &reader)
    metadata.architecture = name("architecture", in: &reader)
    metadata.dataset = name("dataset", in: &reader)
    metadata.stepsPerEpoch = positive("steps_per_epoch", in: &reader)
    metadata.secondsPerStep = positive("seconds_per_step", in: &reader)
    for entry in reader.entries("hyperparameters") ?? [] {
      forEachScalar(of: entry.value, called: entry.key.text) { name, scalar in
        metadata.hyperparameters.append(
          RunMetadata.Hyperparameter(name: name, text: scalar.text, number: scalar.number))
      }
    }
    metadata.isLabelled = reader.key("labels") != nil
    metadata.labels = reader.mappings("labels", as: "a label", read: label) ?? []
    // Any other field is allowed: a profile may match runs by it.
    _ = reader.remaining()
    for entry in reader.content.entries where entry.key.text != "onset" {
      forEachScalar(of: entry.value, called: entry.key.text) { name, scalar in
        metadata.fields[name] = scalar.text
      }
    }
    return metadata
  }

  private static func label(from reader: inout MappingReader) -> RunMetadata.TransitionLabel? {
    let phase = reader.text("phase", .required)
    let step = reader.integer("step", .required)
    let earliest = reader.integer("earliest")
    let latest = reader.integer("latest")
    guard let phase, let step else { return nil }
    if let earliest, earliest.value > step.value {
      reader.report(MetadataFault.earliestAfterStep, at: earliest.range)
    }
    if let latest, latest.value < step.value {
      reader.report(MetadataFault.latestBeforeStep, at: latest.range)
    }
    return RunMetadata.TransitionLabel(
      phase: phase.value, step: Int64(step.value), earliest: earliest.map { Int64($0.value) },
      latest: latest.map { Int64($0.value) })
  }

  private static func name(_ key: String, in reader: inout MappingReader) -> String? {
    guard let text = reader.text(key) else { return nil }
    if text.value.isEmpty { reader.report(MetadataFault.emptyName(key), at: text.range) }
    return text.value
  }

  private static func positive(_ key: String, in reader: inout MappingReader) -> Double? {
    guard let number = reader.number(key) else { return nil }
    if !(number.value > 0 && number.value.isFinite) {
      reader.report(MetadataFault.notPositive(key), at: number.range)
    }
    return number.value
  }

  /// The single values of a node, nested ones with their keys joined by `.`; lists and nulls are passed over.
  private static func forEachScalar(
    of node: YAMLNode, called name: String, _ body: (String, YAMLScalar) -> Void
  ) {
    switch node {
    case .scalar(let scalar):
      if !scalar.isNull { body(name, scalar) }
    case .mapping(let mapping):
      for entry in mapping.entries {
        forEachScalar(of: entry.value, called: name + "." + entry.key.text, body)
      }
    case .sequence:
      break
    }
  }

  /// The file, up to a little more than what YAML files may have: the YAML reader says that it is too large.
  private static func bytes(of path: String) throws(RunError) -> [UInt8] {
    let file = try LogFile(path: path)
    let limit = YAML.Limits.byteCount + 1
    var bytes: [UInt8] = []
    var count = 0
    while count < limit {
      if bytes.count < count + 65_536 {
        bytes.append(contentsOf: repeatElement(0, count: max(65_536, bytes.count)))
      }
      let got = try file.read(into: &bytes, at: count, count: min(limit, bytes.count) - count)
      if got == 0 { break }
      count += got
    }
    return Array(bytes[..<count])
  }
}
