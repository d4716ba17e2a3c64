import OnsetLanguage
import OnsetText

/// What a profile says with everything that it extends, in a form in which nothing but the meaning is left: comments,
/// spacing, the order of keys, summaries, units, and where a baseline was measured make no difference.
///
/// Two profiles of one meaning are found for the same runs and make rules do the same to them. Transitions are not part
/// of it, since no rule reads them.
package struct ProfileMeaning: Sendable, Hashable {
  package var name: String
  /// In a fixed order, each subject at most once.
  package var facts: [Fact]

  /// Something that is said.
  package struct Fact: Sendable, Hashable {
    package var subject: Subject
    package var text: String
  }

  /// Of what something is said.
  package enum Subject: Sendable, Hashable {
    case match(field: String)
    /// The other names of a signal, in the order in which they are looked for.
    case aliases(signal: String)
    case baseline(metric: String)
    case parameter(ruleset: String, name: String)
  }

  package init(_ profile: Profile) {
    name = profile.name
    facts = profile.match.sorted { $0.field < $1.field }.map { field, patterns in
      Fact(subject: .match(field: field), text: patterns.map(\.pattern).sorted().joined(separator: ", "))
    }
    facts += profile.signals.filter { !$0.aliases.isEmpty }.sorted { $0.name < $1.name }.map {
      Fact(subject: .aliases(signal: $0.name), text: $0.aliases.joined(separator: ", "))
    }
    facts += profile.baselines.sorted { $0.key < $1.key }.map {
      Fact(subject: .baseline(metric: $0.key), text: Self.text($0.value.definition))
    }
    for (ruleset, settings) in profile.parameters.sorted(by: { $0.key < $1.key }) {
      facts += settings.sorted { $0.key < $1.key }.map {
        Fact(subject: .parameter(ruleset: ruleset, name: $0.key), text: Self.text($0.value.value))
      }
    }
  }

  /// What it says of a subject; nil where it says nothing.
  package subscript(subject: Subject) -> String? { facts.first { $0.subject == subject }?.text }

  /// The whole as text, a fact a line: what a digest is taken of.
  package var text: String {
    let lines = facts.map { fact in
      switch fact.subject {
      case .match(let field): "match \(JSONOutput.quoted(field)): \(fact.text)"
      case .aliases(let signal): "signal \(JSONOutput.quoted(signal)): \(fact.text)"
      case .baseline(let metric): "baseline \(JSONOutput.quoted(metric)): \(fact.text)"
      case .parameter(let ruleset, let name): "parameter \(ruleset).\(name): \(fact.text)"
      }
    }
    return (["profile \(name)"] + lines).map { $0.replacing("\n", with: "\\n") + "\n" }.joined()
  }

  private static func text(_ definition: BaselineDefinition) -> String {
    switch definition {
    case .fixed(let mean, let deviation): "mean \(number(mean)), std \(number(deviation))"
    case .measured(let after, let over): "measured over \(over) after \(after)"
    }
  }

  private static func text(_ value: ParameterValue) -> String {
    switch value {
    case .number(let number): self.number(number)
    // Where a share is asked for both are one value; as a change they are not.
    case .percentage(let share): "\(number(share)) relative"
    case .span(let span): span.description
    }
  }

  private static func number(_ value: Double) -> String { Int64(exactly: value).map(String.init) ?? "\(value)" }
}
