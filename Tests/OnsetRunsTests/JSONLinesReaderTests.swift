import Testing
import _OnsetTestSupport

@testable import OnsetRuns

@Suite struct JSONLinesReaderTests {
  @Test func `numbers are samples, keys of nested objects are joined by points`() throws {
    let run = try readLog(
      """
      {"step": 0, "train": {"loss": 1.5, "by layer": {"0": 1}}, "tags": ["a", {"b": [1]}], "e": {}}
      {"step":1,"train":{"loss":1.25},"val":2}

      { "val" : 3 , "step" : 2 }

      """)
    #expect(run.rows == [0, 1, 2])
    #expect(run.metricNames == ["train.loss", "train.by layer.0", "val"])
    #expect(run.samples("train.loss") == [0: 1.5, 1: 1.25])
    #expect(run.samples("val") == [1: 2, 2: 3])
    #expect(run.notes.isEmpty)
  }

  @Test func `null and booleans are no samples, bare and quoted NaN and Infinity are`() throws {
    let run = try readLog(
      """
      {"step": 0, "x": null, "done": false, "who": "me"}
      {"step": 1, "x": NaN, "done": true, "who": ""}
      {"step": 2, "x": Infinity}
      {"step": 3, "x": -Infinity}
      {"step": 4, "x": "NaN"}
      {"step": 5, "x": "-inf"}
      {"step": 6, "x": "0.5"}

      """)
    #expect(run.metricNames == ["x"])
    #expect(run.columns[0].steps == [1, 2, 3, 4, 5])
    #expect(run.columns[0].values.map(\.description) == ["nan", "inf", "-inf", "nan", "-inf"])
    #expect(run.notes == [ReadingNote(kind: .textCells, count: 2, firstLine: 1, names: ["x", "who"])])
  }

  @Test func `objects without a step are passed over, whatever numbers they hold`() throws {
    let run = try readLog(
      """
      {"_meta": {"steps": 20000, "seed": 0, "step": 7}}
      {"step": 0, "loss": 1}
      {"step": 50, "loss": 0.5}
      {"step": null, "loss": 0.4}
      {"_summary": {"final": 0.25, "step": 99}}

      """)
    #expect(run.samples("loss") == [0: 1, 50: 0.5])
    #expect(run.metricNames == ["loss"])
    #expect(run.notes == [ReadingNote(kind: .rowsWithoutStep, count: 3, firstLine: 1)])
  }

  @Test func `the step may be nested, and is found by its usual names`() throws {
    let nested = try readLog("{\"loss\": 1, \"trainer\": {\"global_step\": 5, \"lr\": 2}}\n")
    #expect(nested.rows == [5])
    #expect(nested.metricNames == ["loss", "trainer.lr"])
    let both = try readLog("{\"epoch\": 0, \"step\": 5, \"loss\": 1}\n{\"epoch\": 1, \"loss\": 1}\n")
    #expect(both.rows == [5])
    let epoch = try readLog("{\"epoch\": 3, \"loss\": 1}\n")
    #expect(epoch.samples("epoch") == [3: 3])
    let told = try readLog("{\"seen\": 3, \"step\": 1}\n", options: ReadingOptions(stepColumn: "seen"))
    #expect(told.samples("step") == [3: 1])
    let wrong = readingError("{\"seen\": 3, \"step\": 1}\n", options: ReadingOptions(stepColumn: "sen"))
    #expect(wrong.map { "\($0)" }?.hasSuffix("no column is named sen; did you mean seen?") == true)
  }

  @Test func `without any step objects are numbered from 0`() throws {
    let run = try readLog("{\"loss\": 1}\n{\"loss\": 2}\n")
    #expect(run.samples("loss") == [0: 1, 1: 2])
    #expect(run.notes == [ReadingNote(kind: .noStepColumn, count: 1)])
  }

  @Test func `steps above 2^53 are exact, fractions and words are no steps`() throws {
    let run = try readLog(
      """
      {"step": 9007199254740993, "x": 1}
      {"step": 12.0, "x": 2}
      {"step": 12.5, "x": 3}
      {"step": "20", "x": 4}
      {"step": "soon", "x": 5}
      {"step": true, "x": 6}

      """)
    #expect(run.rows == [12, 20, 9_007_199_254_740_993])
    #expect(run.note(.unusableSteps) == ReadingNote(kind: .unusableSteps, count: 3, firstLine: 3))
    #expect(run.note(.stepsOutOfOrder)?.count == 2)
  }

  @Test func `damaged lines in the middle are passed over and counted`() throws {
    let run = try readLog(
      """
      {"step": 0, "x": 1}
      {"step": 1, "x": 2
      {"step": 2, "x": 3}}
      {"step": 3, "x": 0x10}
      {"step": 4, "x": tru}
      {"step": 5, "x": [1, 2}
      not json
      [1, 2]
      {"step": 6, "x": 1}{"step": 7, "x": 1}
      {"step": 8, "x" 1}
      {"step": 9, "x": 1,}
      {"step": 10, "x": "a\u{1}b"}
      {"step": 11, "x": 4}

      """)
    #expect(run.samples("x") == [0: 1, 11: 4])
    #expect(run.notes == [ReadingNote(kind: .damagedLines, count: 11, firstLine: 2)])
  }

  @Test(arguments: ["{\"step\": 1, \"x\": 2", "{\"step\": 1, \"x\": 2, \"y", "{", "{\"step\": 1, \"x\": \"a"])
  func `a torn last line is dropped`(last: String) throws {
    let run = try readLog("{\"step\": 0, \"x\": 1}\n" + last)
    #expect(run.samples("x") == [0: 1])
    #expect(run.notes == [ReadingNote(kind: .tornLastLine, count: 1, firstLine: 2)])
  }

  @Test func `a whole last line without a line end is no torn one`() throws {
    let run = try readLog("{\"step\": 0, \"x\": 1}\r\n{\"step\": 1, \"x\": 1}")
    #expect(run.rows == [0, 1])
    #expect(run.notes.isEmpty)
  }

  @Test func `escaped keys are the keys that they spell`() throws {
    let run = try readLog(
      #"""
      {"step": 0, "\u0061\"\\\/\ud83d\ude00\t": 1}
      {"step": 1, "a\"\\/😀\t": 2}

      """#)
    #expect(run.samples("a\"\\/😀\t") == [0: 1, 1: 2])
  }

  @Test func `a key twice in one object keeps the later value`() throws {
    let run = try readLog("{\"step\": 0, \"x\": 1, \"x\": 2}\n")
    #expect(run.samples("x") == [0: 2])
    #expect(run.note(.repeatedSteps)?.names == ["x"])
  }

  @Test func `many keys, in any order, are all found`() throws {
    var generator = SeededNumbers(seed: 5)
    var text = ""
    var expected: [String: [Int64: Double]] = [:]
    for step in 0..<300 {
      let keys = (0..<40).map { "key/\($0)" }.shuffled(using: &generator).prefix(step % 40 + 1)
      for key in keys { expected[key, default: [:]][Int64(step)] = Double(step) }
      text += "{\"step\": \(step), " + keys.map { "\"\($0)\": \(step)" }.joined(separator: ", ") + "}\n"
    }
    let run = try readLog(text)
    #expect(run.columns.count == 40)
    for (key, samples) in expected { #expect(run.samples(key) == samples) }
  }

  @Test(arguments: [
    ("{\n  \"history\": [\n  ]\n}\n", ": this JSON document has no metrics"),
    ("{\"a\": \"b\"}\n", ": no column holds numbers"), ("{\"step\": 1}\n", ": no column holds numbers"),
    ("{\"loss\": 1, \"step\": \"soon\"}\n", ": there is no row with a step"), ("{", ": this is no log that is known"),
  ])
  func `what cannot be read is said in one sentence`(text: String, words: String) throws {
    #expect("\(try #require(readingError(text)))".contains(words))
  }

  @Test func `nesting without end is damage, and ends`() throws {
    let deep = String(repeating: "{\"a\":", count: 100_000)
    let arrays = "{\"step\": 2, \"x\": " + String(repeating: "[", count: 100_000)
    let run = try readLog("{\"step\": 1, \"x\": 1}\n" + deep + "\n" + arrays + "\n{\"step\": 3, \"x\": 1}\n")
    #expect(run.rows == [1, 3])
    #expect(run.note(.damagedLines)?.count == 2)
  }
}
