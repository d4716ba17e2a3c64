import OnsetReports
import OnsetRuns
import Testing

@Suite struct SparklineTests {
  static func line(_ values: [Double], width: Int = 8) -> String {
    let steps = (0..<Int64(values.count)).map { $0 }
    return Sparkline.line(
      RunColumn(name: "x", steps: steps, values: values), steps: 0...max(Int64(values.count) - 1, 0), width: width)
  }

  static let lines: [([Double], String)] = [
    ([0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█"),
    ([7, 7, 7, 7], "▅▅▅▅▅▅▅▅"),
    ([1, 10, 100, 1000, 10000, 1e5, 1e6, 1e7], "▁▂▃▄▅▆▇█"),
    ([0, 1, .nan, 3, .infinity, 5, 6, 7], "▁▂×▄×▆▇█"),
    ([-.greatestFiniteMagnitude, .greatestFiniteMagnitude], "▁▁▁▁▁▁▁█"),
    ([0, .nan, 7], "▁▁▁▁×  █"),
    ([5], "▅"),
    ([.nan], "×"),
    ([], ""),
  ]

  @Test(arguments: lines)
  func `a line shows the course`(values: [Double], line: String) { #expect(Self.line(values) == line) }

  @Test func `steps far apart are no overflow`() {
    let column = RunColumn(name: "x", steps: [.min, 0, .max], values: [0, 1, 0])
    #expect(Sparkline.line(column, steps: .min ... .max, width: 3) == "▁█▁")
  }
}
