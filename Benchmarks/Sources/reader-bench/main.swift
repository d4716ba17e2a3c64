// Measures how fast logs are read: CSV and JSON lines of four float columns with 17 digits, and then text logs, MLPerf logs
// and JSON documents.
//
//     swift run -c release --package-path Benchmarks reader-bench [MEGABYTES] [REPEATS]
//
// Speeds are bytes of the file by CPU time (system time included), the median of the repeats; a busy machine
// disturbs them less than wall time. Beside them, in the same process: a plain C loop of strtod over the same
// bytes in memory, and a memchr that only counts lines. The values must be equal bit for bit.

import CReaderBaseline
import Foundation
import OnsetRuns

let megabytes = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 100
let repeats = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 7

struct Measurement {
  let name: String
  private(set) var seconds: [Double] = []

  mutating func measure<Result>(_ body: () throws -> Result) rethrows -> Result {
    let start = baseline_cpu_seconds()
    let result = try body()
    seconds.append(baseline_cpu_seconds() - start)
    return result
  }

  func report(bytes: Int) {
    let sorted = seconds.sorted()
    let speed = { (seconds: Double) in Int(Double(bytes) / seconds / 1e6) }
    print("  \(name): \(speed(sorted[sorted.count / 2])) MB/s (best \(speed(sorted[0])))")
  }
}

func compare(isJSON: Bool) throws {
  let folder = FileManager.default.temporaryDirectory
  let path = folder.appendingPathComponent("onset-reader-bench-\(getpid())").path
  defer { try? FileManager.default.removeItem(atPath: path) }
  let bytesPerRow = isJSON ? 146 : 87
  let rows = megabytes * 1_000_000 / bytesPerRow
  guard baseline_write(path, isJSON ? 1 : 0, rows, 7) > 0 else { fatalError("cannot write \(path)") }
  let text = try Data(contentsOf: URL(fileURLWithPath: path))
  print("\(isJSON ? "JSON lines" : "CSV"): \(rows) rows, \(text.count / 1_000_000) MB")

  var steps = [Int64](repeating: 0, count: rows)
  var columns = [Double](repeating: 0, count: 4 * rows)
  var onset = Measurement(name: "onset, file to columns")
  var onsetOne = Measurement(name: "onset, one of the columns kept")
  var strtodLoop = Measurement(name: "C, strtod loop in memory")
  var lineScan = Measurement(name: "C, memchr line count in memory")
  for _ in 0..<repeats {
    let run = try onset.measure { try RunReader.read(file: path) }
    _ = try onsetOne.measure { try RunReader.read(file: path, options: ReadingOptions(keep: ["loss"])) }
    text.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else { return }
      let parse = isJSON ? baseline_strtod_json : baseline_strtod_csv
      let count = strtodLoop.measure { parse(start, bytes.count, rows, &steps, &columns) }
      let lines = lineScan.measure { baseline_lines(start, bytes.count) }
      precondition(count == rows && lines == (isJSON ? rows : rows + 1), "the baseline reads every row")
    }
    precondition(run.notes.isEmpty && run.rows == steps, "every row is read")
    for (index, column) in run.columns.enumerated() {
      let expected = columns[(index * rows)..<((index + 1) * rows)]
      precondition(
        column.steps == steps && column.values.elementsEqual(expected) { $0.bitPattern == $1.bitPattern },
        "\(column.name) is equal to what strtod reads, bit for bit")
    }
  }
  for measurement in [onset, onsetOne, strtodLoop, lineScan] { measurement.report(bytes: text.count) }
}

/// Text logs, MLPerf logs and JSON documents, beside a count of their lines; what is read has to be what was written.
func measure(_ title: String, text: String, metric: String, values: [Double]) throws {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("onset-reader-bench-\(getpid())").path
  defer { try? FileManager.default.removeItem(atPath: path) }
  let bytes = Array(text.utf8)
  try Data(bytes).write(to: URL(fileURLWithPath: path))
  print("\(title): \(values.count) steps, \(bytes.count / 1_000_000) MB")
  var onset = Measurement(name: "onset, file to columns")
  var lineScan = Measurement(name: "C, memchr line count in memory")
  for _ in 0..<repeats {
    let run = try onset.measure { try RunReader.read(file: path) }
    bytes.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else { return }
      _ = lineScan.measure { baseline_lines(start, bytes.count) }
    }
    precondition(run.column(named: metric)?.values == values, "\(title) is read as it was written")
  }
  for measurement in [onset, lineScan] { measurement.report(bytes: bytes.count) }
}

func measureOthers() throws {
  var seed: UInt64 = 7
  func number() -> Double {
    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(seed >> 11) / Double(1 << 53)
  }
  let losses = (0..<(megabytes * 10_000)).map { _ in number() }
  var text = ""
  for (step, loss) in losses.enumerated() {
    text += "step:\(step)/\(losses.count) train_loss:\(loss) train_time:\(step * 31)ms step_avg:31.07ms\n"
  }
  try measure("Text log", text: text, metric: "train_loss", values: losses)
  text = ""
  for (step, loss) in losses.enumerated() {
    text +=
      ":::MLLOG {\"namespace\": \"\", \"time_ms\": \(1_650_000_000_000 + step), \"event_type\": \"POINT_IN_TIME\", "
    text += "\"key\": \"tracked_stats\", \"value\": {\"train_loss\": \(loss)}, \"metadata\": {\"step_num\": \(step)}}\n"
  }
  try measure("MLPerf log", text: text, metric: "train_loss", values: losses)
  let many = (0..<(megabytes * 50_000)).map { _ in number() }
  let few = many[..<101].map { "\($0)" }.joined(separator: ", ")
  text = "{\"train_losses\": [\(few)], \"minibatch_losses\": [" + many.map { "\($0)" }.joined(separator: ", ") + "]}"
  try measure("JSON document", text: text, metric: "minibatch_losses", values: many)
}

try compare(isJSON: false)
try compare(isJSON: true)
try measureOthers()
