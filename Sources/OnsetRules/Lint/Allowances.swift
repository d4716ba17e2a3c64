package import OnsetText
import OnsetYAML

/// The comments of a file that allow findings: `# onset: allow L0201 until 2027-01-31: why`.
///
/// A comment allows what is found in its own line; where nothing else is in that line, in the next line that is no
/// comment. A finding in a value of several lines may be allowed at its first line too.
package struct Allowances: Sendable {
  private let source: SourceFile
  private var entries: [Entry] = []
  private var faults: [LintFinding] = []
  private var lines: LineMap
  /// The first lines of values that have several, by their later lines.
  private var firstLines: [Int: Int] = [:]

  private struct Entry: Sendable {
    var code: String
    var range: ByteRange
    var line: Int
    var isExpired: Bool
    /// Whether something is wrong with it, which is told.
    var isFaulty: Bool
  }

  /// Takes out of some findings those that comments allow, and adds what is wrong with the comments.
  ///
  /// - Parameters:
  ///   - sources: The files in which comments count.
  ///   - today: Nil where no allowance expires.
  ///   - judged: The codes of everything that was looked for with all that it depends on: an allowance of another may
  ///     be needed elsewhere.
  package static func apply(
    to diagnostics: [Diagnostic], of sources: [SourceFile], today: CalendarDay?, judged: Set<String>
  ) -> [Diagnostic] {
    let portions = Portions.map(Portions.of(sources.count)) { sources[$0].filter(\.mentionsAllowances) }
    let sources = Array(portions.joined())
    guard !sources.isEmpty else { return diagnostics }
    let byPath = Dictionary(grouping: diagnostics) { $0.source.path }
    let paths = Set(sources.map(\.path))
    let others = diagnostics.filter { !paths.contains($0.source.path) }
    let results = Portions.map(sources) { source in
      let here = byPath[source.path] ?? []
      let (kept, more) = Allowances(source, today: today).filtered(here, judged: here.containsErrors ? [] : judged)
      return kept + more
    }
    return others + results.joined()
  }

  private func filtered(_ diagnostics: [Diagnostic], judged: Set<String>) -> ([Diagnostic], [Diagnostic]) {
    var used: Set<Int> = []
    let byLine = Dictionary(grouping: entries.indices) { entries[$0].line }
    let kept = diagnostics.filter { diagnostic in
      guard diagnostic.severity != .error else { return true }
      let line = lines.place(of: diagnostic.range.lower).line
      let places = [line, firstLines[line] ?? line]
      let index = places.lazy.flatMap { byLine[$0] ?? [] }.first { entries[$0].code == diagnostic.code }
      guard let index else { return true }
      used.insert(index)
      return entries[index].isExpired
    }
    var found = faults
    for (index, entry) in entries.enumerated()
    where !entry.isFaulty && !used.contains(index) && judged.contains(entry.code) {
      found.append(LintFinding(.unnecessary(entry.code), at: entry.range))
    }
    return (kept, found.map { $0.diagnostic(in: source) })
  }

  // MARK: Reading

  private init(_ source: SourceFile, today: CalendarDay?) {
    self.source = source
    lines = LineMap(source)
    var covered: [ByteRange] = []
    if let root = YAML.load(source).root { collect(root, &covered) }
    covered.sort { $0.lower < $1.lower }
    read(covered, today)
  }

  /// The bytes of the values in which `#` is no comment.
  private mutating func collect(_ node: YAMLNode, _ covered: inout [ByteRange]) {
    switch node {
    case .scalar(let scalar): collect(scalar, &covered)
    case .sequence(let sequence): for item in sequence.items { collect(item, &covered) }
    case .mapping(let mapping):
      for entry in mapping.entries {
        collect(entry.key, &covered)
        collect(entry.value, &covered)
      }
    }
  }

  private mutating func collect(_ scalar: YAMLScalar, _ covered: inout [ByteRange]) {
    var range = scalar.range
    let first = lines.place(of: range.lower).line
    let last = lines.place(of: max(range.lower, range.upper - 1)).line
    for line in first..<last { firstLines[line + 1] = first }
    // Behind the `|` or `>` of a block a comment may stand, in the same line.
    if scalar.style == .literal || scalar.style == .folded {
      range = ByteRange(min(lines.contentRange(ofLine: first).upper, range.upper), range.upper)
    }
    covered.append(range)
  }

  private mutating func read(_ covered: [ByteRange], _ today: CalendarDay?) {
    var next = 0
    var waiting: [Entry] = []
    for line in 1...lines.lineCount {
      let content = lines.contentRange(ofLine: line)
      var offset = content.lower
      var comment: Int?
      var isCommentOnly = true
      while offset < content.upper {
        while next < covered.count, covered[next].upper <= offset { next += 1 }
        if next < covered.count, covered[next].lower <= offset, !covered[next].isEmpty {
          isCommentOnly = false
          offset = min(covered[next].upper, content.upper)
          continue
        }
        let byte = source.bytes[offset]
        if byte == UInt8(ascii: "#"), offset == content.lower || AllowanceText.isSpace(source.bytes[offset - 1]) {
          comment = offset
          break
        }
        if !AllowanceText.isSpace(byte) { isCommentOnly = false }
        offset += 1
      }
      if !isCommentOnly {
        for var entry in waiting {
          entry.line = line
          entries.append(entry)
        }
        waiting = []
      }
      guard let comment else { continue }
      let found = parse(ByteRange(comment, content.upper), line: line, today)
      if isCommentOnly { waiting += found } else { entries += found }
    }
    entries += waiting
  }

  /// The allowances of one comment; faults of it are added to the findings.
  private mutating func parse(_ range: ByteRange, line: Int, _ today: CalendarDay?) -> [Entry] {
    let text = source.text(in: range)
    guard let (word, rest) = AllowanceText.command(in: text) else { return [] }
    func place(_ part: Substring) -> ByteRange {
      let lower = text.utf8.distance(from: text.startIndex, to: part.startIndex)
      return ByteRange(range.lower + lower, range.lower + lower + part.utf8.count)
    }
    guard word == "allow" else {
      if AllowanceText.isMeant(word, rest) { faults.append(LintFinding(.allowanceWord(String(word)), at: place(word))) }
      return []
    }
    let parsed = AllowanceText(rest)
    guard !parsed.codes.isEmpty else {
      faults.append(LintFinding(.noLintNamed, at: place(word)))
      return []
    }
    var day: CalendarDay?
    if let until = parsed.until {
      day = CalendarDay(String(until))
      if day == nil {
        faults.append(LintFinding(.badDay(String(until)), at: until.isEmpty ? place(word) : place(until)))
      }
    }
    var found: [Entry] = []
    for code in parsed.codes {
      let name = String(code)
      if let fault = Self.fault(of: name) {
        faults.append(LintFinding(fault, at: place(code)))
        continue
      }
      if parsed.reason.isEmpty { faults.append(LintFinding(.noReason(name), at: place(code))) }
      let isExpired = if let day, let today { day < today } else { false }
      if isExpired, let until = parsed.until {
        faults.append(LintFinding(.expired(name, day: String(until)), at: place(until)))
      }
      let isFaulty = isExpired || parsed.reason.isEmpty || day == nil && parsed.until != nil
      found.append(
        Entry(code: name, range: place(code), line: line, isExpired: isExpired, isFaulty: isFaulty))
    }
    return found
  }

  private static func fault(of code: String) -> LintFault? {
    if LintID(rawValue: code) != nil || warningCodes.contains(code) { return nil }
    if code.count == 5, code.hasPrefix("O"), code.dropFirst().allSatisfy(\.isNumber) {
      return .errorsCannotBeAllowed(code)
    }
    if let lint = Lints.named(code) { return .unknownLint(code, nearest: lint.id.rawValue) }
    return .unknownLint(code, nearest: Suggestion.nearest(to: code, among: LintID.allCases.map(\.rawValue)))
  }

  /// The codes of warnings and notes that are no lints.
  private static let warningCodes: Set<String> = ["O0501", "O0312"]
}

extension SourceFile {
  /// Whether a comment allows a finding or means to, as far as can be seen without the values around it. O(bytes).
  fileprivate var mentionsAllowances: Bool {
    let marker = Array("onset:".utf8)
    var offset = 0
    while let sign = bytes.span.offset(of: UInt8(ascii: "#"), from: offset) {
      offset = sign + 1
      while offset < bytes.count, AllowanceText.isSpace(bytes[offset]) { offset += 1 }
      guard bytes[offset...].starts(with: marker) else { continue }
      let end = bytes[offset...].firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } ?? bytes.count
      guard let (word, rest) = AllowanceText.command(in: text(in: ByteRange(sign, end))) else { continue }
      if word == "allow" || AllowanceText.isMeant(word, rest) { return true }
    }
    return false
  }
}

/// The parts of `L0201, L0203 until 2027-01-31: why`.
struct AllowanceText {
  var codes: [Substring] = []
  var until: Substring?
  var reason: Substring = ""

  init(_ text: Substring) {
    let head: Substring
    if let colon = text.firstIndex(of: ":") {
      head = text[..<colon]
      reason = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
    } else {
      head = text
    }
    var words = head.split { $0 == " " || $0 == "\t" || $0 == "," }
    if let index = words.firstIndex(of: "until") {
      until = index + 1 < words.count ? words[index + 1] : head.suffix(0)
      words = Array(words[..<index])
    }
    codes = words
  }

  /// The word after `onset:` at the beginning of a comment, and what follows it.
  static func command(in comment: String) -> (word: Substring, rest: Substring)? {
    let content = comment.drop { $0 == "#" }.drop { $0 == " " || $0 == "\t" }
    guard content.hasPrefix("onset:") else { return nil }
    let body = content.dropFirst("onset:".count).drop { $0 == " " || $0 == "\t" }
    let word = body.prefix { $0 != " " && $0 != "\t" && $0 != ":" }
    return word.isEmpty ? nil : (word, body[word.endIndex...])
  }

  /// Whether a comment with another word than `allow` was meant as an allowance: it names a lint, or means the same.
  static func isMeant(_ word: Substring, _ rest: Substring) -> Bool {
    let others = [
      "disable", "ignore", "silence", "suppress", "allowed", "allows", "accept", "skip", "noqa", "Allow", "ALLOW",
    ]
    return others.contains(String(word)) || rest.utf8.split { !isWordByte($0) }.contains(where: isCode)
  }

  /// Whether a word is spelt as the code of a finding: `L0201`.
  private static func isCode(_ word: Substring.UTF8View) -> Bool {
    word.count == 5 && (word.first == UInt8(ascii: "L") || word.first == UInt8(ascii: "O"))
      && word.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// Whether a byte is part of a letter, a digit or `_`.
  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...0xFF:
      true
    default: false
    }
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
