extension ReadingNote {
  /// One sentence that says what was met, how often, and what became of it.
  public var message: String {
    let place = firstLine.map { count == 1 ? " (line \($0))" : " (first at line \($0))" } ?? ""
    return (file.map { "\($0): " } ?? "") + sentence + place
  }

  private var sentence: String {
    switch kind {
    case .noStepColumn:
      "no column is named like a step (step, global_step, iteration, epoch, ...): rows are numbered from 0"
    case .numberedSteps:
      "the log counts in parts of an epoch\(named): rows are numbered from 1"
    case .unrelatedLengths:
      "\(counted("array has", "arrays have")) a length with no exact ratio to the longest\(named): numbered from 0"
    case .duplicateColumns:
      "\(counted("column repeats", "columns repeat")) a name of the header\(named): the later cell of a row counts"
    case .unnamedColumns:
      "\(counted("column has", "columns have")) no name in the header and \(isOrAre) passed over"
    case .repeatedHeaders:
      "\(counted("header stands", "headers stand")) between the rows: what follows was appended to the log"
    case .repeatedSteps:
      "\(counted("sample was", "samples were")) logged again at the same step\(named): the later value counts"
    case .stepsOutOfOrder:
      "\(counted("row", "rows")) came after a later step: rows were sorted by step"
    case .samplesOutOfOrder:
      "\(counted("sample", "samples")) came after a later step\(named): sorted by step"
    case .withdrawnSamples:
      "\(counted("sample was", "samples were")) taken back by the logger, which was restarted from an earlier step"
    case .rowsWithoutStep:
      "\(counted("row has", "rows have")) no step and \(isOrAre) passed over"
    case .unusableSteps:
      "\(counted("row has", "rows have")) a step that is no whole number and \(isOrAre) passed over\(named)"
    case .raggedRows:
      "\(counted("row has", "rows have")) more or fewer cells than the header: missing cells are no samples, "
        + "extra ones are passed over"
    case .textCells:
      "\(counted("cell holds", "cells hold")) text and \(isOrAre) passed over\(named)"
    case .otherValues:
      "\(counted("value is", "values are")) no single number and \(isOrAre) passed over\(named)"
    case .substitutedValues:
      "\(counted("value", "values")) of ±1.797e308 \(count == 1 ? "stands" : "stand") for an infinity"
        + "\(named): read as ±inf"
    case .maskedValues:
      "\(counted("value", "values")) of 0 may stand for NaN\(named): the gradient norm beside \(count == 1 ? "it" : "them") "
        + "is no finite number"
    case .unmatchedLines:
      "\(counted("line fits", "lines fit")) no pattern and \(isOrAre) passed over"
    case .damagedLines:
      "\(counted("line is", "lines are")) damaged and \(isOrAre) passed over\(named)"
    case .tornLastLine:
      count == 1
        ? "the last line is cut and was dropped" : "the last lines of \(count) files are cut and were dropped\(named)"
    case .damagedRecords:
      "\(counted("record is", "records are")) damaged\(named): what came before was read, what follows was not"
    case .tornLastRecord:
      count == 1
        ? "the last record is cut and was dropped"
        : "the last records of \(count) files are cut and were dropped\(named)"
    case .zeroTail:
      (count == 1 ? "the file ends" : "\(count) files end")
        + " in zeros\(named), as after a crash: what came before was read"
    case .emptyFiles:
      "\(counted("file is", "files are")) empty\(named)"
    case .otherFiles:
      "\(counted("file holds", "files hold")) the same run and \(isOrAre) not read\(named)"
    case .unreadableSettings:
      "the run's settings cannot be read\(named)"
    case .deletedRuns:
      "\(counted("other run", "other runs")) of the file \(count == 1 ? "was" : "were") deleted and \(isOrAre) not read"
    case .emptyRuns:
      "\(counted("other run", "other runs")) of the file \(count == 1 ? "has" : "have") no metric and \(isOrAre) not read"
    case .databaseCopies:
      "the database's last writer was killed: a copy was mended and read, and the file left as it is"
    case .damagedCompression:
      "the gzip data are cut or damaged: what came before was read"
    }
  }

  private func counted(_ one: String, _ many: String) -> String {
    count == 1 ? "1 \(one)" : "\(count) \(many)"
  }

  private var isOrAre: String { count == 1 ? "is" : "are" }

  private var named: String {
    guard !names.isEmpty else { return "" }
    let shown = names.map { "`\($0)`" }.joined(separator: ", ")
    return names.count == ReadingNote.nameLimit ? " (\(shown), ...)" : " (\(shown))"
  }
}
