package import OnsetText
import OnsetYAML

/// Writes what was measured into a profile's file; every other byte of it stays.
package enum ProfileEdit {
  /// A baseline as it is to be written.
  package struct Baseline: Hashable, Sendable {
    package var metric: String
    package var mean: Double
    package var std: Double
    package var samples: Int
    package var runs: [String]
    /// The day.
    package var measured: String
    /// Which part of the runs.
    package var range: String

    package init(
      metric: String, mean: Double, std: Double, samples: Int, runs: [String], measured: String, range: String
    ) {
      self.metric = metric
      self.mean = mean
      self.std = std
      self.samples = samples
      self.runs = runs
      self.measured = measured
      self.range = range
    }
  }

  /// A transition as it is to be written, in epochs or in steps.
  package struct Transition: Hashable, Sendable {
    package var phase: String
    package var isInEpochs: Bool
    package var median: Double
    package var earliest: Double
    package var latest: Double
    package var runs: Int
    package var measured: String

    package init(
      phase: String, isInEpochs: Bool, median: Double, earliest: Double, latest: Double, runs: Int, measured: String
    ) {
      self.phase = phase
      self.isInEpochs = isInEpochs
      self.median = median
      self.earliest = earliest
      self.latest = latest
      self.runs = runs
      self.measured = measured
    }
  }

  /// Why a profile could not be written.
  package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence, without a full stop.
    package var description: String
    /// What is wrong with the file, where that is the reason.
    package var findings: [Diagnostic] = []
  }

  /// The file with some baselines. One that measures itself on the run becomes a fixed one; keys that say nothing of the
  /// measurement stay.
  package static func setting(_ baselines: [Baseline], in source: SourceFile) throws(Failure) -> SourceFile {
    let old = ProfileFile.decode(source).model
    var file = source
    for baseline in baselines {
      let path = ["baselines", baseline.metric]
      let value = NewValue.mapping(
        [
          .init("mean", .scalar(number(baseline.mean))), .init("std", .scalar(number(baseline.std))),
          .init("samples", .scalar("\(baseline.samples)")), .init("runs", .list(baseline.runs)),
          .init("measured", .scalar(baseline.measured)), .init("range", .scalar(baseline.range)),
        ], inBraces: false)
      file = try edited(file) { (file) throws(KeyPathEditError) in
        let set = try YAML.setting(path, to: value, in: file)
        let measures = old?.baselines.first { $0.metric.value == baseline.metric }?.measure != nil
        return measures ? try YAML.removing(path + ["measure"], in: set) : set
      }
    }
    return try checked(file, after: source)
  }

  /// The file with some transitions.
  package static func setting(_ transitions: [Transition], in source: SourceFile) throws(Failure) -> SourceFile {
    let old = ProfileFile.decode(source).model
    var file = source
    for transition in transitions {
      let path = ["transitions", transition.phase]
      let (unit, other) = transition.isInEpochs ? ("epoch", "step") : ("step", "epoch")
      let value = NewValue.mapping(
        [
          .init(unit, .scalar(number(transition.median))), .init("earliest", .scalar(number(transition.earliest))),
          .init("latest", .scalar(number(transition.latest))), .init("runs", .scalar("\(transition.runs)")),
          .init("measured", .scalar(transition.measured)),
        ], inBraces: true)
      file = try edited(file) { (file) throws(KeyPathEditError) in
        let set = try YAML.setting(path, to: value, in: file)
        let known = old?.transitions.first { $0.phase.value == transition.phase }
        let hasOther = (transition.isInEpochs ? known?.step : known?.epoch) != nil
        return hasOther ? try YAML.removing(path + [other], in: set) : set
      }
    }
    return try checked(file, after: source)
  }

  private static func number(_ value: Double) -> String { value.jsonText ?? "\(value)" }

  private static func edited(
    _ file: SourceFile, _ edit: (SourceFile) throws(KeyPathEditError) -> SourceFile
  ) throws(Failure) -> SourceFile {
    do throws(KeyPathEditError) {
      return try edit(file)
    } catch {
      var failure = Failure(description: "\(file.path): \(error.description)")
      if case .faulty(let findings) = error { failure.findings = findings }
      throw failure
    }
  }

  /// The file, if it is a profile without more errors than before.
  private static func checked(_ file: SourceFile, after old: SourceFile) throws(Failure) -> SourceFile {
    let before = ProfileFile.decode(old).diagnostics.count { $0.severity == .error }
    let findings = ProfileFile.decode(file).diagnostics
    guard findings.count(where: { $0.severity == .error }) <= before else {
      throw Failure(description: "\(old.path): what would be written is no profile", findings: findings)
    }
    return file
  }
}
