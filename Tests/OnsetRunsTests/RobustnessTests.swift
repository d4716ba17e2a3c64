import CZlib
import Foundation
import Testing
import _OnsetTestSupport

@testable import OnsetRuns

@Suite struct RobustnessTests {
  #if DEBUG
    static let cases = 1500
  #else
    static let cases = 6000
  #endif

  /// Logs with all the odd things in them.
  private static let seeds =
    [
      "step,epoch,loss,note\n0,0.0,2.733368852697405,\n1,0.1,nan,\"a, \"\"b\"\"\nc\"\n1,,1.5e-3,x\n5,,inf,\n3,0.2,7,\n\n9,1\n8,,0.25,\n",
      "\u{FEFF}\"iter\";\"a b\";\"c\"\r\n\"1\";\"0.5\";\"\"\r\n\"2\";NA;\"-1\"\r\n2;3;4\r\n",
      "# top\nstep\tx\n9007199254740993\t12345678901234567890123\n12.5\t1\n\t2\n",
      "{\"_meta\": {\"steps\": 200, \"seed\": 0}}\n{\"step\": 0, \"train\": {\"loss\": 2.7}, \"tags\": [1, \"a\"]}\n"
        + "{\"step\": 2, \"x\": NaN}\n{\"step\": 1, \"x\": \"inf\", \"who\": \"\\u00e9\\\"\"}\n{\"step\": 3, \"x\"\n"
        + "{\"step\": 4, \"x\": null, \"y\": -1.5e300, \"z\": true}\n{\"_summary\": {\"final\": 1}}\n{\"step\": 5, \"x\": 1",
      "{\"loss\": 1, \"global_step\": 9007199254740993}\n\n{\"loss\": 2, \"global_step\": 1}\n",
    ].map { Array($0.utf8) } + RobustnessSeeds.textAndDocuments

  private func outcome(_ path: String, chunkBytes: Int) -> Result<Run, RunError> {
    var options = ReadingOptions()
    options.chunkBytes = chunkBytes
    options.prefixBytes = 100
    do throws(RunError) {
      return .success(try RunReader.read(file: path, options: options))
    } catch {
      return .failure(error)
    }
  }

  @Test func `where the text is cut into pieces makes no difference`() throws {
    let folder = try TemporaryFolder()
    var generator = SeededNumbers(seed: 6)
    for round in 0..<(Self.cases / 20) {
      var bytes = Self.seeds[round % Self.seeds.count]
      if round >= Self.seeds.count { mutate(&bytes, using: &generator) }
      let path = try folder.write(bytes, to: "log")
      let whole = outcome(path, chunkBytes: 1 << 20)
      for chunkBytes in [1, 7, 64, 4096] {
        #expect(
          outcome(path, chunkBytes: chunkBytes) == whole,
          "\(chunkBytes): \(String(decoding: bytes, as: UTF8.self))")
      }
    }
  }

  @Test func `no damage to a log is a crash, and what is read is in order`() throws {
    let folder = try TemporaryFolder()
    var generator = SeededNumbers(seed: 7)
    var readable = 0
    for round in 0..<Self.cases {
      var bytes = Self.seeds[round % Self.seeds.count]
      mutate(&bytes, using: &generator)
      let path = try folder.write(bytes, to: "log")
      guard case .success(let run) = outcome(path, chunkBytes: 1 << Int.random(in: 0...12, using: &generator))
      else {
        continue
      }
      readable += 1
      expectConsistent(run)
    }
    #expect(readable > Self.cases / 3)
  }

  @Test func `what is kept makes no difference to rows and names`() throws {
    let folder = try TemporaryFolder()
    var generator = SeededNumbers(seed: 8)
    for round in 0..<(Self.cases / 20) {
      var bytes = Self.seeds[round % Self.seeds.count]
      if round >= Self.seeds.count { mutate(&bytes, using: &generator) }
      let path = try folder.write(bytes, to: "log")
      guard let all = try? RunReader.read(file: path) else { continue }
      let kept = Set(all.metricNames.prefix(1))
      let some = try RunReader.read(file: path, options: ReadingOptions(keep: kept))
      #expect(some.rows == all.rows && some.metricNames == all.metricNames)
      #expect(some.columns == all.columns.filter { kept.contains($0.name) })
      #expect(
        some.notes.filter { $0.kind != .repeatedSteps } == all.notes.filter { $0.kind != .repeatedSteps })
    }
  }

  @Test func `a log may have the most metrics that there may be, beside the step, and not one more`() throws {
    func log(_ metrics: Int) -> String {
      let names = (0..<metrics).map { "m\($0)" }.joined(separator: ",")
      return "step,\(names)\n1" + String(repeating: ",2", count: metrics) + "\n"
    }
    #expect(try readLog(log(RunBuilder.metricLimit)).metricNames.count == RunBuilder.metricLimit)
    guard case .tooManyMetrics = readingError(log(RunBuilder.metricLimit + 1)) else {
      Issue.record("a metric too many was read")
      return
    }
  }

  private func expectConsistent(_ run: Run) {
    #expect(zip(run.rows, run.rows.dropFirst()).allSatisfy { $0 < $1 })
    let rows = Set(run.rows)
    var covered: Set<Int64> = []
    for column in run.columns {
      #expect(!column.steps.isEmpty && column.steps.count == column.values.count)
      #expect(zip(column.steps, column.steps.dropFirst()).allSatisfy { $0 < $1 })
      covered.formUnion(column.steps)
    }
    #expect(covered == rows)
    #expect(Set(run.notes.map(\.kind)).count == run.notes.count)
    #expect(run.notes.allSatisfy { $0.count > 0 && !$0.message.isEmpty })
    #expect(run.metricNames == run.columns.map(\.name))
  }

  private func mutate(_ bytes: inout [UInt8], using generator: inout SeededNumbers) {
    let odd = Array("\"\n\r,;\t{}[]:.-+eE0159nN\\ #\u{0}".utf8) + [0xFF, 0xC3]
    for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
      let at = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0...5, using: &generator) {
      case 0: bytes.removeSubrange(at...)
      case 1: bytes[at] = odd.randomElement(using: &generator) ?? 0
      case 2: bytes.insert(odd.randomElement(using: &generator) ?? 0, at: at)
      case 3: bytes.remove(at: at)
      case 4: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 30)], at: at)
      default: bytes[at] = UInt8.random(in: .min ... .max, using: &generator)
      }
    }
  }

  // MARK: gzip

  private func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    var output = [UInt8](repeating: 0, count: bytes.count + 1000)
    var input = bytes
    var stream = unsafe z_stream()
    let size = unsafe Int32(MemoryLayout<z_stream>.size)
    try #require(
      unsafe deflateInit2_(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK
    )
    let count = unsafe input.withUnsafeMutableBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { output in
        unsafe stream.next_in = input.baseAddress
        unsafe stream.avail_in = UInt32(input.count)
        unsafe stream.next_out = output.baseAddress
        unsafe stream.avail_out = UInt32(output.count)
        _ = unsafe deflate(&stream, Z_FINISH)
        return unsafe Int(stream.total_out)
      }
    }
    _ = unsafe deflateEnd(&stream)
    return Array(output[..<count])
  }

  private var longLog: [UInt8] {
    var generator = SeededNumbers(seed: 9)
    return Array(
      ("step,x\n" + (0..<20_000).map { "\($0),\(Double.random(in: 0...1, using: &generator))\n" }.joined())
        .utf8)
  }

  @Test func `gzip is read, in one member or several`() throws {
    let plain = try readLog(longLog)
    #expect(try readLog(gzip(longLog)).columns == plain.columns)
    let half = longLog.count / 2
    let two = try gzip(Array(longLog[..<half])) + gzip([]) + gzip(Array(longLog[half...])) + [0, 0, 0]
    let run = try readLog(two)
    #expect(run.columns == plain.columns && run.notes.isEmpty)
    var options = ReadingOptions()
    options.chunkBytes = 7
    #expect(try readLog(gzip(longLog), options: options).columns == plain.columns)
  }

  @Test func `gzip that is cut or damaged gives what came before, and says so`() throws {
    let packed = try gzip(longLog)
    let cut = try readLog(Array(packed[..<(packed.count / 2)]))
    #expect(cut.rows.count > 1000 && cut.rows == Array(0..<Int64(cut.rows.count)))
    #expect(cut.note(.damagedCompression) != nil)
    var garbled = packed
    for at in (packed.count / 2)..<(packed.count / 2 + 100) { garbled[at] = 0xAA }
    #expect(try readLog(garbled).note(.damagedCompression) != nil)
    #expect(try readLog(packed + Array("trailing".utf8)).note(.damagedCompression) != nil)
    #expect(readingError(Array(packed[..<5]))?.description.hasSuffix("damaged from their beginning") == true)
    #expect(readingError([0x1F, 0x8B])?.description.hasSuffix("damaged from their beginning") == true)
    #expect(readingError(try gzip(packed))?.description.contains("gzip twice over") == true)
    #expect(readingError(try gzip([]))?.description.hasSuffix("the file is empty") == true)
  }

  @Test func `every truncation of a gzip log reads or is one clear error`() throws {
    let packed = try gzip(Self.seeds[0])
    let folder = try TemporaryFolder()
    for count in 0..<packed.count {
      let path = try folder.write(Array(packed[..<count]), to: "log.csv.gz")
      if case .success(let run) = outcome(path, chunkBytes: 64) {
        #expect(run.note(.damagedCompression) != nil)
      }
    }
  }
}
