import OnsetText

/// Finds out, from what libyaml says and from the bytes there, which mistake was made.
struct SyntaxFaults {
  let bytes: [UInt8]
  private let error: LibYAMLError
  private let openBracket: Int?
  private let documentCount: Int

  /// The fault behind an error of libyaml, and the place that helps most.
  ///
  /// `openBracket` is the place of the innermost bracket that is open, `documentCount` how many documents have
  /// begun.
  static func fault(
    for error: LibYAMLError, in bytes: [UInt8], openBracket: Int?, documentCount: Int
  ) -> Located<YAMLFault> {
    SyntaxFaults(bytes: bytes, error: error, openBracket: openBracket, documentCount: documentCount).fault
  }

  private var problem: Int { min(error.problemOffset, bytes.count) }
  private var context: Int { min(error.contextOffset, bytes.count) }

  private var fault: Located<YAMLFault> {
    switch error.problem {
    case "found character that cannot start any token": return characterFault
    case "mapping values are not allowed in this context":
      return Located(
        .colonInValue(text: valueAround(problem), continuesLine: isFirstColon(problem)), at: character(problem))
    case "block sequence entries are not allowed in this context":
      return Located(.misplacedEntry, at: character(problem))
    case "could not find expected ':'":
      return Located(.missingColon(spaced: spacedLine(context)), at: restOfLine(context))
    case "found a tab character where an indentation space is expected",
      "found a tab character that violates indentation":
      return Located(.tab, at: character(problem))
    case "did not find expected alphabetic or numeric character":
      return Located(.badAnchorOrAlias(isAlias: byte(context) == UInt8(ascii: "*")), at: character(context))
    case "found unknown escape character", "did not find expected hexdecimal number",
      "found invalid Unicode character escape code":
      return escapeFault
    case "did not find expected '-' indicator":
      return Located(.badIndentation(isSequence: true), at: token(problem))
    case "did not find expected key": return strayFault
    case "did not find expected node content": return contentFault
    case "did not find expected <document start>": return documentFault
    default: return contextFault
    }
  }

  /// The faults that libyaml tells apart by what it was reading.
  private var contextFault: Located<YAMLFault> {
    switch error.context {
    case "while scanning a quoted scalar":
      return Located(.unclosedQuote(byte(context) == UInt8(ascii: "'") ? "'" : "\""), at: character(context))
    case "while parsing a flow sequence", "while parsing a flow mapping": return bracketFault
    case "while scanning a block scalar":
      let mark: Character = byte(context) == UInt8(ascii: "|") ? "|" : ">"
      return Located(.badBlockHeader(mark, value: valueText(context)), at: character(problem))
    case "while parsing a tag", "while scanning a tag", "while parsing a node":
      return Located(.badTag, at: token(context))
    case "while scanning a directive", "while scanning a %YAML directive", "while scanning a %TAG directive",
      "while parsing a %YAML directive", "while parsing a %TAG directive":
      return Located(.badDirective, at: restOfLine(context))
    default: break
    }
    if error.problem.contains("directive") || error.problem == "found incompatible YAML document" {
      return Located(.badDirective, at: restOfLine(problem))
    }
    return Located(.otherSyntax(error.problem), at: character(problem))
  }

  private var characterFault: Located<YAMLFault> {
    switch byte(problem) {
    case UInt8(ascii: "\t")?: return Located(.tab, at: character(problem))
    case let byte?:
      return Located(
        .cannotStartValue(Character(Unicode.Scalar(byte)), rest: valueText(problem)), at: character(problem))
    case nil: return Located(.otherSyntax(error.problem), at: .at(problem))
    }
  }

  /// A bracket that the file never closes, or a character that cannot stand between brackets.
  private var bracketFault: Located<YAMLFault> {
    // The bracket of an outer collection: this one was forgotten.
    let closing = UInt8(ascii: byte(context) == UInt8(ascii: "{") ? "]" : "}")
    if byte(problem) == closing { return unclosedBracket(context) }
    if problem <= restOfLine(context).upper, !isEndOfFile(problem) { return textAfterValue }
    return unclosedBracket(context)
  }

  private func unclosedBracket(_ offset: Int) -> Located<YAMLFault> {
    Located(.unclosedBracket(byte(offset) == UInt8(ascii: "{") ? "{" : "["), at: character(offset))
  }

  /// Where a value should be: the end of the file, or a character that begins none.
  private var contentFault: Located<YAMLFault> {
    if isEndOfFile(problem), let openBracket { return unclosedBracket(openBracket) }
    guard let scalar = source(character(problem)).unicodeScalars.first else { return strayFault }
    return Located(.cannotStartValue(Character(scalar), rest: ""), at: character(problem))
  }

  /// What stands where only a document can begin.
  private var documentFault: Located<YAMLFault> {
    if documentCount == 0 { return Located(.missingDocumentStart, at: token(problem)) }
    return isBehindDocumentEnd(problem) ? Located(.secondDocument, at: token(problem)) : strayFault
  }

  /// Something that fits no open collection: by its indentation, or because it follows a whole value.
  private var strayFault: Located<YAMLFault> {
    if let indentTab = tabInIndentation(of: problem) { return Located(.tab, at: character(indentTab)) }
    return isFirstInLine(problem)
      ? Located(.badIndentation(isSequence: false), at: token(problem)) : textAfterValue
  }

  private var textAfterValue: Located<YAMLFault> {
    var before = problem
    while before > 0, LineBreaks.isBlank(at: before - 1, in: bytes) { before -= 1 }
    let quote: Character? =
      switch before > 0 ? bytes[before - 1] : 0 {
      case UInt8(ascii: "'"): "'"
      case UInt8(ascii: "\""): "\""
      default: nil
      }
    return Located(.textAfterValue(quote: quote), at: token(problem))
  }

  private var escapeFault: Located<YAMLFault> {
    // libyaml's mark is at the backslash or, for a code point that is none, inside the digits.
    var start = problem
    while start > context, byte(start) != UInt8(ascii: "\\") { start -= 1 }
    var end = min(start + 2, bytes.count)
    if let letter = byte(start + 1), let digits = DoubleQuotedEscape.hexadecimalDigits[letter] {
      while end < bytes.count, end < start + 2 + digits, isHexadecimal(bytes[end]) { end += 1 }
    }
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return Located(.badEscape(source(ByteRange(start, end))), at: ByteRange(start, end))
  }
}
