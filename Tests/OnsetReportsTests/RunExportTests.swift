import Foundation
import OnsetReports
import OnsetRuns
import Testing
import _OnsetTestSupport

/// What is exported reads back as the same run.
@Suite struct RunExportTests {
  static func read(_ export: RunExport, _ format: RunExport.Format) throws -> Run {
    var export = export
    var bytes: [UInt8] = []
    while let piece = export.piece() { bytes += piece }
    let path = FileManager.default.temporaryDirectory.appending(
      path: "onset-export-\(UUID().uuidString).\(format.rawValue)"
    ).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(bytes).write(to: URL(filePath: path))
    return try RunReader.read(file: path)
  }

  static func expectSame(_ run: Run, _ format: RunExport.Format, _ comment: Comment? = nil) throws {
    let again = try read(RunExport(run, to: format), format)
    #expect(again.rows == run.rows, comment)
    #expect(again.columns == run.columns, comment)
    #expect(again.metricNames == run.metricNames, comment)
    #expect(again.notes == [], comment)
  }

  /// Any bits that are no NaN other than the usual one.
  static func value(_ random: inout SeededNumbers) -> Double {
    switch Int.random(in: 0..<12, using: &random) {
    case 0: return .nan
    case 1: return .infinity
    case 2: return -.infinity
    case 3: return -0.0
    case 4: return .leastNonzeroMagnitude
    case 5: return .greatestFiniteMagnitude
    case 6: return Double(Int.random(in: -1000...1000, using: &random))
    case 7: return Double(Float.random(in: -1...1, using: &random))
    default:
      let value = Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &random))
      return value.isNaN ? .nan : value
    }
  }

  static let names = [
    "loss", "train/loss", "a,b", "a;b;c", "say \"x\"", "\"", "line\nend", "cr\rx", "tab\tx", "#note", "ä", "日本", "0",
    "1e5",
    "nan", "Step", "STEP", "global_step", "epoch", "iteration", "a.b", "a.b.c", "{", "[", "\\", "x y", "=1+1",
    "\u{2028}",
    "\u{1}", "'", "null", "_timestamp",
  ]

  static func run(_ seed: UInt64) -> Run {
    var random = SeededNumbers(seed: seed)
    var steps: Set<Int64> = []
    let count = Int.random(in: 1...40, using: &random)
    for _ in 0..<count {
      switch Int.random(in: 0..<8, using: &random) {
      case 0: steps.insert(Int64.random(in: .min ... .max, using: &random))
      case 1: steps.insert([Int64.min, .max, 0, -1, 1 << 53 + 1].randomElement(using: &random) ?? 0)
      default: steps.insert(Int64.random(in: 0...100, using: &random))
      }
    }
    let rows = steps.sorted()
    let chosen = names.shuffled(using: &random).prefix(Int.random(in: 1...8, using: &random))
    var columns: [RunColumn] = []
    for (index, name) in chosen.enumerated() {
      // The first has every row, so that no row is empty.
      let own = index == 0 ? rows : rows.filter { _ in Bool.random(using: &random) }
      if own.isEmpty { continue }
      columns.append(RunColumn(name: name, steps: own, values: own.map { _ in value(&random) }))
    }
    return Run(name: "x", rows: rows, columns: columns.shuffled(using: &random))
  }

  @Test(arguments: RunExport.Format.allCases)
  func `any run reads back bit for bit`(format: RunExport.Format) throws {
    for seed in 0..<400 { try Self.expectSame(Self.run(UInt64(seed)), format, "seed \(seed)") }
  }

  @Test(arguments: RunExport.Format.allCases)
  func `a run of many pieces reads back`(format: RunExport.Format) throws {
    var random = SeededNumbers(seed: 1)
    let steps = Array<Int64>(0..<20_000)
    let columns = ["a", "b", "c"].map { name in
      RunColumn(name: name, steps: steps, values: steps.map { _ in Self.value(&random) })
    }
    try Self.expectSame(Run(name: "x", rows: steps, columns: columns), format)
  }

  @Test func `the text is as it is described`() throws {
    let run = Run(
      name: "x", rows: [0, 10, 20],
      columns: [
        RunColumn(name: "a,b", steps: [10], values: [.nan]),
        RunColumn(name: "c", steps: [0, 10], values: [0.1, -.infinity]),
      ])
    func text(_ format: RunExport.Format) throws -> String {
      var export = try RunExport(run, to: format)
      var bytes: [UInt8] = []
      while let piece = export.piece() { bytes += piece }
      return String(decoding: bytes, as: UTF8.self)
    }
    // Step 20 belongs to a metric that was not chosen.
    #expect(try text(.csv) == "step,\"a,b\",c\n0,,0.1\n10,nan,-inf\n")
    #expect(
      try text(.jsonl) == """
        {"step": 0, "a,b": null, "c": 0.1}
        {"step": 10, "a,b": "nan", "c": "-inf"}

        """)
  }

  @Test func `a name that a format cannot hold is refused`() throws {
    func run(_ name: String) -> Run {
      Run(name: "x", rows: [0, 1], columns: [RunColumn(name: name, steps: [0, 1], values: [1, 2])])
    }
    for name in ["", " a", "a ", "a\0b", String(repeating: "x", count: 40_000)] {
      #expect(throws: RunExport.Failure.name(name, .csv)) { try RunExport(run(name), to: .csv) }
      try Self.expectSame(run(name), .jsonl, "\(name.prefix(10).debugDescription)")
    }
    #expect(throws: RunExport.Failure.name("step", .jsonl)) { try RunExport(run("step"), to: .jsonl) }
    try Self.expectSame(run("step"), .csv)
    #expect(throws: RunExport.Failure.noMetrics) {
      try RunExport(Run(name: "x", rows: [0], columns: []), to: .csv)
    }
  }
}
