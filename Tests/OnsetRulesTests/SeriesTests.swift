import OnsetRules
import OnsetText
import Testing
import _OnsetTestSupport

@Suite("Series")
struct SeriesTests {
  @Test(
    "a series has as many samples as its text says",
    arguments: [
      ("1", 1), ("1 x 5", 5), ("1x5", 5), ("1 x5, 2", 6), ("1 -> 2 x 10", 10), ("1 => 2 x 10, 3 +- 0.5 x 2", 12),
      ("(1, 2 x 2) x 3", 9), ("((1, _) x 2, nan) x 4", 20), ("missing x 7, -inf, inf", 9), ("_x5,_", 6),
      ("-1 -> -2e-3 x 2,", 2), ("1 x 1e6", 1_000_000), ("(1 x 1000) x 1000", 1_000_000),
    ])
  func counts(text: String, count: Int) throws {
    #expect(try SeriesParser.parse(text).count == count)
  }

  @Test(
    "what is no series is a fault at its place",
    arguments: [
      ("", "", "O0801"), ("1 & 2", "&", "O0802"), ("mising x 2", "mising", "O0802"), ("1.2.3", "1.2.3", "O0803"),
      ("5% x 3", "5%", "O0803"), ("1e999", "1e999", "O0803"), ("1 * 3", "*", "O0804"), ("1 ± 2", "±", "O0804"),
      (".5", ".5", "O0804"), (".nan x 2", ".nan", "O0804"), ("1 2", "2", "O0805"), ("1,, 2", ",", "O0805"),
      ("1 x", "", "O0805"), ("1 +-", "", "O0805"), ("inf -> 1 x 3", "inf", "O0806"),
      ("-1 => 1 x 3", "-1 => 1", "O0806"),
      ("0 => 1 x 3", "0 => 1", "O0806"), ("1 -> 2", "1 -> 2", "O0807"), ("1 -> 2 x 1", "1", "O0807"),
      ("1 +- -1", "-1", "O0808"), ("_ +- 1", "+- 1", "O0808"), ("(1, 2) +- 1", "+- 1", "O0808"),
      ("1 x 1.5", "1.5", "O0809"), ("1 x 0", "0", "O0809"), ("1 x -3", "-3", "O0809"), ("1 x 1e7", "1e7", "O0810"),
      ("1 x 1e300", "1e300", "O0810"), ("1 x 900000, 2 x 900000", "2 x 900000", "O0810"),
      ("((((1 x 1e6) x 1e6) x 1e6) x 1e6) x 1e6", "1e6", "O0810"), ("(1, 2", "(", "O0811"), ("1)", ")", "O0805"),
      (String(repeating: "(", count: 1000), "(", "O0812"),
    ])
  func faults(text: String, marked: String, code: String) {
    do throws(SeriesFault) {
      let series = try SeriesParser.parse(text)
      Issue.record("\(text) has \(series.count) samples")
    } catch {
      let found = error.diagnostic(in: SourceFile(name: "series", text: text)) { $0 }
      #expect(found.code == code)
      #expect(found.source.text(in: found.range) == marked)
    }
  }

  @Test("any series that is made is read with the count it was made with", arguments: 0..<300)
  func randomSeries(seed: Int) throws {
    var numbers = SeededNumbers(seed: UInt64(seed))
    let (text, count) = Self.series(&numbers, depth: 0)
    let series = try SeriesParser.parse(text)
    #expect(series.count == count, "\(text)")
    // Each segment's text is a series of its own, with the segment's count.
    for segment in series.segments {
      let part = SourceFile(name: "series", text: text).text(in: segment.range)
      #expect(try SeriesParser.parse(part).count == segment.count, "\(part)")
    }
  }

  @Test("no text makes the parser fail but by a fault that lies inside it", arguments: 0..<300)
  func hostileText(seed: Int) {
    var numbers = SeededNumbers(seed: UInt64(seed))
    let pieces = [
      "1", "x", "+-", "->", "=>", ",", "(", ")", "_", "nan", "inf", "-", ".", " ", "9e9", "é", "0", "%", "\n",
    ]
    let text = (0..<numbers.integer(0...30)).map { _ in pieces[numbers.integer(0...pieces.count - 1)] }.joined()
    do throws(SeriesFault) {
      #expect(try SeriesParser.parse(text).count <= SeriesSyntax.maximumCount)
    } catch {
      #expect(error.range.lower <= error.range.upper && error.range.upper <= text.utf8.count, "\(text)")
    }
  }

  private static func series(_ numbers: inout SeededNumbers, depth: Int) -> (text: String, count: Int) {
    let segments = (0..<numbers.integer(1...4)).map { _ in segment(&numbers, depth: depth) }
    let comma = numbers.happens(0.5) ? ", " : ","
    return (segments.map(\.text).joined(separator: comma), segments.reduce(0) { $0 + $1.count })
  }

  private static func segment(_ numbers: inout SeededNumbers, depth: Int) -> (text: String, count: Int) {
    let times = numbers.integer(2...9)
    let spread = numbers.happens(0.3) ? " +- 0.\(numbers.integer(0...9))" : ""
    switch numbers.integer(0...(depth < 3 ? 5 : 4)) {
    case 0: return ("\(numbers.integer(-5...5))\(spread)", 1)
    case 1: return ("\(numbers.share())\(spread) x \(times)", times)
    case 2: return ("\(numbers.integer(-9...9)) -> \(numbers.share())\(spread) x \(times)", times)
    case 3: return ("1e-3 => \(numbers.integer(1...99))\(spread)x\(times)", times)
    case 4: return ("\(["nan", "inf", "-inf", "_", "missing"][numbers.integer(0...4)]) x \(times)", times)
    default:
      let inner = series(&numbers, depth: depth + 1)
      return ("(\(inner.text)) x \(times)", inner.count * times)
    }
  }
}
