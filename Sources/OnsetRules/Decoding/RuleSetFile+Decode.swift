package import OnsetText
import OnsetYAML

extension RuleSetFile {
  /// Reads a rule set's file. The model is nil where too little of it could be read.
  package static func decode(_ source: SourceFile) -> (model: RuleSetFile?, diagnostics: [Diagnostic]) {
    YAML.decode(source, as: "a rule set") { RuleSetFile(&$0) }
  }

  private init?(_ reader: inout MappingReader) {
    let name = reader.text("ruleset", .required)
    summary = reader.text("summary")
    phases = reader.texts("phases") ?? []
    parameters = (reader.entries("parameters", example: "parameters: {window: 50 samples}") ?? []).compactMap {
      ParameterDeclaration($0, &reader)
    }
    lets = (reader.entries("let", example: "let: {smooth: \"mean(loss, 50 samples)\"}") ?? []).compactMap { entry in
      reader.scalar(of: entry.value, called: "`\(entry.key.text)`", expected: "an expression").map {
        LetDeclaration(name: entry.key.located, expression: $0)
      }
    }
    rules =
      reader.mappings("rules", .required, as: "a rule", example: "rules: [{rule: name, when: condition}]") {
        RuleDeclaration(&$0)
      } ?? []
    // Rules that are there and cannot be read have findings of their own.
    if reader.content["rules"]?.sequence?.items.isEmpty == true, let key = reader.key("rules") {
      reader.report(RulesFault.noRules.diagnostic(in: reader.source, at: key.range))
    }
    source = reader.source
    guard let name else { return nil }
    self.name = name
  }
}

extension ParameterDeclaration {
  fileprivate init?(_ entry: YAMLMapping.Entry, _ reader: inout MappingReader) {
    let subject = "`\(entry.key.text)`"
    name = entry.key.located
    guard entry.value.mapping != nil else {
      guard let value = reader.scalar(of: entry.value, called: subject, expected: "a number or a span") else {
        return nil
      }
      self.value = value
      return
    }
    let content = reader.mapping(of: entry.value, called: subject, as: "a parameter") { reader in
      let value = reader.scalar("value", .required)
      let tune = reader.value(of: "tune", .optional).flatMap {
        reader.sequence(of: $0, called: "`tune`", .optional, hints: ["such as `tune: [1.5, 6]`"])
      }
      return value.map { (value: $0, tune: tune, range: Self.tuneRange(tune, &reader)) }
    }
    guard let content else { return nil }
    value = content.value
    tune = content.range
  }

  private static func tuneRange(
    _ sequence: YAMLSequence?, _ reader: inout MappingReader
  ) -> (lower: YAMLScalar, upper: YAMLScalar)? {
    guard let sequence else { return nil }
    guard sequence.items.count == 2, let lower = sequence.items[0].scalar, let upper = sequence.items[1].scalar else {
      reader.report(RulesFault.tuneShape.diagnostic(in: reader.source, at: sequence.site))
      return nil
    }
    return (lower, upper)
  }
}

extension RuleDeclaration {
  fileprivate init?(_ reader: inout MappingReader) {
    let name = reader.text("rule", .required)
    summary = reader.text("summary")
    each = reader.text("each")
    during = reader.texts("during", orOne: true)
    let when = reader.scalar("when", .required, expected: Self.condition)
    hold = reader.scalar("for", expected: Self.span)
    confirm = reader.mapping("confirm", example: "confirm: {that: val_loss > 5, within: 3 samples}") { reader in
      let that = reader.scalar("that", .required, expected: Self.condition)
      let within = reader.scalar("within", .required, expected: Self.span)
      guard let that, let within else { return nil }
      return Confirm(that: that, within: within)
    }
    enter = reader.text("enter")
    actions =
      reader.mappings("then", as: "an action", example: "then: [{notify: \"the loss is {loss}\"}]") {
        ActionDeclaration(&$0)
      } ?? []
    repetition = reader.scalar("repeat", expected: "`never`, `when cleared` or a span such as `after 100 steps`")
    clear = reader.scalar("clear", expected: Self.condition)
    clearKey = reader.key("clear")?.range
    atMost = reader.integer("at_most")
    guard let name, let when else { return nil }
    self.name = name
    self.when = when
  }

  private static let condition = "a condition, such as `loss > 5`"
  private static let span = "a span, such as `10 samples`"
}

extension ActionDeclaration {
  private static let kinds = ["scale", "set", "stop", "checkpoint", "notify"]

  fileprivate init?(_ reader: inout MappingReader) {
    let present = Self.kinds.filter { reader.has($0) }
    let approval = reader.text("approval")
    if let approval, approval.value != "required" {
      reader.report(RulesFault.approval(approval.value).diagnostic(in: reader.source, at: approval.range))
    }
    needsApproval = approval != nil
    guard present.count == 1, let key = present.first else {
      if present.count > 1, let second = reader.key(present[1]) {
        reader.report(RulesFault.twoActions(present[0], present[1]).diagnostic(in: reader.source, at: second.range))
        _ = reader.remaining()
      } else if reader.content.entries.allSatisfy({
        ["approval", "by", "to", "floor", "ceiling"].contains($0.key.text)
      }) {
        reader.report(RulesFault.noAction.diagnostic(in: reader.source, at: reader.placeOfMissing))
        _ = reader.remaining()
      } else {
        for kind in Self.kinds { _ = reader.optional(kind) }
        for other in ["by", "to", "floor", "ceiling"] { _ = reader.optional(other) }
      }
      return nil
    }
    switch key {
    case "scale", "set":
      let name = reader.text(key)
      let amount = reader.scalar(key == "scale" ? "by" : "to", .required, expected: "a number or an expression")
      let bounds = Bounds(floor: reader.scalar("floor"), ceiling: reader.scalar("ceiling"))
      guard let name, let amount else { return nil }
      kind =
        key == "scale"
        ? .scale(hyperparameter: name, by: amount, bounds) : .set(hyperparameter: name, to: amount, bounds)
    default:
      guard let text = reader.scalar(key) else { return nil }
      kind = key == "stop" ? .stop(text) : key == "checkpoint" ? .checkpoint(text) : .notify(text)
    }
  }
}
