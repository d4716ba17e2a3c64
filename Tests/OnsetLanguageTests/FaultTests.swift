import OnsetText
import Testing

@testable import OnsetLanguage

/// What is wrong with an expression, where, and what to write instead.
@Suite struct FaultTests {
  /// An expression with the place of its error between `«` and `»`.
  struct Case: Sendable, CustomTestStringConvertible {
    var marked: String
    var code: String
    /// A part of the message or of a hint; nil where there is no more to say.
    var says: String?
    var testDescription: String { marked }

    init(_ marked: String, _ code: String, _ says: String? = nil) {
      (self.marked, self.code, self.says) = (marked, code, says)
    }

    var text: String { marked.replacing("«", with: "").replacing("»", with: "") }
    var excerpt: ByteRange {
      let before = marked.prefix { $0 != "«" }.utf8.count
      let inside = marked.drop { $0 != "«" }.dropFirst().prefix { $0 != "»" }.utf8.count
      return ByteRange(before, before + inside)
    }
  }

  static let scope = Scope(
    lets: ["smooth": LetID(0), "faulty": LetID(1), "entry": LetID(2), "name": LetID(3), "patience": LetID(4)],
    letTerms: [
      term("mean(loss, 5 samples)"), nil, term("at_entry(loss)"), term("`train/loss`"), term("3 samples"),
    ],
    parameters: ["window": .span(SpanLength(50, .samples)), "drop": .number(3), "share": .percentage(0.1)],
    baselines: ["loss", "val_loss"])

  private static func term(_ text: String) -> Term? {
    var checker = Checker(scope: Scope())
    return (try? Parser.parse(text)).flatMap { checker.expression($0) }
  }

  static let syntax: [Case] = [
    Case("«»", "O0201", "loss > 5"), Case("  «»", "O0201"), Case("loss >«»", "O0202"),
    Case("mean(loss«»", "O0202", "`)`"),
    Case("loss > 1 «)»", "O0203", "there is no `(`"), Case("loss > 5 % «3»", "O0203"),
    Case("loss > «%» 3", "O0203", "remainder"), Case("loss > «and» 1", "O0203"),
    Case("loss > «steps»(5)", "O0307"), Case("f(a «b», 5)", "O0203"), Case("(«)»", "O0203"), Case("«,»", "O0203"),
    Case("«\u{200B}»loss > 1", "O0204", "U+200B (zero width space)"), Case("loss«\u{A0}»> 1", "O0204", "U+00A0"),
    Case("loss > «½»", "O0204", "0.5"), Case("loss «≥» 1", "O0204", ">="), Case("loss > «−»1", "O0204", "write `-`"),
    Case("loss > «é»1", "O0204", "`é` (U+00E9)"), Case("loss > 1 «;» true", "O0204"), Case("loss > «🙂»", "O0204"),
    Case("loss > 1 «&&» true", "O0205", "and"), Case("loss > 1 «||» true", "O0205", "or"),
    Case("«!»loss", "O0205", "not"),
    Case("loss «=» 1", "O0205", "=="), Case("loss «<>» 1", "O0205", "!="), Case("loss «**» 2 > 1", "O0205"),
    Case("loss«[»5] > 1", "O0205", "samples"), Case("train/loss«@»x > 1", "O0206", "backquotes"),
    Case("loss«.»mean > 1", "O0206"), Case("loss > «'1'»", "O0207"), Case("loss > «\"a»", "O0207"),
    Case("loss > «1.2.3»", "O0208"), Case("loss > «1e»", "O0208"), Case("loss > «1.»", "O0208"),
    Case("loss > «.5»", "O0208", "0.5"), Case("loss > «1e999»", "O0209"), Case("«`train/loss > 1»", "O0210"),
    Case("«``» > 1", "O0210"), Case("0.2 < loss «<» 0.4", "O0211", "0.2 < loss and loss <"),
    Case("a < b «==» c", "O0211"),
  ]

  static let units: [Case] = [
    Case("mean(loss, «50 minutes») < 1", "O0301"), Case("mean(loss, «5 iterations») < 1", "O0301", "`steps`"),
    Case("mean(loss, «5 sampels») < 1", "O0301", "`samples`"), Case("loss > «1 val_loss» > 2", "O0301", "operator"),
    Case("mean(loss, «50») < 1", "O0302", "50 samples"), Case("mean(loss, «2 * 5») < 1", "O0302", "50 steps"),
    Case("mean(loss, «drop») < 1", "O0302"), Case("mean(loss, «0 samples») < 1", "O0303"),
    Case("mean(loss, «-5 steps») < 1", "O0303"), Case("mean(loss, «0 epochs») < 1", "O0303"),
    Case("mean(loss, «2.5 samples») < 1", "O0304"), Case("mean(loss, «0.5 steps») < 1", "O0304"),
    Case("mean(loss, «1e16 steps») < 1", "O0305"), Case("age(loss) > «5 samples»", "O0306"),
    Case("since_entered < «window» and loss > 1", "O0306"), Case("age(loss) > «patience»", "O0306"),
    Case("«5 samples» < age(loss)", "O0306"),
  ]

  static let names: [Case] = [
    Case("«men»(loss, 5 samples) < 1", "O0307", "`mean`"), Case("«avg»(loss, 5 samples) < 1", "O0307", "`mean`"),
    Case("«frobnicate»(loss) < 1", "O0307", "onset functions"), Case("«loss»(5) > 1", "O0307"),
    Case("«smooth»(5) > 1", "O0308", "a `let` name"), Case("«drop»(5) > 1", "O0308", "a parameter"),
    Case("«step»(5) > 1", "O0308", "a value"), Case("«mean» < 1", "O0309", "mean(e, w)"),
    Case("loss > 1 or «each» > 1", "O0310"), Case("loss > baseline(«los»)", "O0312", "`loss`"),
    Case("loss > sigma(«effective_rank»)", "O0312"),
  ]

  static let types: [Case] = [
    Case("«loss»", "O0401"), Case("«(loss + 1)»", "O0401"), Case("«5 steps»", "O0401"),
    Case("«since_lowest(loss)»", "O0401", "5 samples"), Case("«loss» and val_loss > 1", "O0402", "loss > 5"),
    Case("not «loss»", "O0402"), Case("«(loss > 1)» + 2 > 1", "O0402"), Case("1 + «(5 steps)» > loss", "O0402"),
    Case("-«(loss > 1)» > 2", "O0402"), Case("«(loss > 1)» == (val_loss > 1)", "O0402"),
    Case("since_lowest(loss) > «5»", "O0403"), Case("«loss» > since(loss > 1)", "O0403"),
    Case("since(loss > 1) > «since(loss > 2)»", "O0403"), Case("loss > «5 steps»", "O0404"),
    Case("«window» > loss", "O0404"), Case("«5 steps» < 6 steps", "O0404"),
    Case("«since(loss > 1)» == 5 steps", "O0405"), Case("mean(«loss > 1», 5 samples) > 0.5", "O0406", "fraction"),
    Case("fraction(«loss», 5 samples) > 0.5", "O0406"), Case("loss > max(loss, «val_loss»)", "O0406", "greatest"),
    Case("min(loss, «val_loss») > 1", "O0406", "least"), Case("since(«loss») > 5 steps", "O0406"),
    Case("mean(«since(loss > 1)», 5 samples) > 1", "O0406"), Case("abs(«loss > 1») > 1", "O0406"),
    Case("otherwise(«5 steps», 1) > 1", "O0406"), Case("is_nan(«loss + 1»)", "O0407"),
    Case("at(loss, «5») > 1", "O0407"), Case("age(«smooth») > 5 steps", "O0407"),
    Case("quantile(loss, «val_loss», 5 samples) > 1", "O0408"), Case("since_lowest(loss, «step») > 5 steps", "O0408"),
    Case("quantile(loss, «1.5», 5 samples) > 1", "O0409"), Case("quantile(loss, «-0.1», 5 samples) > 1", "O0409"),
    Case("since_lowest(loss, «-1») > 5 steps", "O0409"), Case("quantile(loss, «0 / 0», 5 samples) > 1", "O0409"),
    Case("cusum_up(loss, «val_loss») > 5", "O0410"), Case("otherwise(loss, «true») > 1", "O0411"),
    Case("«mean(loss)» < 1", "O0412", "mean(e, w)"), Case("«least(loss)» < 1", "O0412"), Case("«abs()» < 1", "O0412"),
    Case("1 < («mean(loss)»)", "O0412"),
  ]

  static let clocks: [Case] = [
    Case("«1 < 2»", "O0413"), Case("«(step > 1000)»", "O0413"), Case("«baseline(loss) > 1»", "O0413"),
    Case("mean(«step», 5 samples) < loss", "O0413"), Case("previous(«(3)») < loss", "O0413"),
    Case("since(«true») > 5 steps and loss > 1", "O0413"), Case("loss > «at_detection(loss)»", "O0414"),
    Case("mean(«at_entry(loss)», 5 samples) > loss", "O0415"), Case("mean(loss - «entry», 5 samples) > loss", "O0415"),
    Case("loss > at_entry(«at_entry(loss)»)", "O0416"), Case("loss > at_entry(loss - «entry»)", "O0416"),
  ]

  @Test(arguments: syntax + units + names + types + clocks)
  func `A fault is found where it is, with its code and its hint`(_ item: Case) throws {
    let faults = Compiler.faults(ofCondition: item.text, scope: Self.scope)
    let fault = try #require(faults.first)
    let excerpt = Compiler.excerpt(fault.range, of: item.text)
    #expect(fault.range == item.excerpt, "it points at «\(excerpt)» at \(fault.range.lower): \(fault.kind)")
    let words = fault.wording
    #expect(words.code == item.code, "\(words.message)")
    let text = ([words.message] + words.hints).joined(separator: "\n")
    #expect(item.says.map { text.contains($0) } ?? true, "\(text)")
    #expect(faults.count == 1, "\(faults.map(\.kind))")
  }

  @Test(arguments: [
    "loss > at_detection(loss)", "each > 1", "mean(loss, window) < drop and since_lowest(loss, share) >= patience",
    "smooth > entry", "is_nan(name)", "age(name) > 5 steps", "at(loss, name) > 1",
    "quantile(loss, share * 2, window) > 1",
    "loss == 1", "loss == -1", "since(loss > 1) > 2 epochs", "5 samples <= since(loss > 1)",
    "otherwise(loss > 1, true)",
    "cusum_up(loss, baseline(loss) + drop * sigma(loss)) > 1", "mean(at(val_loss - loss, val_loss), 5 samples) > 1",
    "least(1, loss, 3, 4, 5) > 0", "`step` > 1", "`mean` > 1", "loss > step / epoch",
  ]) func `A right expression has no fault`(text: String) {
    var scope = Self.scope
    scope.allowsEach = true
    scope.allowsDetection = true
    #expect(Compiler.faults(ofCondition: text, scope: scope).isEmpty)
  }

  @Test func `All the faults of an expression are found, in one go`() {
    let text = "mean(loss, 50) < 1 and avg(loss) > 2 and not loss"
    #expect(Compiler.faults(ofCondition: text).map(\.wording.code) == ["O0302", "O0307", "O0402"])
  }

  @Test func `What uses a faulty let is not at fault itself`() {
    #expect(Self.faultsOnly("faulty > 1 and smooth > 1").isEmpty)
  }

  private static func faultsOnly(_ text: String) -> [LanguageFault] {
    var checker = Checker(scope: scope)
    _ = (try? Parser.parse(text)).map { checker.condition($0) }
    return checker.faults
  }

  @Test(arguments: [
    ("loss == val_loss", 1), ("loss != 0.5", 1), ("loss == 5", 0), ("-5 != loss", 0), ("loss == drop", 1),
  ])
  func `Equality is doubted unless a side is a whole number as written`(text: String, warnings: Int) {
    let faults = Self.faultsOnly(text)
    #expect(faults.count == warnings && faults.allSatisfy(\.isWarning))
    #expect(faults.allSatisfy { $0.wording.code == "O0501" && Compiler.excerpt($0.range, of: text) == text })
  }

  @Test func `A metric without a baseline is no fault while no profile is known`() {
    #expect(Compiler.faults(ofCondition: "anything > baseline(anything)").isEmpty)
  }
}
