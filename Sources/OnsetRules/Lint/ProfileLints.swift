import OnsetLanguage
package import OnsetText
import OnsetYAML

/// The lints that look at the baselines of profiles.
package enum ProfileLints {
  /// What a look at baselines depends on, beside the profiles.
  package struct Context: Sendable {
    /// Nil where nobody asks how old they are.
    package var today: CalendarDay?
    /// The architectures of the runs at hand, by the runs' names.
    package var architectures: [String: String]
    /// The metrics of which rules use the deviation.
    package var sigmas: Set<String>

    package init(today: CalendarDay? = nil, architectures: [String: String] = [:], sigmas: Set<String> = []) {
      self.today = today
      self.architectures = architectures
      self.sigmas = sigmas
    }
  }

  /// What is naive in profiles, file by file.
  ///
  /// - Parameter profiles: The same resolved, and those that they extend.
  package static func findings(in files: [ProfileFile], profiles: [Profile], _ context: Context) -> [Diagnostic] {
    files.flatMap { file -> [Diagnostic] in
      let profile = profiles.first { $0.source.path == file.source.path }
      let found =
        ForeignBaseline.check(file, profile, profiles, context) + SmallBaseline.check(file, profile, context)
        + BaselineWithoutSpread.check(file) + OldBaseline.check(file, context)
      return found.map { $0.diagnostic(in: file.source) }
    }
  }

  /// The metrics of which rule sets use the deviation, by the names that they use.
  package static func sigmas(in ruleSets: [RuleSetFile]) -> Set<String> {
    var names: Set<String> = []
    for file in ruleSets {
      var texts = file.lets.map(\.expression.text)
      for rule in file.rules {
        texts += [rule.when, rule.confirm?.that, rule.clear].compactMap { $0?.text }
      }
      for text in texts where text.utf8.count > 6 && text.contains("sigma") {
        guard let syntax = try? Parser.parse(text) else { continue }
        addSigmas(syntax, &names)
      }
    }
    return names
  }

  private static func addSigmas(_ syntax: Syntax, _ names: inout Set<String>) {
    switch syntax.kind {
    case .call(let name, let arguments):
      if name.value == "sigma", case .name(let metric, _)? = arguments.first?.kind { names.insert(metric) }
      for argument in arguments { addSigmas(argument, &names) }
    case .group(let inner), .negate(let inner), .not(let inner): addSigmas(inner, &names)
    case .comparison(let left, _, let right):
      addSigmas(left, &names)
      addSigmas(right, &names)
    case .arithmetic(let first, let rest):
      addSigmas(first, &names)
      for part in rest { addSigmas(part.operand, &names) }
    case .logical(_, let operands): for operand in operands { addSigmas(operand, &names) }
    case .number, .percentage, .span, .truth, .name: break
    }
  }
}
