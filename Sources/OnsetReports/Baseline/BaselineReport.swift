import OnsetLanguage
import OnsetRules
package import OnsetStudy
import OnsetText

/// What was measured for a profile, for people and for programs.
package struct BaselineReport: PrintableReport, Sendable {
  package var profile: String
  package var opening: Opening
  package var runs: Int
  /// For how many deviations the corrected multiple is given.
  package var sigmas: Double
  package var isRobust: Bool
  package var signals: [BaselineStudy.Signal]
  /// Whether these signals were asked for by their names.
  package var isAsked: Bool
  /// What is to be known about the runs.
  package var notes: [String]

  package init(
    profile: String, opening: Opening, runs: Int, sigmas: Double, isRobust: Bool, signals: [BaselineStudy.Signal],
    isAsked: Bool, notes: [String]
  ) {
    self.profile = profile
    self.opening = opening
    self.runs = runs
    self.sigmas = sigmas
    self.isRobust = isRobust
    self.signals = signals
    self.isAsked = isAsked
    self.notes = notes
  }

  // MARK: For people

  package func text(_ style: TextStyle) -> String {
    heading + "\n\n" + table.plain() + remarks.map { "\n\(style.paint($0, .quiet))" }.joined()
      + (remarks.isEmpty ? "" : "\n")
  }

  package var markdown: String {
    heading + "\n\n" + table.markdown + (remarks.isEmpty ? "" : "\n" + remarks.map { "* \($0)\n" }.joined())
  }

  private var heading: String {
    let part: String =
      switch opening {
      case .first: "\(opening.description) of each, at most up to its first labelled transition"
      case .untilTransition, .steps, .epochs: opening.description
      }
    let estimate = isRobust ? "median and scaled median deviation" : "mean of the runs' means, deviation within runs"
    return "\(TerminalText.safe(profile)): \(DisplayNumber.counted(runs, "run")), \(part); \(estimate)"
  }

  /// `3 sigma`.
  private var sigmaTitle: String { "\(DisplayNumber.short(sigmas)) sigma" }

  private var table: TextTable {
    var table = TextTable([
      .init("signal"), .init("mean", .right), .init("std", .right), .init("samples", .right),
      .init("effective", .right), .init("runs", .right), .init("between runs", .right), .init(sigmaTitle, .right),
      .init("log scale"), .init("in the profile"), .init("to write"),
    ])
    for signal in signals {
      switch signal.finding {
      case .measured(let pooled), .constant(let pooled):
        let (mean, std) = RoundedBaseline.of(pooled)
        let multiple = pooled.multiple(forNormal: sigmas)
        table.append([
          signal.name, number(mean), number(std), DisplayNumber.grouped(Int64(pooled.samples)),
          ReadableCount.text(pooled.effective), "\(pooled.runs.count)",
          pooled.betweenRuns.map(DisplayNumber.short) ?? "–",
          pooled.isConstant || !multiple.isFinite ? "–" : ReadableCount.hundredths(multiple),
          pooled.wantsLogScale ? "yes" : "no", recorded(signal), words(signal.advice),
        ])
      case .tooFew:
        table.append([signal.name] + Array(repeating: "–", count: 8) + [recorded(signal), words(signal.advice)])
      }
    }
    return table
  }

  private func recorded(_ signal: BaselineStudy.Signal) -> String {
    guard let recorded = signal.recorded else { return "–" }
    let origin = signal.isOwn ? "" : " (\(recorded.profile))"
    return switch recorded.definition {
    case .fixed(let mean, let std): "\(number(mean)), \(number(std))\(origin)"
    case .measured: "measured on the run\(origin)"
    }
  }

  private func words(_ advice: BaselineStudy.Advice) -> String {
    switch advice {
    case .write: "yes"
    case .unused, .measuredOnRun, .nothing: "no"
    }
  }

  private func number(_ value: Double) -> String { DisplayNumber.short(value) }

  /// What has to be known to read the table right.
  private var remarks: [String] {
    var remarks = notes
    // Of a signal that no rule compares with its baseline the row is enough.
    for signal in signals where signal.isUsed || signal.recorded != nil || signal.advice == .write || isAsked {
      remarks += self.remarks(on: signal)
    }
    let measuredOnRun = signals.filter { $0.advice == .measuredOnRun }.map { "`\($0.name)`" }
    if !measuredOnRun.isEmpty {
      remarks.append(
        "Measured on each run itself, and not written: \(measuredOnRun.joined(separator: ", ")). `--metric` writes a number."
      )
    }
    if signals.contains(where: { $0.advice == .unused }) {
      remarks.append("Not written: signals of which no rule uses the baseline. `--metric` writes one all the same.")
    }
    return remarks.map { TerminalText.safe($0) }
  }

  private func remarks(on signal: BaselineStudy.Signal) -> [String] {
    var remarks: [String] = []
    let name = "`\(signal.name)`"
    switch signal.finding {
    case .tooFew: remarks.append("\(name): no opening has two finite samples. A longer `--range` may have.")
    case .constant(let pooled):
      remarks.append(
        "\(name) does not vary within the \(pooled.runs.count == 1 ? "run" : "runs"): a deviation of 0 would make an alarm "
          + "of any other value, and is not written.")
    case .measured(let pooled):
      if pooled.runsDiffer, signal.advice != .measuredOnRun {
        remarks.append(
          "\(name): runs lie \(number(pooled.betweenRuns ?? 0)) apart and scatter \(number(pooled.deviation)). One number "
            + "does not fit them all; `measure` takes it on each run.")
      }
      if pooled.wantsLogScale {
        remarks.append(
          "\(name) is skewed by \(number(pooled.skewness)), its logarithm by \(number(pooled.logSkewness ?? 0)): log it as "
            + "a logarithm, and its deviations mean the same above and below.")
      }
    }
    if case .measured(let pooled) = signal.finding {
      if pooled.nonFinite > 0 {
        remarks.append("\(name): \(DisplayNumber.counted(pooled.nonFinite, "value")) not finite, and not counted.")
      }
      if !pooled.runsWithTooFew.isEmpty {
        remarks.append("\(name): fewer than two samples in the opening of \(Self.names(pooled.runsWithTooFew)).")
      }
    }
    if !signal.runsWithout.isEmpty { remarks.append("\(name): not logged by \(Self.names(signal.runsWithout)).") }
    return remarks
  }

  /// `a, b, c and 4 more`.
  static func names(_ names: [String]) -> String {
    let shown = names.count > 4 ? Array(names.prefix(3)) : names
    return shown.joined(separator: ", ") + (shown.count < names.count ? " and \(names.count - shown.count) more" : "")
  }

  // MARK: For programs

  package var json: String {
    JSONOutput.object([
      ("profile", JSONOutput.quoted(profile)), ("opening", JSONOutput.quoted(opening.description)),
      ("runs", "\(runs)"), ("robust", "\(isRobust)"), ("sigmas", JSONOutput.number(sigmas)),
      ("signals", JSONOutput.array(lines)), ("notes", JSONOutput.array(notes.map(JSONOutput.quoted))),
    ])
  }

  /// An object for each signal.
  package var lines: [String] {
    signals.map { signal in
      var entries: [(key: String, value: String)] = [("signal", JSONOutput.quoted(signal.name))]
      switch signal.finding {
      case .measured(let pooled), .constant(let pooled):
        entries += [
          ("mean", JSONOutput.number(pooled.mean)), ("std", JSONOutput.number(pooled.deviation)),
          ("samples", "\(pooled.samples)"), ("effective", JSONOutput.number(pooled.effective)),
          ("runs", JSONOutput.array(pooled.runs.map(JSONOutput.quoted))),
          ("between_runs", pooled.betweenRuns.map { JSONOutput.number($0) } ?? "null"),
          ("multiple", JSONOutput.number(pooled.multiple(forNormal: sigmas))),
          ("skewness", JSONOutput.number(pooled.skewness)),
          ("log_skewness", pooled.logSkewness.map { JSONOutput.number($0) } ?? "null"),
          ("log_scale", "\(pooled.wantsLogScale)"), ("not_finite", "\(pooled.nonFinite)"),
        ]
      case .tooFew: entries.append(("mean", "null"))
      }
      return JSONOutput.object(entries + [("to_write", "\(signal.advice == .write)")])
    }
  }

  package var csv: String {
    var table = TextTable(
      ["signal", "mean", "std", "samples", "effective", "runs", "between_runs", "multiple", "log_scale", "to_write"]
        .map { .init($0) })
    for signal in signals {
      guard case .measured(let pooled) = signal.finding else {
        table.append([signal.name] + Array(repeating: "", count: 8) + ["false"])
        continue
      }
      table.append([
        signal.name, JSONOutput.number(pooled.mean), JSONOutput.number(pooled.deviation), "\(pooled.samples)",
        JSONOutput.number(pooled.effective), "\(pooled.runs.count)",
        pooled.betweenRuns.map { JSONOutput.number($0) } ?? "", JSONOutput.number(pooled.multiple(forNormal: sigmas)),
        "\(pooled.wantsLogScale)", "\(signal.advice == .write)",
      ])
    }
    return table.csv
  }
}

/// Numbers of a table in which more digits would say nothing.
enum ReadableCount {
  /// Of how many samples, roughly: one decimal under a hundred.
  static func text(_ value: Double) -> String {
    value < 100 ? DisplayNumber.short((value * 10).rounded() / 10) : DisplayNumber.grouped(Int64(value.rounded()))
  }

  static func hundredths(_ value: Double) -> String { DisplayNumber.short((value * 100).rounded() / 100) }
}
