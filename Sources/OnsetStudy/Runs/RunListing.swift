package import OnsetRules
package import OnsetRuns
package import OnsetText

/// Which of some runs are listed, and what is said about each.
package struct RunListing: Sendable {
  private let profiles: [Profile]
  private let conditions: [FieldCondition]
  private let metrics: [Glob]
  private let stepColumn: String?

  /// - Parameters:
  ///   - conditions: All of them have to hold for a run's metadata.
  ///   - metrics: A run has to log a metric for each of these patterns, by the name in the log or that of its profile.
  package init(
    profiles: [Profile], conditions: [FieldCondition] = [], metrics: [Glob] = [], stepColumn: String? = nil
  ) {
    self.profiles = profiles
    self.conditions = conditions
    self.metrics = metrics
    self.stepColumn = stepColumn
  }

  /// A run, or why it cannot be read.
  package struct Entry: Sendable {
    package var name: String
    package var path: String
    package var result: Result<RunSummary, RunError>

    package init(name: String, path: String, result: Result<RunSummary, RunError>) {
      self.name = name
      self.path = path
      self.result = result
    }
  }

  // MARK: Choosing by metadata

  /// The runs whose metadata fit the conditions, and those whose metadata cannot be read: they may. The fields that no
  /// run has are named with the nearest one that is there.
  package func chosen(
    _ references: [RunReference]
  ) async -> (references: [RunReference], unknownFields: [(field: String, nearest: String?)]) {
    guard !conditions.isEmpty else { return (references, []) }
    let fields = await parallelMap(references) { reference -> [String: String]? in
      guard let metadata = try? reference.readMetadata() else { return nil }
      var fields = metadata.fields
      fields["run"] = metadata.run ?? reference.name
      return fields
    }
    var known: Set<String> = []
    for fields in fields { known.formUnion((fields ?? [:]).keys) }
    // Where no metadata can be read nothing is known about the fields either.
    let unknown = known.isEmpty ? [] : conditions.map(\.field).filter { !known.contains($0) }
    let chosen = zip(references, fields).filter { _, fields in
      fields.map { fields in conditions.allSatisfy { $0.holds(for: fields) } } ?? true
    }
    return (
      chosen.map(\.0), unknown.map { ($0, Suggestion.nearest(to: $0, among: known.sorted())) }
    )
  }

  // MARK: Reading

  /// Reads a run, and gives back the memory for its values; nil for one without the metrics that are asked for.
  package func entry(of reference: RunReference) -> Entry? {
    do throws(RunError) {
      let run = try reference.read(ReadingOptions(stepColumn: stepColumn))
      guard hasMetrics(run) else { return nil }
      let summary = RunSummary(run, reference, profiles: profiles)
      return Entry(name: run.name, path: reference.log.path, result: .success(summary))
    } catch {
      return Entry(name: reference.name, path: reference.log.path, result: .failure(error))
    }
  }

  private func hasMetrics(_ run: Run) -> Bool {
    guard !metrics.isEmpty else { return true }
    var names = run.metricNames
    if case .one(let profile) = ProfileMatch.find(among: profiles, fields: run.metadata.fields) {
      names += run.metricNames.compactMap(profile.canonicalName)
    }
    return metrics.allSatisfy { pattern in names.contains(where: pattern.matches) }
  }
}
