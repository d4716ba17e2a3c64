@testable import OnsetRuns
import Testing

@Suite struct CSVReaderTests {
  @Test func `rows, columns and names come in the order of the file`() throws {
    let run = try readLog("step,loss,val_loss\n0,1.5,\n10,1.25,2\n20,,\n30,1,\n")
    #expect(run.rows == [0, 10, 30])
    #expect(run.metricNames == ["loss", "val_loss"])
    #expect(run.columns[0] == RunColumn(name: "loss", steps: [0, 10, 30], values: [1.5, 1.25, 1]))
    #expect(run.columns[1] == RunColumn(name: "val_loss", steps: [10], values: [2]))
    #expect(run.notes.isEmpty)
    #expect(run.name == "log")
  }

  @Test func `what is not kept still counts as a row and has its name`() throws {
    let text = "step,a,b,c\n0,1,,\n1,,2,\n2,,,3\n3,,,\n"
    let run = try readLog(text, options: ReadingOptions(keep: ["b"]))
    #expect(run.rows == [0, 1, 2])
    #expect(run.columns == [RunColumn(name: "b", steps: [1], values: [2])])
    #expect(run.metricNames == ["a", "b", "c"])
    let matching = ReadingOptions(keep: .matching { $0 > "a" })
    #expect(try readLog(text, options: matching).columns.map(\.name) == ["b", "c"])
  }

  @Test(arguments: [",", ";", "\t"], ["\n", "\r\n"])
  func `any separator, line end and byte-order mark will do`(separator: String, lineEnd: String) throws {
    let rows = [["step", "a b", "c"], ["1", "0.5", ""], ["2", "", "-1e3"], ["3", "2", "3"]]
    for mark in ["", "\u{FEFF}"] {
      let text = mark + rows.map { $0.joined(separator: separator) + lineEnd }.joined()
      let run = try readLog(text)
      #expect(run.samples("a b") == [1: 0.5, 3: 2])
      #expect(run.samples("c") == [2: -1000, 3: 3])
      #expect(run.notes.isEmpty)
    }
  }

  @Test func `words for not-a-number and infinity are samples, words for nothing are none`() throws {
    let samples = ["nan", "NaN", "-nan", "inf", "-inf", "+Inf", "Infinity", "-Infinity", "1.#INF", "1.#QNAN"]
    let nothing = ["", " ", "NA", "n/a", "null", "None", "<NA>", "\"\""]
    var text = "step,x,y\n"
    for (step, cell) in (samples + nothing).enumerated() { text += "\(step),\(cell),1\n" }
    let run = try readLog(text)
    let column = try #require(run.column(named: "x"))
    #expect(column.steps == Array(0..<10))
    #expect(
      column.values.map { $0.isNaN ? "nan" : $0.description } == [
        "nan", "nan", "nan", "inf", "-inf", "inf", "inf", "-inf", "inf", "nan",
      ])
    #expect(run.notes.isEmpty)
  }

  @Test func `everything may be quoted, and quotes may hold separators, quotes and line ends`() throws {
    let text =
      "\"step\",\"a,\"\"b\"\"\",\"note\"\n\"1\",\"0.5\",\"x, \"\"y\"\"\nz\"\n\"2\", \" 7 \" ,\"\"\n3,8,\n"
    let run = try readLog(text)
    #expect(run.samples("a,\"b\"") == [1: 0.5, 2: 7, 3: 8])
    #expect(run.notes == [ReadingNote(kind: .textCells, count: 1, firstLine: 2, names: ["note"])])
  }

  @Test func `a stray quote costs its cell, not the rest of the file`() throws {
    var text = "step,a,b\n1,\"oops,2\n"
    for step in 2..<20_000 { text += "\(step),0.5,1\n" }
    let run = try readLog(text)
    #expect(run.rows.count == 19_999)
    #expect(run.note(.textCells)?.count == 1)
  }

  @Test(arguments: [
    ("step,epoch,loss", "loss epoch"), ("epoch,loss", "epoch loss"), ("loss,Global_Step", "loss"),
    ("iteration,progress", "progress"), ("itr,x", "x"), ("_step,_runtime", "_runtime"),
    ("epoch,iter,x", "epoch x"),
    ("task,x", "x"), ("training_iteration,timesteps,x", "timesteps x"),
  ])
  func `the step column is found by its usual names`(header: String, metrics: String) throws {
    let cells = header.split(separator: ",").count
    let run = try readLog(header + "\n" + Array(repeating: "4", count: cells).joined(separator: ",") + "\n")
    #expect(run.rows == [4])
    #expect(Set(run.metricNames) == Set(metrics.split(separator: " ").map(String.init)))
    #expect(run.notes.isEmpty)
  }

  @Test func `the step column may be told`() throws {
    let text = "step,samples seen\n1,512\n2,1024\n"
    let run = try readLog(text, options: ReadingOptions(stepColumn: "samples seen"))
    #expect(run.samples("step") == [512: 1, 1024: 2])
    #expect(
      readingError(text, options: ReadingOptions(stepColumn: "sample seen")).map { "\($0)" }?
        .hasSuffix("log: no column is named sample seen; did you mean samples seen?") == true)
  }

  @Test func `without a step column rows are numbered from 0`() throws {
    let run = try readLog("loss,acc\n0.5,1\n0.25,2\n")
    #expect(run.samples("loss") == [0: 0.5, 1: 0.25])
    #expect(run.notes == [ReadingNote(kind: .noStepColumn, count: 1)])
    #expect(try readLog("loss\n3\n2\n").samples("loss") == [0: 3, 1: 2])
  }

  @Test func `steps are whole numbers of 64 bits`() throws {
    let run = try readLog(
      "step,x\n9007199254740993,1\n12.0,2\n1e3,3\n12.5,4\nfoo,5\n,6\nNA,7\n-3,8\n9223372036854775807,9\n1e30,10\n"
    )
    #expect(run.rows == [-3, 12, 1000, 9_007_199_254_740_993, .max])
    #expect(run.samples("x") == [-3: 8, 12: 2, 1000: 3, 9_007_199_254_740_993: 1, .max: 9])
    #expect(run.note(.unusableSteps) == ReadingNote(kind: .unusableSteps, count: 3, firstLine: 5))
    #expect(run.note(.rowsWithoutStep) == ReadingNote(kind: .rowsWithoutStep, count: 2, firstLine: 7))
  }

  @Test func `a step logged twice keeps the later value`() throws {
    let run = try readLog("step,a,b\n1,1,\n1,,5\n2,2,6\n2,3,\n3,4,\n")
    #expect(run.rows == [1, 2, 3])
    #expect(run.samples("a") == [1: 1, 2: 3, 3: 4])
    #expect(run.samples("b") == [1: 5, 2: 6])
    #expect(run.notes == [ReadingNote(kind: .repeatedSteps, count: 1, firstLine: 5, names: ["a"])])
  }

  @Test func `steps out of order are sorted, and the later of two samples in the file still counts`() throws {
    let run = try readLog("step,a,b\n1,1,1\n5,2,\n3,3,3\n5,4,\n2,5,5\n9,6,\n")
    #expect(run.rows == [1, 2, 3, 5, 9])
    #expect(run.column(named: "a") == RunColumn(name: "a", steps: [1, 2, 3, 5, 9], values: [1, 5, 3, 4, 6]))
    #expect(run.column(named: "b") == RunColumn(name: "b", steps: [1, 2, 3], values: [1, 5, 3]))
    #expect(run.note(.stepsOutOfOrder) == ReadingNote(kind: .stepsOutOfOrder, count: 2, firstLine: 4))
    #expect(run.note(.repeatedSteps)?.count == 1)
  }

  @Test(arguments: ["1,2\n2,3\n3", "1,2\n2,3\n3,0.5e-", "1,2\n2,3\n3,-", "1,2\n2,3\n"])
  func `a torn last line is dropped`(rows: String) throws {
    let run = try readLog("step,a\n" + rows)
    #expect(run.samples("a") == [1: 2, 2: 3])
    #expect(
      run.notes == (rows.hasSuffix("\n") ? [] : [ReadingNote(kind: .tornLastLine, count: 1, firstLine: 4)]))
  }

  @Test func `a whole last line without a line end is no torn one`() throws {
    let run = try readLog("step,a\n1,2\n2,3")
    #expect(run.samples("a") == [1: 2, 2: 3])
    #expect(run.notes.isEmpty)
  }

  @Test func `rows of the wrong length, twin columns and nameless ones are said`() throws {
    let run = try readLog("step,a,,a,b\n1,1,9,,2\n2,1\n3,1,9,3,4,5\n4,1,9,,7,\n\n5,,,6,\n")
    #expect(run.samples("a") == [1: 1, 2: 1, 3: 3, 4: 1, 5: 6])
    #expect(run.samples("b") == [1: 2, 3: 4, 4: 7])
    #expect(run.metricNames == ["a", "b"])
    #expect(run.note(.raggedRows) == ReadingNote(kind: .raggedRows, count: 2, firstLine: 3))
    #expect(
      run.note(.duplicateColumns)
        == ReadingNote(kind: .duplicateColumns, count: 1, firstLine: 1, names: ["a"]))
    #expect(run.note(.unnamedColumns)?.count == 1)
  }

  @Test func `a column of text is no metric`() throws {
    let run = try readLog("step,host,x,done\n1,vm,1,False\n2,vm,2,True\n")
    #expect(run.metricNames == ["x"])
    #expect(run.notes == [ReadingNote(kind: .textCells, count: 4, firstLine: 2, names: ["host", "done"])])
  }

  @Test func `comments at the top are passed over`() throws {
    let run = try readLog("# made by hand\n\n#\nstep,x\n1,oops\n2,5\n")
    #expect(run.samples("x") == [2: 5])
    #expect(run.note(.textCells)?.firstLine == 5)
  }

  @Test(arguments: [
    ("", ": the file is empty"), ("\n\n# nothing\n", ": the file is empty"),
    ("step,loss\n", ": there is no row with a step in it"),
    ("step,loss\n1,\n2,\n", ": no column holds numbers"),
    ("1,2\n3,4\n", ":1: the first line holds numbers, and a header"),
    ("step;loss\n0;1,5\n1;1,25\n", ":2: 1,5 is written with a decimal comma"),
    ("step,loss\n0,\"1,5\"\n", ":2: 1,5 is written with a decimal comma"),
    ("just some words\nand more\n", ": this is no log that is known"),
    ("a\u{0}b,c\n1,2\n", ": this is no log that is known"),
    ("[1, 2]\n", ": this JSON document has no metrics"), ("PK\u{3}\u{4}zzzzzzzzzzzz", ": the file is packed as zip"),
  ])
  func `what cannot be read is said in one sentence`(text: String, words: String) throws {
    let error = try #require(readingError(text))
    #expect("\(error)".contains(words))
  }

  @Test func `text that is not UTF-8 is said where names need it`() throws {
    #expect(
      readingError([0xFF, 0xFE, 0x73, 0, 0x74, 0]).map { "\($0)" }?.hasSuffix(":1: the text is not UTF-8")
        == true)
    let header: [UInt8] = Array("step,l".utf8) + [0xE9] + Array("oss\n1,2\n".utf8)
    #expect(readingError(header).map { "\($0)" }?.hasSuffix(":1: the text is not UTF-8") == true)
    let cell: [UInt8] = Array("step,loss,note\n1,2,".utf8) + [0xE9] + Array("\n".utf8)
    #expect(try readLog(cell).samples("loss") == [1: 2])
  }

  @Test func `a metric logged on every row shares the storage of the rows`() throws {
    let run = try readLog("step,a\n" + (0..<1000).map { "\($0),1\n" }.joined())
    let rows = run.rows
    let steps = run.columns[0].steps
    let isShared = rows.span.isIdentical(to: steps.span)
    #expect(isShared)
  }

  @Test func `a line of ten megabytes is read, and one beyond the limit is an error`() throws {
    let long = "step,x,note\n1,2," + String(repeating: "a", count: 10 << 20) + "\n2,3,\n"
    #expect(try readLog(long).samples("x") == [1: 2, 2: 3])
    #expect(try #require(readingError(String(repeating: "a", count: 10 << 20))).description.count < 300)
    #expect(
      try #require(readingError(String(repeating: ",", count: 10 << 20))).description.contains("more than"))
    var options = ReadingOptions()
    options.lineLimitBytes = 1 << 20
    #expect(
      "\(try #require(readingError(long, options: options)))".hasSuffix(":2: the line is longer than 1 MiB"))
  }
}
