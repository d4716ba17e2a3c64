// Measures how fast runs are read from an archive and from databases.
//
//     swift run -c release --package-path Benchmarks archive-bench [ROWS] [REPEATS]
//
// Times are CPU time, system time included, medians of the repeats. The same run is read from CSV and from an archive,
// and compared bit for bit; MLflow's table is also gone through by a bare SELECT of the C API.

import CReaderBaseline
import Foundation
import Onset
import OnsetRuns

let rowCount = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000_000
let repeats = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 7
let folder = FileManager.default.temporaryDirectory.appendingPathComponent("onset-archive-bench-\(getpid())").path
try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(atPath: folder) }

func seconds<Result>(_ times: inout [Double], _ body: () throws -> Result) rethrows -> Result {
  let start = baseline_cpu_seconds()
  let result = try body()
  times.append(baseline_cpu_seconds() - start)
  return result
}

func median(_ times: [Double]) -> Double { times.sorted()[times.count / 2] }

func size(_ path: String) -> Int {
  ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int) ?? 0
}

func text(_ value: Double, _ digits: Int = 2) -> String { String(format: "%.\(digits)f", value) }

/// Reads one run from CSV and from an archive.
func compare(_ name: String, _ csv: String, keep: MetricSelection) throws {
  let archive = folder + "/" + name + ".sqlite"
  if !FileManager.default.fileExists(atPath: archive) {
    let reference = try RunDiscovery.run(at: csv)
    _ = try ArchiveWriter(path: archive).add(.reading(reference))
  }
  var (fromCSV, fromArchive): ([Double], [Double]) = ([], [])
  let options = ReadingOptions(keep: keep)
  for _ in 0..<repeats {
    let one = try seconds(&fromCSV) { try RunDiscovery.run(at: csv).read(options) }
    let other = try seconds(&fromArchive) { try RunDiscovery.run(at: archive).read(options) }
    precondition(one.columns == other.columns && one.rows == other.rows, "the same run, bit for bit")
  }
  let (slow, fast) = (median(fromCSV), median(fromArchive))
  print(
    "  \(name): CSV \(text(slow * 1e3)) ms, archive \(text(fast * 1e3)) ms, \(text(slow / fast, 1)) times as fast; "
      + "\(size(csv) / 1000) kB of CSV, \(size(archive) / 1000) kB of archive")
}

/// Writes a table of four columns that `value` makes.
func writeCSV(_ name: String, _ value: (Int, Int) -> String) throws -> String {
  var csv = "step,loss,accuracy,learning_rate,gradient_norm\n"
  for row in 0..<rowCount {
    csv += "\(row)"
    for column in 0..<4 { csv += "," + value(row, column) }
    csv += "\n"
  }
  let path = folder + "/" + name + ".csv"
  try csv.write(toFile: path, atomically: true, encoding: .utf8)
  return path
}

/// The same numbers in every run of the benchmark.
struct Numbers {
  private var state: UInt64 = 7

  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) / 9_007_199_254_740_992
  }
}

var numbers = Numbers()
print("\(rowCount) rows of four metrics")
let doubles = try writeCSV("doubles") { _, _ in "\(numbers.next())" }
let floats = try writeCSV("floats") { _, _ in "\(Double(Float(numbers.next())))" }
let decimals = try writeCSV("decimals") { _, _ in "\(Double(Int(numbers.next() * 100_000)) / 10_000)" }
for (name, path) in [("doubles", doubles), ("floats", floats), ("decimals", decimals)] {
  try compare(name, path, keep: .all)
  print("  one metric of them:", terminator: "")
  try compare(name, path, keep: .named(["loss"]))
}

/// Reads a run from CSV and from an archive, what rules need of it, and replays it: everything but the start of a process.
func compareReplays(_ name: String, _ csv: String, rulesFor metrics: [String]) throws {
  let rules = metrics.map { metric in
    "  - {rule: \(metric)-low, when: \"mean(\(metric), 50 samples) < 0.3\", for: 10 samples, then: [{notify: low}]}\n"
  }
  let files = folder + "/project-\(metrics.count)"
  try FileManager.default.createDirectory(atPath: files + "/rules", withIntermediateDirectories: true)
  try "onset: 1\n".write(toFile: files + "/onset.yaml", atomically: true, encoding: .utf8)
  try "onset: 1\nruleset: low\nrules:\n\(rules.joined())"
    .write(toFile: files + "/rules/low.yaml", atomically: true, encoding: .utf8)
  let project = try RuleProject(file: files + "/onset.yaml")
  let options = ReadingOptions(keep: .named(Set(metrics)))
  var (fromCSV, fromArchive, engine): ([Double], [Double], [Double]) = ([], [], [])
  for _ in 0..<repeats {
    let one = try seconds(&fromCSV) { try project.replay(RunDiscovery.run(at: csv).read(options)).events }
    let archive = folder + "/" + name + ".sqlite"
    let other = try seconds(&fromArchive) { try project.replay(RunDiscovery.run(at: archive).read(options)).events }
    precondition(one == other, "the same events")
    let run = try RunDiscovery.run(at: archive).read(options)
    _ = try seconds(&engine) { try project.replay(run) }
  }
  let (slow, fast) = (median(fromCSV), median(fromArchive))
  print(
    "  replay of \(name), \(metrics.count) of 4 metrics read by rules: CSV \(text(slow * 1e3)) ms, archive "
      + "\(text(fast * 1e3)) ms, \(text(slow / fast, 1)) times as fast; of both \(text(median(engine) * 1e3)) ms the engine"
  )
}

for (name, path) in [("doubles", doubles), ("floats", floats), ("decimals", decimals)] {
  try compareReplays(name, path, rulesFor: ["loss"])
  try compareReplays(name, path, rulesFor: ["loss", "accuracy", "learning_rate", "gradient_norm"])
}

let mlflow = folder + "/mlflow.db"
let rows = baseline_write_mlflow(mlflow, rowCount / 4)
precondition(rows > 0, "the database is written")
var (bare, read): ([Double], [Double]) = ([], [])
for _ in 0..<repeats {
  var sum = 0.0
  let count = seconds(&bare) { baseline_select_mlflow(mlflow, &sum) }
  let run = try seconds(&read) { try RunDiscovery.run(at: mlflow).read() }
  precondition(count == rows && run.columns.reduce(0) { $0 + $1.values.count } == rows, "every row is read")
}
print(
  "MLflow, \(rows) rows: bare SELECT \(text(median(bare) * 1e3)) ms, onset \(text(median(read) * 1e3)) ms, "
    + "\(text(median(bare) / median(read))) of its speed")
