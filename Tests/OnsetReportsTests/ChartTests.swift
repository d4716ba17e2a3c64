import OnsetEngine
import OnsetStudy
import Testing

@testable import OnsetReports

/// Charts before and after they are drawn.
@Suite struct ChartTests {
  private static func picture(_ values: [Double], limit: Double? = nil, title: String = "loss") -> ChartPicture {
    let steps = values.indices.map { Int64($0) }
    var lines = [
      ChartPicture.Line(
        role: .samples, name: title, detail: nil, number: 0, steps: steps, values: values, constant: nil)
    ]
    if let limit {
      lines.append(
        ChartPicture.Line(
          role: .threshold, name: "\(title) > \(limit)", detail: nil, number: 0, steps: [0, steps.last ?? 0],
          values: [limit, limit], constant: limit))
    }
    return ChartPicture(title: title, steps: 0...Int64(max(0, values.count - 1)), lines: lines)
  }

  @Test(arguments: [
    (0.0, 10.0, [0.0, 5, 10]), (-1, 1, [-1, -0.5, 0, 0.5, 1]), (0.1, 0.4, [0.1, 0.2, 0.3, 0.4]),
    (1e6, 3e6, [1e6, 1.5e6, 2e6, 2.5e6, 3e6]),
  ])
  func `Ticks are round numbers inside the range`(_ lower: Double, _ upper: Double, _ ticks: [Double]) {
    #expect(ChartScale(lower...upper).ticks(4) == ticks)
  }

  @Test func `Ticks of a logarithmic scale are decades`() {
    #expect(ChartScale(0.001...1000, isLogarithmic: true).ticks(4) == [0.001, 0.1, 10, 1000])
    #expect(ChartScale(0.5...2, isLogarithmic: true).ticks(4) == [0.5, 1, 1.5, 2])
  }

  @Test(arguments: [(-Double.greatestFiniteMagnitude, Double.greatestFiniteMagnitude), (1, 1), (0, 1e-300)])
  func `Odd ranges give no ticks or a few, and end`(_ lower: Double, _ upper: Double) {
    #expect(ChartScale(lower...upper).ticks(4).count <= 16)
  }

  @Test func `The range holds the lines, and a limit that is near them`() {
    #expect(Self.picture([0, 10]).linear == -0.5...10.5)
    #expect(Self.picture([0, 10], limit: 20).linear.upperBound == 21)
    let far = Self.picture([0, 10], limit: 1e6)
    #expect(far.linear.upperBound == 10.5)
    #expect(far.limitsOutside == ["The limit of `loss > 1000000.0` is above the picture: 1000000."])
  }

  @Test func `Positive values over three decades begin on a logarithmic scale`() {
    #expect(Self.picture([0.001, 10]).startsLogarithmic)
    #expect(!Self.picture([0.1, 10]).startsLogarithmic)
    #expect(!Self.picture([-1, 1000]).startsLogarithmic && Self.picture([-1, 1000]).logarithmic != nil)
    #expect(Self.picture([-1, 0]).logarithmic == nil)
  }

  @Test func `Nothing of a name is markup in a drawing`() {
    let svg = ChartSVG().document([Self.picture([1, 2], limit: 1.5, title: "\"><script>&'")])
    #expect(!svg.contains("<script"))
    #expect(svg.contains("&quot;&gt;&lt;script&gt;&amp;&#39;"))
  }

  @Test func `JSON in a page cannot end its element`() {
    let text = HTMLText.embedded(json: "\"</script><!--&\u{2028}\u{2029}\"")
    #expect(text == "\"\\u003c/script\\u003e\\u003c!--\\u0026\\u2028\\u2029\"")
  }

  @Test func `A gap parts a line, and a sample alone is a dot`() {
    let svg = ChartSVG().element(Self.picture([1, 2, .nan, 4, .nan, 6, 7]))
    let path = svg.matches(of: /<path class="samples c0" d="([^"]*)"/).map { $0.output.1 }
    #expect(path.count == 1 && path[0].filter { $0 == "M" }.count == 3)
    #expect(svg.matches(of: /<circle class="samples c0"/).count == 1)
  }

  @Test func `Flags at one place share one, and others stand in two rows`() {
    let flags = (1...6).map { number in
      ChartPicture.Flag(
        number: number, step: Int64(number > 4 ? 90 : 10), kind: .fired, isCounterfactual: false, text: "r fired")
    }
    let placed = ChartSVG.FlagGroup.placed(flags) { Double($0) * 5 }
    #expect(placed.map(\.flag.text) == ["1", "2–4", "5", "6"])
    #expect(placed.map(\.row) == [0, 1, 0, 1])
  }

  @Test func `A chart of the terminal fits its width`() {
    for width in [40, 61, 80, 200] {
      let text = ChartText(style: TextStyle(usesColour: false), width: width).text(
        Self.picture((0..<500).map { Double($0 % 37) }, limit: 12))
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= width })
    }
  }
}
