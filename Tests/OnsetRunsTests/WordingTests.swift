import OnsetText
import Testing

@testable import OnsetRuns

@Suite struct WordingTests {
  @Test(arguments: [
    (
      ReadingNote(kind: .noStepColumn, count: 1),
      "no column is named like a step (step, global_step, iteration, epoch, ...): rows are numbered from 0"
    ),
    (
      ReadingNote(kind: .numberedSteps, count: 1, names: ["epoch_num"]),
      "the log counts in parts of an epoch (`epoch_num`): rows are numbered from 1"
    ),
    (
      ReadingNote(kind: .unrelatedLengths, count: 1, names: ["a"]),
      "1 array has a length with no exact ratio to the longest (`a`): numbered from 0"
    ),
    (
      ReadingNote(kind: .unmatchedLines, count: 3, firstLine: 2),
      "3 lines fit no pattern and are passed over (first at line 2)"
    ),
    (
      ReadingNote(kind: .duplicateColumns, count: 1, firstLine: 1, names: ["a"]),
      "1 column repeats a name of the header (`a`): the later cell of a row counts (line 1)"
    ),
    (
      ReadingNote(kind: .unnamedColumns, count: 2, firstLine: 1),
      "2 columns have no name in the header and are passed over (first at line 1)"
    ),
    (
      ReadingNote(kind: .repeatedHeaders, count: 2, firstLine: 9),
      "2 headers stand between the rows: what follows was appended to the log (first at line 9)"
    ),
    (
      ReadingNote(kind: .tornLastLine, count: 2, names: ["metrics/a", "metrics/b"]),
      "the last lines of 2 files are cut and were dropped (`metrics/a`, `metrics/b`)"
    ),
    (
      ReadingNote(kind: .damagedLines, count: 3, firstLine: 2, file: "metrics/a"),
      "metrics/a: 3 lines are damaged and are passed over (first at line 2)"
    ),
    (
      ReadingNote(kind: .maskedValues, count: 2, firstLine: 7, names: ["loss"]),
      "2 values of 0 may stand for NaN (`loss`): the gradient norm beside them is no finite number (first at line 7)"
    ),
    (
      ReadingNote(kind: .substitutedValues, count: 1, names: ["loss"]),
      "1 value of ±1.797e308 stands for an infinity (`loss`): read as ±inf"
    ),
    (
      ReadingNote(kind: .repeatedSteps, count: 3, firstLine: 9, names: ["a", "b"]),
      "3 samples were logged again at the same step (`a`, `b`): the later value counts (first at line 9)"
    ),
    (
      ReadingNote(kind: .stepsOutOfOrder, count: 1, firstLine: 9),
      "1 row came after a later step: rows were sorted by step (line 9)"
    ),
    (
      ReadingNote(kind: .rowsWithoutStep, count: 2, firstLine: 1),
      "2 rows have no step and are passed over (first at line 1)"
    ),
    (
      ReadingNote(kind: .unusableSteps, count: 1, firstLine: 5),
      "1 row has a step that is no whole number and is passed over (line 5)"
    ),
    (
      ReadingNote(kind: .raggedRows, count: 1, firstLine: 5),
      "1 row has more or fewer cells than the header: missing cells are no samples, extra ones are passed over (line 5)"
    ),
    (
      ReadingNote(kind: .textCells, count: 12, firstLine: 2, names: ["a", "b", "c", "d", "e"]),
      "12 cells hold text and are passed over (`a`, `b`, `c`, `d`, `e`, ...) (first at line 2)"
    ),
    (
      ReadingNote(kind: .damagedLines, count: 2, firstLine: 5),
      "2 lines are damaged and are passed over (first at line 5)"
    ),
    (
      ReadingNote(kind: .tornLastLine, count: 1, firstLine: 5),
      "the last line is cut and was dropped (line 5)"
    ),
    (
      ReadingNote(kind: .damagedRecords, count: 1, file: "events.1"),
      "events.1: 1 record is damaged: what came before was read, what follows was not"
    ),
    (
      ReadingNote(kind: .zeroTail, count: 1),
      "the file ends in zeros, as after a crash: what came before was read"
    ),
    (
      ReadingNote(kind: .damagedCompression, count: 1),
      "the gzip data are cut or damaged: what came before was read"
    ),
  ])
  func `a note is one sentence`(note: ReadingNote, words: String) { #expect(note.message == words) }

  @Test(arguments: [
    (RunError.missing(path: "a"), "a: no such file or folder"),
    (.unreadable(path: "a", reason: "permission denied"), "a: cannot be read: permission denied"),
    (.isFolder(path: "a"), "a: is a folder, and a log file was expected"),
    (
      .noLogs(path: "a"),
      "a: no log was found in this folder: no table, no JSON lines, and no files of a tracker that is known"
    ),
    (
      .severalRuns(path: "a", count: 9, names: ["s1", "s2", "s3"]),
      "a: holds 9 runs (s1, s2, s3, ...), and one was expected: name one, such as a#s1"
    ),
    (.noSuchRun(path: "a", name: "s12", nearest: "s2"), "a: there is no run s12; did you mean s2?"),
    (.empty(path: "a"), "a: the file is empty"),
    (.noRows(path: "a"), "a: there is no row with a step in it"),
    (.noMetrics(path: "a"), "a: no column holds numbers besides the step"),
    (.noSamples(path: "a"), "a: no number was logged here"),
    (.damagedRecords(path: "a"), "a: the log is damaged from its first record on"),
    (
      .unknownFormat(path: "a"),
      "a: this is no log that is known: a table has a header with names over rows of numbers, JSON lines have one object a line, and other text needs a pattern file in `formats/`"
    ),
    (
      .unknownCompression(path: "a", name: "zstd"),
      "a: the file is packed as zstd; gzip and plain text can be read"
    ),
    (.damagedCompression(path: "a"), "a: the gzip data are damaged from their beginning"),
    (
      .wholeJSONDocument(path: "a"),
      "a: this is one JSON document over several lines; JSON lines have one object a line"
    ),
    (
      .noSeries(path: "a"),
      "a: this JSON document has no metrics: neither arrays of numbers nor a list of objects with a step"
    ),
    (.noFittingLine(path: "a", format: "llm.c"), "a: no line fits the format `llm.c`"),
    (.notUTF8(path: "a", line: 3), "a:3: the text is not UTF-8"),
    (.lineTooLong(path: "a", line: 3, limitBytes: 64 << 20), "a:3: the line is longer than 64 MiB"),
    (.tooManyMetrics(path: "a", limit: 100_000), "a: the log names more than 100000 metrics"),
    (
      .noHeader(path: "a", line: 1),
      "a:1: the first line holds numbers, and a header with the columns' names was expected, such as step,loss"
    ),
    (
      .decimalComma(path: "a", line: 2, text: "0,5"),
      "a:2: 0,5 is written with a decimal comma; numbers need a decimal point"
    ),
    (
      .noSuchStepColumn(path: "a", name: "stp", nearest: "step"),
      "a: no column is named stp; did you mean step?"
    ),
    (.noSuchStepColumn(path: "a", name: "x", nearest: nil), "a: no column is named x"),
  ])
  func `an error is one sentence with the path`(error: RunError, words: String) {
    #expect(error.description == words)
  }

  @Test func `every kind of note has been worded above`() {
    for kind in ReadingNote.Kind.allCases {
      #expect(!ReadingNote(kind: kind, count: 2).message.isEmpty)
    }
  }
}
