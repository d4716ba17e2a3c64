internal import OnsetYAML

extension RunMetadata {
  /// The text of a `run.yaml` that reads back as these metadata; empty where there is nothing to say.
  package var yaml: String {
    var text = ""
    func line(_ key: String, _ value: String) { text += "\(key): \(value)\n" }
    if let run { line("run", YAML.spelling(of: run)) }
    if let architecture { line("architecture", YAML.spelling(of: architecture)) }
    if let dataset { line("dataset", YAML.spelling(of: dataset)) }
    if let stepsPerEpoch { line("steps_per_epoch", "\(stepsPerEpoch)") }
    if let secondsPerStep { line("seconds_per_step", "\(secondsPerStep)") }
    if !hyperparameters.isEmpty {
      text += "hyperparameters:\n"
      for parameter in hyperparameters {
        line("  " + YAML.spelling(of: parameter.name), YAML.spelling(of: parameter.text))
      }
    }
    if !labels.isEmpty {
      text += "labels:\n"
      for label in labels {
        line("  - phase", YAML.spelling(of: label.phase))
        line("    step", "\(label.step)")
        if label.earliest != label.step { line("    earliest", "\(label.earliest)") }
        if label.latest != label.step { line("    latest", "\(label.latest)") }
      }
    } else if isLabelled {
      line("labels", "[]")
    }
    for (key, value) in sortedFields where !isSaid(key) { line(YAML.spelling(of: key), YAML.spelling(of: value)) }
    return text.isEmpty ? "" : "onset: 1\n" + text
  }

  /// Whether a field is one of those that have a place of their own.
  private func isSaid(_ key: String) -> Bool {
    ["onset", "run", "architecture", "dataset", "steps_per_epoch", "seconds_per_step", "labels"].contains(key)
      || hyperparameters.contains { key == "hyperparameters." + $0.name }
  }
}
