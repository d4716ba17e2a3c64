import OnsetText
import OnsetYAML
import Testing

/// A model as OnsetRules has one, small: what is pleasant or not about the reader shows here.
private struct RuleSet {
  enum Repeat: String, CaseIterable { case never, whenCleared = "when cleared" }

  struct Parameter {
    var name: String
    var value: YAMLScalar
    var tune: [Double]

    init?(_ entry: YAMLMapping.Entry, _ reader: inout MappingReader) {
      name = entry.key.text
      if let value = entry.value.scalar {
        self.value = value
        tune = []
        return
      }
      let read = reader.mapping(of: entry.value, called: "`\(name)`", as: "a parameter") { inner in
        let value = inner.scalar("value", .required)
        let range = inner.sequence("tune")
        let tune = range?.items.compactMap { inner.number(of: $0, called: "an item of `tune`")?.value }
        return value.map { ($0, tune ?? []) }
      }
      guard let read else { return nil }
      (value, tune) = read
    }
  }

  struct Confirmation {
    var that: YAMLScalar
    var within: YAMLScalar

    init?(_ reader: inout MappingReader) {
      let that = reader.scalar("that", .required)
      let within = reader.scalar("within", .required)
      guard let that, let within else { return nil }
      self.that = that
      self.within = within
    }
  }

  struct Rule {
    var name: Located<String>
    var when: YAMLScalar
    var during: [Located<String>]
    var confirm: Confirmation?
    var repeats: Repeat
    var atMost: Int?

    init?(_ reader: inout MappingReader) {
      let name = reader.text("rule", .required)
      let when = reader.scalar("when", .required)
      during = reader.texts("during", orOne: true) ?? []
      confirm = reader.mapping("confirm", read: Confirmation.init)
      repeats = reader.choice("repeat", of: Repeat.self)?.value ?? .never
      atMost = reader.integer("at_most")?.value
      guard let name, let when else { return nil }
      self.name = name
      self.when = when
    }
  }

  var name: Located<String>
  var parameters: [Parameter]
  var lets: [(name: String, expression: YAMLScalar)]
  var rules: [Rule]

  init?(_ reader: inout MappingReader) {
    let name = reader.text("ruleset", .required)
    parameters = []
    for entry in reader.entries("parameters") ?? [] {
      if let parameter = Parameter(entry, &reader) { parameters.append(parameter) }
    }
    lets = []
    for entry in reader.entries("let") ?? [] {
      if let expression = reader.scalar(of: entry.value, called: "`\(entry.key.text)`") {
        lets.append((entry.key.text, expression))
      }
    }
    rules = reader.mappings("rules", .required, as: "a rule", read: Rule.init) ?? []
    guard let name else { return nil }
    self.name = name
  }

  static func read(_ text: String) -> (model: RuleSet?, drawing: String) {
    let (model, diagnostics) = YAML.decode(
      SourceFile(name: "rules.yaml", text: text), as: "a rule set", read: RuleSet.init)
    return (model, DiagnosticRenderer(usesColour: false).render(diagnostics))
  }
}

@Suite struct RuleSetModelTests {
  @Test func `a rule set without faults becomes a model`() throws {
    let (model, drawing) = RuleSet.read(
      """
      onset: 1
      ruleset: noise-drop
      parameters:
        window: 50 samples
        drop: {value: 3, tune: [1.5, 6]}
      let:
        smooth: mean(noise, window)
      rules:
        - rule: falls
          during: [early, late]
          when: >
            smooth < baseline(noise)
              - drop * sigma(noise)
          confirm:
            that: val_loss < 3
            within: 2 epochs
          repeat: when cleared
          at_most: 3
      """)
    #expect(drawing == "")
    let ruleSet = try #require(model)
    #expect(ruleSet.name.value == "noise-drop")
    #expect(ruleSet.parameters.map(\.name) == ["window", "drop"])
    #expect(ruleSet.parameters[1].tune == [1.5, 6])
    #expect(ruleSet.lets.first?.expression.text == "mean(noise, window)")
    #expect(ruleSet.rules.first?.during.map(\.value) == ["early", "late"])
    #expect(ruleSet.rules.first?.repeats == .whenCleared)
    #expect(ruleSet.rules.first?.confirm?.within.text == "2 epochs")
  }

  @Test func `all the faults of a file are reported in one go`() {
    let (_, drawing) = RuleSet.read(
      """
      onset: 2
      parameters:
        drop: {valeu: 3, tune: [low, 6]}
      rules:
        - rule: falls
          wehn: loss > 1
          during: {a: b}
          repeat: when cleard
          at_most: "3"
        - just text
      """)
    #expect(
      drawing == """
        error[O0152]: a rule set needs the key `ruleset`
         --> rules.yaml:1:1
          |
        1 | onset: 2
          | ^^^^^

        error[O0161]: `2` is not a version of the format that this program reads
         --> rules.yaml:1:8
          |
        1 | onset: 2
          |        ^
          = hint: write `onset: 1`

        error[O0153]: a parameter has no key `valeu`
         --> rules.yaml:3:10
          |
        3 |   drop: {valeu: 3, tune: [low, 6]}
          |          ^^^^^
          = hint: did you mean `value`?

        error[O0150]: an item of `tune` is the text `low`, and has to be a number
         --> rules.yaml:3:27
          |
        3 |   drop: {valeu: 3, tune: [low, 6]}
          |                           ^^^

        error[O0153]: a rule has no key `wehn`
         --> rules.yaml:6:5
          |
        6 |     wehn: loss > 1
          |     ^^^^
          = hint: did you mean `when`?

        error[O0150]: `during` is a mapping, and has to be a text or a list of texts
         --> rules.yaml:7:14
          |
        7 |     during: {a: b}
          |              ^

        error[O0154]: `when cleard` is no value of `repeat`
         --> rules.yaml:8:13
          |
        8 |     repeat: when cleard
          |             ^^^^^^^^^^^
          = hint: did you mean `when cleared`?

        error[O0150]: `at_most` is the text `3`, and has to be a whole number
         --> rules.yaml:9:14
          |
        9 |     at_most: "3"
          |              ^^^
          = hint: remove the quotes: what is quoted is a text

        error[O0150]: an item of `rules` is the text `just text`, and has to be a mapping
          --> rules.yaml:10:5
           |
        10 |   - just text
           |     ^^^^^^^^^

        """)
  }
}
