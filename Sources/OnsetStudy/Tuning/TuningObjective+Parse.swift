package import OnsetText

extension TuningObjective {
  /// Reads an objective and further constraints; nil where something is wrong, and findings.
  ///
  /// ```
  /// objective  = ["-"] term { ("+" | "-") term } [ "at" constraints ]
  /// term       = [ number "*" ] figure
  /// figure     = name [ "(" rule or phase ")" ]
  /// constraints = figure ("<" | "<=" | ">" | ">=" | "==" | "!=") number { "and" constraints }
  /// ```
  package static func parse(
    _ text: String, require constraints: [String] = []
  ) -> (objective: TuningObjective?, diagnostics: [Diagnostic]) {
    var diagnostics: [Diagnostic] = []
    var objective: TuningObjective?
    var parser = ObjectiveParser(SourceFile(path: "--objective", bytes: Array(text.utf8)))
    do throws(ObjectiveFault) {
      objective = try parser.objective()
    } catch {
      diagnostics.append(error.diagnostic(in: parser.source))
    }
    for (index, text) in constraints.enumerated() {
      let path = constraints.count == 1 ? "--require" : "--require (\(index + 1))"
      var parser = ObjectiveParser(SourceFile(path: path, bytes: Array(text.utf8)))
      do throws(ObjectiveFault) {
        let more = try parser.constraintsAlone()
        objective?.constraints += more
      } catch {
        diagnostics.append(error.diagnostic(in: parser.source))
      }
    }
    return (diagnostics.isEmpty ? objective : nil, diagnostics)
  }
}

/// Why a text is no objective, and where.
struct ObjectiveFault: Error {
  var kind: Kind
  var range: ByteRange

  enum Kind {
    case unknownMetric(String)
    case expected(String, found: String)
    case weightNotPositive
    case costAdded(String)
    case benefitSubtracted(String)
    case constantConstraint
    case unclosed
  }

  func diagnostic(in source: SourceFile) -> Diagnostic {
    let (message, hints) = words
    return Diagnostic(source: source, range: range, code: "O0901", message: message, hints: hints)
  }

  private var words: (message: String, hints: [String]) {
    switch kind {
    case .unknownMetric(let name):
      let names = TuningMetric.table.map(\.name)
      let nearest = Suggestion.nearest(to: name, among: names)
      return (
        "no figure of a score is called `\(name)`",
        nearest.map { ["did you mean `\($0)`?"] } ?? ["the figures are \(names.joined(separator: ", "))"]
      )
    case .expected(let what, let found):
      return ("\(what) was expected\(found.isEmpty ? "" : ", and `\(found)` found")", [])
    case .weightNotPositive: return ("a weight has to be a positive number", [])
    case .costAdded(let name):
      return ("less of `\(name)` is better, and more of the figures before it", ["subtract it, with a weight"])
    case .benefitSubtracted(let name):
      return ("more of `\(name)` is better, so that it cannot be subtracted", ["add it"])
    case .constantConstraint:
      return ("a constraint compares a figure with a number", ["such as `false_stops == 0`"])
    case .unclosed: return ("this parenthesis is never closed", [])
    }
  }
}

private struct ObjectiveParser {
  let source: SourceFile
  private var position = 0

  init(_ source: SourceFile) { self.source = source }

  mutating func objective() throws(ObjectiveFault) -> TuningObjective {
    var terms: [(term: TuningObjective.Term, range: ByteRange)] = []
    var sign = try take("-") != nil ? -1.0 : 1.0
    while true {
      skipSpaces()
      let start = position
      var term = try term()
      term.weight *= sign
      terms.append((term, ByteRange(start, position)))
      if try take("+") != nil { sign = 1 } else if try take("-") != nil { sign = -1 } else { break }
    }
    try checkDirections(terms)
    let constraints = try takeWord("at") ? try self.constraints() : []
    try end("an operator, `at` or the end")
    return TuningObjective(
      text: String(decoding: source.bytes, as: UTF8.self), terms: terms.map(\.term), constraints: constraints,
      writtenConstraints: constraints.count)
  }

  mutating func constraintsAlone() throws(ObjectiveFault) -> [TuningObjective.Constraint] {
    let result = try constraints()
    try end("`and` or the end")
    return result
  }

  /// A sum is either of costs alone, or of benefits from which costs are subtracted.
  private func checkDirections(_ terms: [(term: TuningObjective.Term, range: ByteRange)]) throws(ObjectiveFault) {
    if terms.allSatisfy({ $0.term.figure.metric.isCost && $0.term.weight > 0 }) { return }
    for (term, range) in terms {
      if term.figure.metric.isCost, term.weight > 0 {
        throw ObjectiveFault(kind: .costAdded(term.figure.name), range: range)
      }
      if !term.figure.metric.isCost, term.weight < 0 {
        throw ObjectiveFault(kind: .benefitSubtracted(term.figure.name), range: range)
      }
    }
  }

  private mutating func term() throws(ObjectiveFault) -> TuningObjective.Term {
    var weight = 1.0
    if let (value, range) = number() {
      guard value > 0, value.isFinite else { throw ObjectiveFault(kind: .weightNotPositive, range: range) }
      weight = value
      guard try take("*") != nil else { throw expected("`*` and a figure") }
    }
    return TuningObjective.Term(weight: weight, figure: try figure())
  }

  private mutating func figure() throws(ObjectiveFault) -> TuningObjective.Figure {
    guard let (name, range) = word() else { throw expected("a figure such as `f1` or `savings`") }
    guard let metric = TuningMetric(named: name) else { throw ObjectiveFault(kind: .unknownMetric(name), range: range) }
    var target: Located<String>?
    if let open = try take("(") {
      guard let (name, range) = word(isTarget: true) else { throw expected("the name of a rule or a phase") }
      target = Located(name, at: range)
      guard try take(")") != nil else { throw ObjectiveFault(kind: .unclosed, range: open) }
    }
    return TuningObjective.Figure(metric: metric, name: name, target: target)
  }

  private mutating func constraints() throws(ObjectiveFault) -> [TuningObjective.Constraint] {
    var result: [TuningObjective.Constraint] = []
    repeat {
      let figure = try figure()
      var comparison: TuningObjective.Constraint.Comparison?
      // The longer operators first.
      for candidate in ["<=", ">=", "==", "!=", "<", ">"] where comparison == nil {
        if try take(candidate) != nil { comparison = .init(rawValue: candidate) }
      }
      guard let comparison else { throw expected("a comparison such as `>=`") }
      guard let (bound, _) = number(isSigned: true) else {
        skipSpaces()
        throw ObjectiveFault(kind: .constantConstraint, range: rest)
      }
      result.append(.init(figure: figure, comparison: comparison, bound: bound))
    } while try takeWord("and")
    return result
  }

  // MARK: Tokens

  private mutating func skipSpaces() {
    while position < source.bytes.count, [32, 9, 10, 13].contains(source.bytes[position]) { position += 1 }
  }

  private var rest: ByteRange { ByteRange(position, tokenEnd) }

  private var tokenEnd: Int {
    var end = position
    while end < source.bytes.count, source.bytes[end] != 32 { end += 1 }
    return end
  }

  private mutating func take(_ symbol: String) throws(ObjectiveFault) -> ByteRange? {
    skipSpaces()
    let bytes = Array(symbol.utf8)
    guard source.bytes[position...].starts(with: bytes) else { return nil }
    position += bytes.count
    return ByteRange(position - bytes.count, position)
  }

  private mutating func takeWord(_ wanted: String) throws(ObjectiveFault) -> Bool {
    let start = position
    if let (name, _) = word(), name == wanted { return true }
    position = start
    return false
  }

  /// A name; those of rules and phases may have a `-` and begin with a digit.
  private mutating func word(isTarget: Bool = false) -> (String, ByteRange)? {
    skipSpaces()
    func belongs(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."): true
      case UInt8(ascii: "-"): isTarget
      default: false
      }
    }
    var end = position
    while end < source.bytes.count, belongs(source.bytes[end]) { end += 1 }
    guard end > position else { return nil }
    let first = source.bytes[position]
    if !isTarget, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) || first == UInt8(ascii: ".") { return nil }
    defer { position = end }
    return (String(decoding: source.bytes[position..<end], as: UTF8.self), ByteRange(position, end))
  }

  private mutating func number(isSigned: Bool = false) -> (Double, ByteRange)? {
    skipSpaces()
    func isDigit(_ index: Int) -> Bool {
      index < source.bytes.count && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(source.bytes[index])
    }
    func byte(_ index: Int) -> UInt8? { index < source.bytes.count ? source.bytes[index] : nil }
    var end = position
    if isSigned, byte(end) == UInt8(ascii: "-") { end += 1 }
    guard isDigit(end) || byte(end) == UInt8(ascii: ".") && isDigit(end + 1) else { return nil }
    while isDigit(end) || byte(end) == UInt8(ascii: ".") { end += 1 }
    if byte(end) == UInt8(ascii: "e") || byte(end) == UInt8(ascii: "E") {
      var exponent = end + 1
      if byte(exponent) == UInt8(ascii: "-") || byte(exponent) == UInt8(ascii: "+") { exponent += 1 }
      if isDigit(exponent) {
        end = exponent
        while isDigit(end) { end += 1 }
      }
    }
    guard var value = Double(String(decoding: source.bytes[position..<end], as: UTF8.self)) else { return nil }
    if byte(end) == UInt8(ascii: "%") {
      value /= 100
      end += 1
    }
    defer { position = end }
    return (value, ByteRange(position, end))
  }

  private mutating func expected(_ what: String) -> ObjectiveFault {
    skipSpaces()
    let range = rest
    return ObjectiveFault(
      kind: .expected(what, found: String(decoding: source.bytes[range.lower..<range.upper], as: UTF8.self)),
      range: range)
  }

  private mutating func end(_ what: String) throws(ObjectiveFault) {
    skipSpaces()
    if position < source.bytes.count { throw expected(what) }
  }
}
