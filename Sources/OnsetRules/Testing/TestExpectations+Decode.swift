import OnsetText
import OnsetYAML

extension TestExpectations {
  init?(_ reader: inout MappingReader, at place: ByteRange) {
    self.place = place
    events = EventExpectation.Kind.allCases.flatMap { kind in
      reader.mappings(kind.key, as: "an item of `\(kind.key)`", example: "\(kind.key): [{rule: loss-spike}]") {
        EventExpectation(kind, &$0)
      } ?? []
    }
    silent = SilenceExpectation.all(&reader)
    notApplicable = reader.texts("not_applicable", orOne: true) ?? []
    phases = reader.mappings("phases", as: "an item of `phases`") { PhaseExpectation(&$0) } ?? []
    values = reader.mappings("values", as: "an item of `values`") { ValueExpectation(&$0) } ?? []
    if reader.content.entries.isEmpty || isEmpty && !reader.diagnostics.containsErrors && !reader.hasUnknownKeys {
      reader.report(TestFault.nothingExpected.diagnostic(in: reader.source, at: place))
    }
  }
}

extension EventExpectation {
  fileprivate init?(_ kind: Kind, _ reader: inout MappingReader) {
    self.kind = kind
    let rule = reader.text("rule", .required)
    metric = reader.text("metric")
    let between = StepRange.read("between", &reader)
    let at = reader.integer("at").map { Located(StepRange(Int64($0.value), Int64($0.value)), at: $0.range) }
    if let at, between != nil {
      reader.report(TestFault.rangeTwice.diagnostic(in: reader.source, at: at.range))
    }
    range = between ?? at
    times = Self.times(&reader)
    since = StepRange.read("since", orOne: true, &reader)
    detected = StepRange.read("detected", orOne: true, &reader)
    if kind == .fired {
      enters = reader.text("enter")
      actions = reader.mappings("actions", as: "an expected action") { ActionExpectation(&$0) }
    }
    guard let rule else { return nil }
    self.rule = rule
  }

  /// How many events are expected: one where nothing is said.
  private static func times(_ reader: inout MappingReader) -> ClosedRange<Int> {
    guard let node = reader.optional("times") else { return 1...1 }
    if let count = node.scalar?.integer, count >= 1 { return count...count }
    let ends = node.sequence?.items.map { $0.scalar?.integer } ?? []
    if ends.count == 2, let fewest = ends[0], let most = ends[1], fewest >= 0, fewest <= most, most >= 1 {
      return fewest...most
    }
    reader.report(TestFault.countShape.diagnostic(in: reader.source, at: node.site))
    return 1...1
  }
}

extension SilenceExpectation {
  /// A name or pattern, or a list of such, some of them with a range of steps: `{rule: high, between: [0, 500]}`.
  fileprivate static func all(_ reader: inout MappingReader) -> [SilenceExpectation] {
    guard let node = reader.optional("silent") else { return [] }
    let items = node.sequence?.items ?? [node]
    return items.compactMap { item in
      guard item.mapping != nil else {
        return reader.text(of: item, called: "an item of `silent`").map { SilenceExpectation(rule: $0) }
      }
      return reader.mapping(of: item, called: "an item of `silent`", as: "an item of `silent`") { reader in
        let rule = reader.text("rule", .required)
        let range = StepRange.read("between", &reader)
        return rule.map { SilenceExpectation(rule: $0, range: range) }
      }
    }
  }
}

extension StepRange {
  /// A list of two steps; with `orOne`, a step is the range of itself.
  fileprivate static func read(
    _ key: String, orOne: Bool = false, _ reader: inout MappingReader
  ) -> Located<StepRange>? {
    guard let node = reader.optional(key) else { return nil }
    if orOne, let step = node.scalar?.integer {
      return Located(StepRange(Int64(step), Int64(step)), at: node.range)
    }
    let ends = node.sequence?.items.map { $0.scalar?.integer } ?? []
    guard ends.count == 2, let first = ends[0], let last = ends[1] else {
      reader.report(TestFault.stepRangeShape(key: key).diagnostic(in: reader.source, at: node.site))
      return nil
    }
    guard first <= last else {
      reader.report(TestFault.stepRangeOrder(key: key).diagnostic(in: reader.source, at: node.site))
      return nil
    }
    return Located(StepRange(Int64(first), Int64(last)), at: node.range)
  }
}

extension ActionExpectation {
  fileprivate init?(_ reader: inout MappingReader) {
    let present = Kind.allCases.filter { reader.has($0.rawValue) }
    guard present.count == 1, let kind = present.first else {
      reader.report(TestFault.actionShape.diagnostic(in: reader.source, at: reader.placeOfMissing))
      _ = reader.remaining()
      return nil
    }
    self.kind = kind
    place = reader.key(kind.rawValue)?.range ?? reader.placeOfMissing
    let subject = reader.text(kind.rawValue)
    switch kind {
    case .scale, .set:
      amount = reader.number(kind == .scale ? "by" : "to")
      floor = reader.number("floor")
      ceiling = reader.number("ceiling")
    case .stop, .checkpoint, .notify: break
    }
    guard let subject else { return nil }
    self.subject = subject
  }
}

extension PhaseExpectation {
  fileprivate init?(_ reader: inout MappingReader) {
    ruleSet = reader.text("ruleset")
    let step = reader.integer("step", .required)
    let phase = reader.text("is", .required)
    guard let step, let phase else { return nil }
    self.step = step
    self.phase = phase
  }
}

extension ValueExpectation {
  fileprivate init?(_ reader: inout MappingReader) {
    ruleSet = reader.text("ruleset")
    let expression = reader.scalar("expression", .required)
    let step = reader.integer("step", .required)
    let scalar = reader.scalar("is", .required)
    let within = reader.number("within")
    tolerance = within.map { abs($0.value) }
    guard let expression, let step, let scalar else { return nil }
    guard let value = Value(scalar) else {
      reader.report(TestFault.valueShape(scalar.text).diagnostic(in: reader.source, at: scalar.range))
      return nil
    }
    self.expression = expression
    self.step = step
    self.value = Located(value, at: scalar.range)
  }
}

extension ValueExpectation.Value {
  fileprivate init?(_ scalar: YAMLScalar) {
    switch scalar.text {
    case "true": self = .truth(true)
    case "false": self = .truth(false)
    case "nan", ".nan", "unknown": self = .nothing
    case "inf", ".inf": self = .number(.infinity)
    case "-inf", "-.inf": self = .number(-.infinity)
    default:
      guard let number = scalar.numberEvenIfQuoted else { return nil }
      self = .number(number)
    }
  }
}
