import Foundation

/// CPU time of this process, user and system.
func cpuSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func measured<Result>(_ body: () -> Result) -> (seconds: Double, result: Result) {
  let start = cpuSeconds()
  let result = body()
  return (cpuSeconds() - start, result)
}

func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
}

/// The median of repeats.
func medianSeconds(_ repeats: Int, _ body: () -> Void) -> Double {
  median((0..<repeats).map { _ in measured(body).seconds })
}

/// The most memory that the process has held, in MiB.
func peakMemory() -> Double {
  var usage = rusage()
  getrusage(0, &usage)  // RUSAGE_SELF, which is not the same type everywhere
  return Double(usage.ru_maxrss) / 1024
}

func text(_ value: Double, _ digits: Int = 2) -> String { String(format: "%.\(digits)f", value) }
