import Foundation
import Testing
import _OnsetTestSupport

@testable import OnsetRuns

@Suite struct NumberScannerTests {
  /// Debug builds are slow; the release build tests millions.
  #if DEBUG
    static let count = 20_000
  #else
    static let count = 1_000_000
  #endif

  private let scanner = NumberScanner()

  /// What both say about a text: the bits, and how many bytes were used.
  private func scan(_ text: String) -> (bits: UInt64, used: Int) {
    let bytes = Array(text.utf8) + Array(repeating: 0, count: NumberScanner.padding)
    let result = scanner.scan(bytes.span, from: 0)
    return (result.end == 0 ? 0 : result.value.bitPattern, result.end)
  }

  private func reference(_ text: String) -> (bits: UInt64, used: Int) {
    unsafe text.withCString { start in
      var end: UnsafeMutablePointer<CChar>?
      let value = unsafe strtod(start, &end)
      let used = unsafe end.map { unsafe UnsafePointer($0) - start } ?? 0
      return (used == 0 ? 0 : value.bitPattern, used)
    }
  }

  private func expectAgreement(_ text: String, _ location: SourceLocation = #_sourceLocation) {
    let ours = scan(text)
    let theirs = reference(text)
    if ours != theirs {
      Issue.record("\(text): \(ours), and strtod says \(theirs)", sourceLocation: location)
    }
  }

  @Test func `random doubles in their shortest form read back to the same bits`() {
    var generator = SeededNumbers(seed: 1)
    for _ in 0..<Self.count {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      let text = value.description
      if scan(text) != (value.bitPattern, text.utf8.count) { Issue.record("\(text)") }
    }
  }

  @Test func `random doubles with 17 digits read as strtod reads them`() {
    var generator = SeededNumbers(seed: 2)
    for _ in 0..<Self.count / 4 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      expectAgreement(String(format: "%.16e", value))
      expectAgreement(String(format: "%.17g", Double.random(in: -10...10, using: &generator)))
      expectAgreement(String(format: "%.20f", Double.random(in: 0...0.01, using: &generator)))
    }
  }

  @Test func `random digits with random exponents read as strtod reads them`() {
    var generator = SeededNumbers(seed: 3)
    for _ in 0..<Self.count / 2 {
      var text = ["", "-", "+"][Int.random(in: 0...2, using: &generator)]
      for _ in 0..<Int.random(in: 0...22, using: &generator) {
        text += String(Int.random(in: 0...9, using: &generator))
      }
      if Bool.random(using: &generator) { text += "." }
      for _ in 0..<Int.random(in: 0...22, using: &generator) {
        text += String(Int.random(in: 0...9, using: &generator))
      }
      if Bool.random(using: &generator) { text += "e\(Int.random(in: -350...320, using: &generator))" }
      expectAgreement(text)
    }
  }

  @Test func `the middle between two doubles, and what is just beside it, reads as strtod reads it`() {
    var generator = SeededNumbers(seed: 4)
    for round in 0..<Self.count / 200 {
      // A third of them subnormal.
      let bits = round % 3 == 0 ? generator.next() >> 12 : generator.next() & ~(1 << 63)
      let value = Double(bitPattern: bits)
      guard value.isFinite, value.nextUp.isFinite, value > 0 else { continue }
      // 800 digits hold the middle exactly: it has at most 767. glibc prints them all.
      let lower = String(format: "%.800e", value)
      expectAgreement(lower)
      guard let middle = exactMiddle(value) else { continue }
      expectAgreement(middle)
      expectAgreement(middle + "1")
      expectAgreement(middle + String(repeating: "0", count: 900) + "1")
      expectAgreement(String(middle.dropLast()) + "49999999")
    }
  }

  /// The middle between a double and the next one as decimal digits, where a Float80 holds it.
  private func exactMiddle(_ value: Double) -> String? {
    #if arch(x86_64) && os(Linux)
      let middle = (Float80(value) + Float80(value.nextUp)) / 2
      var text = ""
      // Exactly: the significand times 2^exponent, by long division in decimal.
      guard middle.exponent >= -80, middle.exponent <= 80 else { return nil }
      var whole = middle.rounded(.towardZero)
      var fraction = middle - whole
      if whole >= 1e18 { return nil }
      text = String(UInt64(whole)) + "."
      while fraction > 0 {
        fraction *= 10
        whole = fraction.rounded(.towardZero)
        text += String(UInt64(whole))
        fraction -= whole
        if text.utf8.count > 200 { return nil }
      }
      return text
    #else
      return nil
    #endif
  }

  @Test(arguments: [
    // The edges of the range.
    "1.7976931348623157e308", "1.7976931348623158e308", "1.7976931348623159e308", "1e309", "1e400", "-1e400",
    "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880",
    "4.9e-324", "5e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "2.47e-324", "1e-400",
    "2.2250738585072011e-308", "2.2250738585072012e-308", "2.2250738585072014e-308",
    "0.000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001e99",
    // Ties.
    "9007199254740992", "9007199254740993", "9007199254740994", "9007199254740995", "9007199254740993.0",
    "9007199254740992.99999999999999999999", "9007199254740993.00000000000000000001",
    "1.00000000000000011102230246251565404236316680908203125",
    "1.00000000000000011102230246251565404236316680908203124",
    "1.00000000000000011102230246251565404236316680908203126", "36893488147419107329", "5e-20", "1e23",
    "8.5e22",
    // Exponents that no double has.
    "1e99999999999999999999", "1e-99999999999999999999", "0e99999999999999999999", "0.0e-5000", "-0", "-0.0",
    "+0",
    // Forms.
    "1.", ".5", "+.5e1", "-1.e2", "1e5", "1E+5", "00012", "000.0001", "1e0005",
    // A number and then something else.
    "1e", "1e+", "1ex", "1.5.5", "1,5", "--1", "+-1", ".", "-", "+", "e5", ".e5", "", "1 ", "1_000", "12abc",
  ])
  func `hard and malformed numbers read as strtod reads them`(text: String) { expectAgreement(text) }

  @Test func `many digits read as strtod reads them`() {
    for count in [18, 19, 20, 21, 40, 100, 767, 768, 799, 800, 801, 5000] {
      for digit in ["1", "5", "9"] {
        let digits = String(repeating: digit, count: count)
        expectAgreement(digits)
        expectAgreement("0." + digits)
        expectAgreement(digits + "e-\(count)")
        expectAgreement("0." + String(repeating: "0", count: count) + digits)
        expectAgreement(digits + "." + digits + "e-\(count + 300)")
      }
    }
  }

  @Test func `a number of a million digits is read at once`() {
    let digits = String(repeating: "7", count: 1_000_000)
    #expect(scan("0." + digits).bits == (7.0 / 9).bitPattern)
    #expect(scan("0." + String(repeating: "0", count: 1_000_000) + "1e1000001").bits == 1.0.bitPattern)
  }

  @Test(
    arguments: [
      ("0", 0), ("12", 12), ("+12", 12), ("-3", -3), ("12.0", 12), ("12.", 12), ("1e3", 1000), ("1.5e1", 15),
      ("9007199254740993", 9_007_199_254_740_993), ("9007199254740993.000", 9_007_199_254_740_993),
      ("9223372036854775807", .max), ("-9223372036854775808", .min), ("0e99", 0), ("1200e-2", 12),
      ("9223372036854775808", nil), ("-9223372036854775809", nil), ("12.5", nil), ("1e-1", nil), ("", nil),
      ("-", nil), ("1e", nil), ("nan", nil), ("12x", nil), ("1e99", nil), (".", nil), ("0.0", 0),
      ("100000000000000000000", nil),
    ] as [(String, Int64?)])
  func `a step is a whole number of 64 bits, however it is written`(text: String, step: Int64?) {
    let bytes = Array(text.utf8)
    #expect(StepScanner.step(in: bytes.span, from: 0, to: bytes.count) == step)
  }
}
