import OnsetLanguage
import OnsetRules
import OnsetText

extension ProjectDoctor {
  /// What the profiles rest on.
  var profileLines: [Checkup.Line] { [coverage, baselines, transitions] }

  /// The profiles that are for certain architectures; those for all of them are a fallback.
  private var specific: [Profile] {
    profiles.filter { profile in profile.match.contains { $0.patterns.contains { $0.literalCount > 0 } } }
  }

  private var coverage: Checkup.Line {
    let names = Set(specific.map(\.name))
    var others: [String: Int] = [:]
    for run in runs where run.architecture != nil && !(run.profile.map { names.contains($0.name) } ?? false) {
      others[run.architecture ?? "", default: 0] += 1
    }
    let known = Set(runs.compactMap(\.architecture)).count
    let lacking = others.sorted { $0.key < $1.key }.map { "not \($0.key) (\(Self.counted($0.value, "run")))" }
    return Checkup.Line(
      "profiles", "Has every architecture a profile of its own?", known == 0 ? .unknown : others.isEmpty ? .yes : .no,
      known == 0
        ? ["no run says its architecture"]
        : evidence("\(known - others.count) of \(known) architectures of the runs", except: lacking),
      remedy: "write a profile with a `match` for it, which may extend another", command: "onset schema profile")
  }

  /// Fewer samples than these are not three sigma.
  private static let fewestSamples = 50

  private var baselines: Checkup.Line {
    var sound = 0
    var lacking: [String] = []
    var names: Set<String> = []
    for profile in profiles {
      for (metric, baseline) in profile.baselines.sorted(by: { $0.key < $1.key }) {
        // One that is inherited is told with the profile that says it.
        guard baseline.profile == profile.name else { continue }
        names.insert(metric)
        let what = "\(profile.source.path) \(metric)"
        if case .measured = baseline.definition {
          sound += 1
        } else if baseline.runs.isEmpty {
          lacking.append("\(what): it does not say which runs it is from")
        } else if (baseline.samples ?? 0) < Self.fewestSamples {
          lacking.append(
            "\(what): from \(baseline.samples.map { Self.counted($0, "sample") } ?? "an unknown number of samples")")
        } else {
          sound += 1
        }
      }
    }
    let total = sound + lacking.count
    return Checkup.Line(
      "baselines", "Are the baselines measured, on diagnostic runs or on the run itself?",
      total == 0 ? .no : lacking.isEmpty ? .yes : .no,
      total == 0 ? ["no profile has a baseline"] : evidence("\(sound) of \(total) baselines", except: lacking),
      remedy: "measure them over \(Self.fewestSamples) quiet samples or more, and write down `samples` and `runs`",
      command: "onset eval 'mean(METRIC, 200 samples)' RUN")
  }

  private var transitions: Checkup.Line {
    let lacking = specific.filter(\.transitions.isEmpty)
    return Checkup.Line(
      "transitions", "Are typical transitions written down for each architecture?",
      specific.isEmpty ? .no : lacking.isEmpty ? .yes : .no,
      specific.isEmpty
        ? ["no profile is for a certain architecture"]
        : evidence(
          "\(specific.count - lacking.count) of \(specific.count) profiles have `transitions`",
          except: lacking.map { "not \($0.source.path)" }),
      remedy: "write down where phases began in the runs of the architecture; a replay shows it",
      command: "onset replay --format csv")
  }
}
