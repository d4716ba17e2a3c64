import Foundation
import OnsetText
import Testing

@testable import OnsetRuns

@Suite struct TextLogTests {
  /// The format that a text is, with what is wrong with it.
  private static func decode(_ text: String) -> (format: TextLogFormat?, findings: [Diagnostic]) {
    TextLogFormatReader.decode(SourceFile(name: "a.yaml", text: text))
  }

  private static func format(_ lines: String..., more: String = "") throws -> TextLogFormat {
    let list = lines.map { "  - '\($0)'\n" }.joined()
    let (format, findings) = decode("onset: 1\nformat: mine\n\(more)lines:\n\(list)")
    #expect(findings.map(\.message) == [])
    return try #require(format)
  }

  private static func read(
    _ text: String, _ format: TextLogFormat, options: ReadingOptions = ReadingOptions()
  ) throws -> Run {
    try TextLogFormat.$known.withValue([format]) { try readLog(text, options: options) }
  }

  // MARK: Shipped formats

  @Test func `the formats in the program are those of the folder`() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("formats")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
    #expect(names.sorted() == ShippedTextLogFormats.texts.map(\.name).sorted())
    for (name, text) in ShippedTextLogFormats.texts {
      #expect(try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8) == text)
      let (format, findings) = Self.decode(text)
      #expect(findings.map(\.message) == [])
      #expect(name == "\(format?.name ?? "").yaml")
      #expect(format?.summary.isEmpty == false)
    }
    #expect(TextLogFormat.shipped.count == names.count)
  }

  @Test func `logs of nanoGPT speedruns`() throws {
    let run = try RunReader.read(file: logFolder + "/text/speedrun.txt")
    #expect(run.metricNames == ["val_loss", "train_time", "step_avg", "train_loss"])
    #expect(run.samples("val_loss") == [0: 16.0104])
    #expect(run.samples("train_loss")?[1] == 16.0047)
    #expect(run.samples("train_time")?[39] == 4018)
    #expect(run.samples("step_avg")?[2]?.isNaN == true)
    #expect(run.notes == [])
    #expect(run.sources.map(\.format) == [.textLog])
    let seconds = try RunReader.read(file: logFolder + "/text/speedrun-seconds.txt")
    #expect(seconds.metricNames == ["val_loss", "train_time_seconds", "step_avg"])
    #expect(seconds.samples("train_time_seconds")?[250] == 111.106)
  }

  @Test func `logs of llm.c`() throws {
    let run = try RunReader.read(file: logFolder + "/text/llmc.log")
    #expect(run.metricNames == ["val_loss", "train_loss", "lr", "grad_norm"])
    #expect(run.samples("val_loss") == [0: 11.0092])
    #expect(run.samples("grad_norm")?[4] == 10.43)
    #expect(run.samples("lr")?[1] == 0.000002)
    #expect(run.notes == [])
    let printed = try readLog(
      """
      | device                | NVIDIA |
      step    1/19560 | loss 11.009100 (+nanz)| norm 15.3700 (+nanz)| lr 8.57e-07 | 2905.16 ms | 45.9% bf16 MFU | 180464 tok/s
      step    2/19560 | loss 10.959800 (-1.25z)| norm 15.2400 (+0.10z)| lr 1.71e-06 | 1212.16 ms | 55.9% bf16 MFU | 432525 tok/s
      val loss 10.875000

      """)
    #expect(printed.samples("train_loss") == [1: 11.0091, 2: 10.9598])
    #expect(printed.samples("loss_zscore")?[2] == -1.25)
    #expect(printed.samples("val_loss") == [2: 10.875])
    #expect(printed.samples("step_time")?[1] == 2905.16)
    #expect(printed.note(.unmatchedLines)?.count == 1)
  }

  @Test func `logs of Torch 7 with json_stats`() throws {
    let path = logFolder + "/text/torch7.txt"
    let run = try RunReader.read(file: path)
    #expect(run.rows == [1, 2, 3, 4])
    #expect(run.samples("epoch") == [1: 1, 2: 2, 3: 3, 4: 4])
    #expect(run.samples("test_acc")?.count == 4)
    #expect(run.samples("learningRate") == [1: 0.1, 2: 0.1, 3: 0.1, 4: 0.1])
    #expect(run.note(.unmatchedLines)?.firstLine == 1)
    let metadata = try #require(try RunDiscovery.runs(at: path).first).get().readMetadata()
    #expect(metadata.fields["hyperparameters.model"] == "nin")
    #expect(metadata.hyperparameters.first { $0.name == "weightDecay" }?.number == 0.0005)
    #expect(metadata.hyperparameters.first { $0.name == "nesterov" }?.text == "true")
    #expect(metadata.dataset == "./datasets/cifar10_whitened.t7")
  }

  @Test func `what nanoGPT prints`() throws {
    let folder = try TemporaryFolder()
    let text = """
      Overriding config with config/train_shakespeare_char.py:
      Overriding: batch_size = 12
      Overriding: dataset = shakespeare
      tokens per iteration will be: 16,384
      step 0: train loss 4.2874, val loss 4.2823
      iter 0: loss 4.2664, time 12.30ms, mfu -100.00%
      iter 10: loss 3.1, time 12ms, mfu 3%
      step 250: train loss 1.9, val loss 2.0
      iter 250: loss nan, time 12ms, mfu 3%

      """
    let run = try #require(try RunDiscovery.runs(at: folder.write(text, to: "out.txt")).first).get().read()
    #expect(run.samples("loss")?.keys.sorted() == [0, 10, 250])
    #expect(run.samples("loss")?[250]?.isNaN == true)
    #expect(run.samples("train_loss") == [0: 4.2874, 250: 1.9])
    #expect(run.samples("val_loss") == [0: 4.2823, 250: 2])
    #expect(run.samples("mfu")?[0] == -100)
    #expect(run.metadata.fields["hyperparameters.batch_size"] == "12")
    #expect(run.metadata.dataset == "shakespeare")
    #expect(run.note(.unmatchedLines)?.count == 2)
  }

  // MARK: Templates

  static let fitting: [(template: String, line: String, values: [Double])] = [
    ("step {step} loss {loss}", "step 3 loss 0.5", [0.5]), ("step {step} loss {loss}", "  step\t3   loss .5 \r", [0.5]),
    ("{}step {step} loss {loss}", "12:01 [INFO] step 3 loss -1e3", [-1000]),
    ("step {step}, {} loss={loss}{}", "step 3, a loss b loss=inf rest", [.infinity]),
    ("step {step}[ lr {lr}][ loss {loss}]", "step 3 loss 2", [2]),
    ("step {step}[ lr {lr}][ loss {loss}]", "step 3 lr 1 loss 2", [1, 2]),
    ("[[{step}]] {{loss}} {loss}", "[3] {loss} -Infinity", [-.infinity]),
    ("{step}/{} {loss}", "3/10 +4.5", [4.5]), ("{step}% {loss}", "3% 4", [4]),
    ("{step} {:json}", "3 {\"a\": 1, \"b\": {\"c\": NaN}, \"d\": [1], \"e\": \"x\", \"f\": null}", [1, .nan]),
    ("aa{}aab{step} {loss}", "aaxaaab3 1", [1]), ("{step} {} {}x {loss}", "3 a b  x 1", [1]),
  ]

  @Test(arguments: fitting)
  func `a template fits a line`(template: String, line: String, values: [Double]) throws {
    let run = try Self.read(line + "\n", Self.format(template))
    #expect(run.rows == [3])
    #expect(run.columns.map { $0.values[0].bitPattern } == values.map(\.bitPattern))
  }

  static let others: [(template: String, line: String)] = [
    ("step {step} loss {loss}", "step 3 loss 0.5 more"), ("step {step} loss {loss}", "step 3 loss"),
    ("step {step} loss {loss}", "step3 loss 1"), ("step {step} loss {loss}", "step x loss 1"),
    ("{step} {:json}", "3 {\"a\": 1"), ("{step} {:json}", "3 {\"a\" 1}"), ("{step} {} x {loss}", "3 a b 1"),
    ("{step} {loss}", "3 0x10"), ("{step} {loss}", "3 1,5"),
  ]

  @Test(arguments: others)
  func `a template does not fit a line`(template: String, line: String) throws {
    let run = try Self.read("\(line)\n9 9\n", Self.format(template, "{step} {other}"))
    #expect(run.rows == [9])
    #expect(run.note(.unmatchedLines)?.count == 1)
  }

  @Test func `steps are whole numbers, exactly`() throws {
    let format = try Self.format("{step} {loss}", "loss {val}")
    let run = try Self.read("9007199254740993 1\nloss 4\n1.5 2\n1e3 3\n", format)
    #expect(run.rows == [1000, 9_007_199_254_740_993])
    #expect(run.samples("val") == [9_007_199_254_740_993: 4])
    #expect(run.note(.unusableSteps)?.count == 1)
    #expect(run.note(.stepsOutOfOrder)?.count == 1)
  }

  @Test func `the first line that fits counts, names can be changed, and a step may have any name`() throws {
    let format = try Self.format(
      "it {n} loss {l}", "it {n} loss {} acc {a}", more: "step: n\nrename: {l: loss, a: val/acc}\n")
    let run = try Self.read("it 1 loss 2\nit 2 loss x acc 3\n", format)
    #expect(run.metricNames == ["loss", "val/acc"])
    #expect(run.samples("val/acc") == [2: 3])
    #expect(
      try Self.read("it 1 loss 2\nit 2 loss 3\n", format, options: ReadingOptions(stepColumn: "l")).rows == [2, 3])
  }

  @Test func `values of metrics that are not wanted leave the rows as they are`() throws {
    let format = try Self.format("{step} {a}", "{step} b {b}")
    let text = "1 1\n2 b 2\n3 3\n"
    let run = try Self.read(text, format, options: ReadingOptions(keep: ["b"]))
    #expect(run.rows == [1, 2, 3] && run.columns.map(\.name) == ["b"] && run.metricNames == ["a", "b"])
  }

  @Test func `a last line without an end is dropped where a number may be cut`() throws {
    let run = try Self.read("1 1.5\n2 2.5", Self.format("{step} {loss}"))
    #expect(run.rows == [1])
    #expect(run.note(.tornLastLine) != nil)
    #expect(try Self.read("1 1.5ms\n2 2.5ms", Self.format("{step} {loss}ms")).rows == [1, 2])
  }

  // MARK: Recognition

  @Test func `the format that fits most lines reads the log`() throws {
    let few = try Self.format("{step} a {a}")
    var many = try Self.format("{step} a {x}", "{step} b {y}")
    many.name = "many"
    let folder = try TemporaryFolder()
    let path = try folder.write("1 a 1\n2 b 1\n3 a 1\n", to: "log.txt")
    for formats in [[few, many], [many, few]] {
      let run = try TextLogFormat.$known.withValue(formats) { try RunDiscovery.run(at: path).read() }
      #expect(run.metricNames == ["x", "y"])
    }
    try folder.write("1 a 1\n2 a 1\n3 a 1\n", to: "log.txt")
    for (formats, name) in [([few, many], "a"), ([many, few], "x")] {
      let run = try TextLogFormat.$known.withValue(formats) { try RunDiscovery.run(at: path).read() }
      #expect(run.metricNames == [name])
    }
  }

  @Test func `text in a folder is a run where three lines fit, or half of all`() throws {
    let folder = try TemporaryFolder()
    let line = "s:1 trl:2.5\n"
    try folder.write("what it was\n\(line)and so on\nand on\n", to: "notes.txt")
    try folder.write("# code\n" + String(repeating: "x = 1\n", count: 20_000) + line + line + line, to: "late.log")
    try folder.write(line, to: "short.out")
    try folder.write("some\ntext\n", to: "other.txt")
    let found = try RunDiscovery.runs(at: folder.path).map { try $0.get() }
    #expect(found.map(\.name) == ["late", "short.out"])
    #expect(try found[0].read().note(.unmatchedLines)?.count == 20_001)
    // A file that is named is one if any line fits.
    #expect(try RunReader.read(file: folder.path + "/notes.txt").samples("train_loss") == [1: 2.5])
  }

  // MARK: Pattern files

  static let faulty: [(text: String, expected: String)] = [
    ("lines: ['{step} {loss']", "O0711 {"), ("lines: ['{step} {loss} }}x {']", "O0711 {"),
    ("lines: ['{step} loss} {loss}']", "O0711 }"), ("lines: ['{step} [{loss}']", "O0711 ["),
    ("lines: ['{step} {loss}]']", "O0711 ]"), ("lines: ['{step}[ a[ b] ] {loss}']", "O0711 ["),
    ("lines: ['{step} {loss}[]']", "O0711 []"), ("lines: ['{step} {loss:int}']", "O0712 {loss:int}"),
    ("lines: ['{step} {my loss}']", "O0712 {my loss}"), ("lines: ['{step} {a} {a}']", "O0712 {a}"),
    ("lines: ['{step} {:json} {:json}']", "O0712 {:json}"), ("lines: ['{step} {:name}']", "O0712 {:name}"),
    ("lines: ['{step} {}{loss}']", "O0713 {}"), ("lines: ['{step}{loss}']", "O0713 {loss}"),
    ("lines: ['{step} {}[ x] {loss}']", "O0713 {}"), ("lines: ['step {}']", "O0714 step {}"),
    ("lines: []", "O0714 lines"), ("lines: ['{a} {b}']", "O0715 lines"), ("step: c\nlines: ['{a} {b}']", "O0715 c"),
    ("lines: ['{step} {a}']\nrename: {b: c}", "O0716 b"),
    ("step: a\nlines: ['{a} {b}']\nrename: {a: c}", "O0716 a"),
    ("lines: ['{step} {a}']\nhyperparameters: ['lr']", "O0714 lr"),
    ("lines: ['{step} {a}']\nhyperparameters: ['{:name} =']", "O0714 {:name} ="),
    ("lines: ['{step} {a}']\nhyperparameters: ['x {y:text}{z}']", "O0713 {y:text}"),
  ]

  @Test(arguments: faulty)
  func `what is wrong with a pattern file`(text: String, expected: String) {
    let (format, findings) = Self.decode("onset: 1\nformat: mine\n\(text)\n")
    #expect(format == nil)
    #expect(findings.map { "\($0.code) \($0.source.text(in: $0.range))" } == [expected])
    #expect(findings.allSatisfy { !$0.message.isEmpty })
  }

  @Test func `a format of the project takes the place of the shipped one of its name`() throws {
    var mine = try Self.format("{step} {loss}")
    mine.name = "llm.c"
    let all = TextLogFormat.shipped(under: [mine])
    #expect(all.first == mine && all.count == TextLogFormat.shipped.count)
  }

  // MARK: Real logs

  @Test(.enabled(if: sharedFolder != nil))
  func `every speedrun and Torch 7 log of the shared traces reads completely`() throws {
    let traces = try #require(sharedFolder) + "/traces/"
    for reference in try RunDiscovery.runs(at: traces + "nanogpt-speedrun-text-logs").map({ try $0.get() }) {
      let run = try reference.read()
      // A step with an evaluation has the times twice.
      #expect(
        run.notes.allSatisfy { $0.kind == .repeatedSteps && Set($0.names).isSubset(of: ["train_time", "step_avg"]) },
        "\(run.name)")
      var expected: [String: [Int64: UInt64]] = [:]
      let text = try String(contentsOfFile: reference.log.path, encoding: .utf8)
      for line in text.split(separator: "\n") {
        var step: Int64 = 0
        for pair in line.split(separator: " ") {
          let parts = pair.split(separator: ":")
          if parts[0] == "s" || parts[0] == "step" {
            step = try #require(Int64(parts[1].prefix { $0 != "/" }))
          } else {
            let digits = parts[1].hasPrefix("nan") ? "nan" : parts[1].prefix { "0123456789.-".contains($0) }
            let names = ["trl": "train_loss", "tel": "val_loss", "norm": "grad_norm"]
            let inSeconds = parts[0] == "train_time" && !parts[1].hasSuffix("ms")
            let name = inSeconds ? "train_time_seconds" : names[String(parts[0])] ?? String(parts[0])
            expected[name, default: [:]][step] = try #require(Double(digits)).bitPattern
          }
        }
      }
      #expect(Set(run.metricNames) == Set(expected.keys), "\(run.name)")
      for column in run.columns {
        let samples = Dictionary(uniqueKeysWithValues: zip(column.steps, column.values.map(\.bitPattern)))
        #expect(samples == expected[column.name], "\(run.name) \(column.name)")
      }
    }
    let torch = try RunDiscovery.runs(at: traces + "wide-resnet-torch7-log").map { try $0.get().read() }
    #expect(torch.count == 4)
    for run in torch {
      #expect(run.rows == Array(1...200) && run.columns.allSatisfy { $0.steps.count == 200 }, "\(run.name)")
      #expect(run.metadata.hyperparameters.count > 20)
    }
    let wide = try #require(torch.first { $0.name.contains("wide") })
    #expect(wide.samples("test_acc")?[62] == 93.49)
  }
}
