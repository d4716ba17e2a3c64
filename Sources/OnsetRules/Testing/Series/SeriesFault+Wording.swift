package import OnsetText

extension SeriesFault {
  /// The fault as a finding in a file; `place` turns offsets of the series into offsets of the file.
  package func diagnostic(in source: SourceFile, place: (ByteRange) -> ByteRange) -> Diagnostic {
    let words = wording
    return Diagnostic(
      source: source, range: place(range), code: words.code, message: words.message, hints: words.hints)
  }

  private static let forms = "`0.5 x 100`, `1 -> 0.2 x 50`, `nan`, `_ x 10` or `(1, 2) x 20`"

  private var wording: (code: String, message: String, hints: [String]) {
    switch kind {
    case .empty:
      ("O0801", "the series has no samples", ["write values, such as \(Self.forms)"])
    case .unknownText(let text):
      ("O0802", "`\(text)` has no meaning in a series", ["a series is made of \(Self.forms), with commas between"])
    case .unknownWord(let word):
      (
        "O0802", "`\(word)` has no meaning in a series",
        [
          Suggestion.nearest(to: word, among: ["missing", "nan", "inf", "x"]).map { "did you mean `\($0)`?" }
            ?? "the words of a series are `x`, `nan`, `inf`, `missing` and `_`"
        ]
      )
    case .malformedNumber(let text):
      ("O0803", "`\(text)` is not a number", ["numbers are written `0.4`, `-12` or `1e-3`; a count follows an `x`"])
    case .numberOutOfRange:
      ("O0803", "the number is too large for a float64", ["the largest is about 1.8e308"])
    case .spelling(let text, let meant):
      ("O0804", "`\(text)` cannot be used in a series", ["write `\(meant)`"])
    case .expected(let wanted, let found):
      (
        "O0805",
        found.isEmpty
          ? "the series ends where \(wanted) was expected" : "`\(found)` cannot stand here; expected \(wanted)",
        ["a series is made of \(Self.forms), with commas between"]
      )
    case .rampBetweenNoNumbers(let text):
      ("O0806", "a ramp has to go between two finite numbers, and `\(text)` is not one", ["such as `1 -> 0.2 x 50`"])
    case .geometricNeedsSign:
      (
        "O0806", "a geometric ramp has to go between two numbers of the same sign, neither of them 0",
        ["write `->` for a ramp with equal differences"]
      )
    case .rampWithoutCount:
      ("O0807", "a ramp needs a count", ["write how many samples it has, both ends included, such as `1 -> 0 x 20`"])
    case .rampTooShort:
      ("O0807", "a ramp needs at least 2 samples, its two ends", ["such as `1 -> 0 x 20`"])
    case .negativeSpread:
      ("O0808", "the deviation of the noise has to be a finite number, 0 or more", ["such as `0.8 +- 0.05 x 100`"])
    case .spreadOfNoNumber(let what):
      ("O0808", "noise cannot be added to \(what)", ["add it to a value or a ramp: `0.8 +- 0.05 x 100`"])
    case .countNotWhole:
      ("O0809", "a count has to be a whole number, 1 or more", ["such as `0.5 x 100`"])
    case .tooManySamples:
      (
        "O0810", "the series has more than 1,000,000 samples",
        ["put a run this long into a log: `run: {file: …}`"]
      )
    case .unclosedParenthesis:
      ("O0811", "the parenthesis is not closed", ["add the `)`"])
    case .nestedTooDeep:
      ("O0812", "parentheses are nested more than \(SeriesParser.maximumDepth) deep", [])
    }
  }
}
