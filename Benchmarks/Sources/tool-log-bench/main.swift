// Reads a log of a tool again and again, and prints what `Benchmarks/tool-logs-bench` compares with the tool's own
// reader: the median of the CPU time, system time included, and what was read.
//
//     tool-log-bench FILE [REPEATS]

import CReaderBaseline
import OnsetRuns

guard CommandLine.arguments.count > 1 else { fatalError("usage: tool-log-bench FILE [REPEATS]") }
let path = CommandLine.arguments[1]
let repeats = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 9

var seconds: [Double] = []
var run = try RunReader.read(file: path)
for _ in 0..<repeats {
  let start = baseline_cpu_seconds()
  run = try RunReader.read(file: path)
  seconds.append(baseline_cpu_seconds() - start)
}

// The bits of all steps and values, in an order that does not matter.
var digest: UInt64 = 0
var samples = 0
for column in run.columns {
  for (step, value) in zip(column.steps, column.values) {
    digest = digest &+ (UInt64(bitPattern: step) &* 0x9E37_79B9_7F4A_7C15 ^ value.bitPattern)
  }
  samples += column.steps.count
}
print(seconds.sorted()[repeats / 2], samples, digest)
