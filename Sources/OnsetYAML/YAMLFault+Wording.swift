package import OnsetText

extension YAMLFault {
  /// The fault in words, as a finding at `range`.
  ///
  /// Who words many faults of one file gives its lines, which are counted otherwise for each that names one.
  package func diagnostic(at range: ByteRange, in source: SourceFile, lines: LineMap? = nil) -> Diagnostic {
    let (message, hints) = wording { (lines ?? LineMap(source)).place(of: $0).line }
    return Diagnostic(source: source, range: range, code: code.rawValue, message: message, hints: hints)
  }

  private func wording(lineOf: (Int) -> Int) -> (message: String, hints: [String]) {
    switch self {
    case .tooLarge, .notUTF8, .invalidUTF8, .controlCharacter, .empty: bytesWording
    case .nestedTooDeep, .secondDocument, .duplicateKey, .keyIsNoText, .undefinedAlias, .aliasInsideItself,
      .tooManyNodes, .unknownTag:
      structureWording(lineOf: lineOf)
    case .wrongType, .noValue, .missingKey, .unknownKey, .strayEntry, .notAChoice, .missingVersion, .unsupportedVersion:
      modelWording
    default: syntaxWording
    }
  }

  private var bytesWording: (String, [String]) {
    switch self {
    case .tooLarge(let byteCount):
      (
        "the file has \(byteCount) bytes, more than the \(YAML.Limits.byteCount) that are read",
        ["rules, profiles and metadata are small; is this the file that was meant?"]
      )
    case .notUTF8(let encoding):
      ("the file is \(encoding), and only UTF-8 is read", ["save it as UTF-8"])
    case .invalidUTF8(let byte):
      (
        "the byte 0x\(Self.hexadecimal(UInt32(byte), width: 2)) is not UTF-8",
        ["save the file as UTF-8; it may be in another encoding, or no text at all"]
      )
    case .controlCharacter(let scalar):
      (
        "the character U+\(Self.hexadecimal(scalar.value, width: 4)) cannot stand in YAML",
        ["remove it, or write it as an escape in a double-quoted text"]
      )
    default:
      (
        "the file has no content",
        ["begin it with `onset: 1` and a line that says what it is, such as `ruleset: name`"]
      )
    }
  }

  private var syntaxWording: (String, [String]) {
    switch self {
    case .cannotStartValue("`", let rest):
      (
        "a YAML value cannot begin with a backquote",
        [Self.quotingHint(rest), "or give the metric a name without special characters under `signals`"]
      )
    case .cannotStartValue("%", let rest) where rest.dropFirst().first?.isNumber == true:
      ("a YAML value cannot begin with `%`", ["a percentage is written `\(rest.dropFirst())%`"])
    case .cannotStartValue(let character, let rest):
      ("a YAML value cannot begin with `\(character)`", [Self.quotingHint(rest)])
    case .tab:
      ("a tab cannot indent a line in YAML", ["use spaces"])
    case .colonInValue(_, continuesLine: true):
      (
        "this line continues the value above it, in which a `:` and a space cannot stand",
        ["if the line has a key of its own, indent it like the lines above it", "or put the whole text in quotes"]
      )
    case .colonInValue(let text, continuesLine: false):
      ("a value with a `:` and a space in it needs quotes", [Self.quotingHint(text)])
    case .misplacedEntry:
      (
        "a list item cannot begin here, in the middle of a line",
        ["begin a new line for the list, or put the text in quotes"]
      )
    case .unclosedQuote(let quote):
      ("the quote that begins here is not closed", ["end the text with \(quote)"])
    case .unclosedBracket(let bracket):
      ("this `\(bracket)` is not closed", ["add the `\(bracket == "[" ? "]" : "}")`"])
    case .badEscape(let escape):
      (
        "`\(escape)` is not an escape of a double-quoted text",
        [
          #"write `\\` for a backslash, or use single quotes, in which a backslash is a character like any other"#
        ]
      )
    case .missingColon(let spaced?):
      ("the `:` after a key needs a space after it", ["write `\(spaced)`"])
    case .missingColon(nil):
      (
        "this line has no `:` after its key",
        ["write `key: value`; a text of several lines is indented further than its key"]
      )
    case .badIndentation(isSequence: true):
      (
        "this line is indented like a list item and does not begin with `-`",
        ["indent it like the key above it, or begin it with `- `"]
      )
    case .badIndentation(isSequence: false):
      (
        "the indentation of this line does not fit that of the lines above it",
        ["indent it like the keys or items that it belongs to"]
      )
    case .textAfterValue("'"?):
      ("there is text after a closing quote", ["inside single quotes, write a quote twice: `''`"])
    case .textAfterValue("\""?):
      ("there is text after a closing quote", [#"inside double quotes, write a quote as `\"`"#])
    case .textAfterValue:
      ("there is text after the end of a value", ["put the whole value in quotes, or begin a new line"])
    case .badAnchorOrAlias(isAlias: true):
      (
        "a value that begins with `*` is a YAML alias, and this one has no name",
        ["put the value in quotes if `*` is a part of it"]
      )
    case .badAnchorOrAlias(isAlias: false):
      (
        "a value that begins with `&` has a YAML anchor, and this one has no name",
        ["put the value in quotes if `&` is a part of it"]
      )
    case .badTag:
      (
        "a value that begins with `!` has a YAML tag, and this is not a valid one",
        ["put the value in quotes if `!` is a part of it"]
      )
    case .badBlockHeader(let mark, let value):
      (
        "a value that begins with `\(mark)` is a text of several lines, which has to begin on the next line",
        [
          "if `\(mark)` is a part of it, \(Self.quotingHint(value))",
          "or put the text on the next line, indented",
        ]
      )
    case .badDirective:
      (
        "a line that begins with `%` is a YAML directive, and this one is not known",
        ["remove the line, or put the text in quotes if `%` is a part of it"]
      )
    case .missingDocumentStart:
      ("a line `---` is needed between a directive and the content", ["add it, or remove the directive"])
    case .otherSyntax(let problem):
      ("this is not YAML: \(problem)", [])
    default:
      ("this is not YAML", [])
    }
  }

  private func structureWording(lineOf: (Int) -> Int) -> (String, [String]) {
    switch self {
    case .nestedTooDeep:
      ("lists and mappings are nested deeper than \(YAML.Limits.nesting)", [])
    case .secondDocument:
      (
        "a second YAML document begins here, and a file can hold only one",
        ["move it to a file of its own, or remove the `---`"]
      )
    case .duplicateKey(let key, let first):
      (
        "the key \(Self.quoted(key)) is there twice",
        ["the first is in line \(lineOf(first.lower)); remove one of them"]
      )
    case .keyIsNoText:
      (
        "a key has to be a text, and this one is a list or a mapping",
        ["put the key in quotes if `{` or `[` begins a text"]
      )
    case .undefinedAlias(let name):
      (
        "`*\(name)` is an alias, and no anchor `&\(name)` stands before it",
        ["put the value in quotes if `*` is a part of it"]
      )
    case .aliasInsideItself(let name):
      ("`*\(name)` stands inside the value that `&\(name)` names", ["a value cannot hold itself"])
    case .tooManyNodes:
      (
        "with its aliases expanded, the file has more than \(YAML.Limits.nodes) values",
        ["use fewer aliases of aliases"]
      )
    case .unknownTag(let tag):
      (
        "\(Self.quoted(tag)) is a YAML tag, and means nothing here",
        ["put the value in quotes if `!` is a part of it; in an expression, the negation is `not`"]
      )
    default:
      ("the file has no meaning", [])
    }
  }

  private var modelWording: (String, [String]) {
    switch self {
    case .wrongType(let subject, let expected, let found, let hints):
      ("\(subject) is \(found), and has to be \(expected)", hints)
    case .noValue(let subject, let expected, let isRequired):
      ("\(subject) has no value, and has to be \(expected)", isRequired ? [] : ["give it one, or leave the key out"])
    case .missingKey(let key, let owner, let hint):
      ("\(owner) needs the key `\(key)`", hint.map { [$0] } ?? [])
    case .unknownKey("<<", let owner, _, _):
      (
        "\(owner) has no key `<<`",
        ["YAML 1.2 has no merge keys; write the keys out, or use `extends` in a profile"]
      )
    case .strayEntry(let text, let owner):
      (
        "\(owner) has no key \(Self.quoted(text))",
        ["in `{…}` a comma begins the next key: put the whole value before this in quotes"]
      )
    case .unknownKey(let key, let owner, let nearest, let known):
      ("\(owner) has no key \(Self.quoted(key))", Self.suggestion(nearest, among: known, called: "keys"))
    case .notAChoice(let subject, let found, let nearest, let choices):
      (
        "\(Self.quoted(found)) is no value of \(subject)",
        Self.suggestion(nearest, among: choices, called: "values")
      )
    case .missingVersion(let found?):
      ("the first key is \(Self.quoted(found)), and has to be `onset`", ["begin the file with `onset: 1`"])
    case .missingVersion(nil):
      ("the file does not say in which version of the format it is written", ["begin it with `onset: 1`"])
    case .unsupportedVersion(let found):
      ("\(found) is not a version of the format that this program reads", ["write `onset: 1`"])
    default:
      ("the value has no meaning", [])
    }
  }

  private static func suggestion(_ nearest: String?, among known: [String], called noun: String) -> [String] {
    if let nearest { return ["did you mean `\(nearest)`?"] }
    guard !known.isEmpty, known.count <= 20 else { return [] }
    return ["the \(noun) are \(known.map { "`\($0)`" }.joined(separator: ", "))"]
  }

  /// A text of the user's in backquotes, cut to what a message can hold.
  static func quoted(_ text: String) -> String {
    let shown = text.unicodeScalars.prefix(60)
    let isWhole = shown.endIndex == text.unicodeScalars.endIndex
    return "`\(String(String.UnicodeScalarView(shown)))\(isWhole ? "" : "…")`"
  }

  private static func quotingHint(_ rest: String) -> String {
    rest.isEmpty || rest.unicodeScalars.count > 60
      ? "put the whole value in quotes" : "put the whole value in quotes: \(ScalarText.singleQuoted(rest))"
  }

  private static func hexadecimal(_ value: UInt32, width: Int) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
