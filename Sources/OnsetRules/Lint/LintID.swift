/// The stable name of a lint, as it stands in findings and in the comments that allow them.
///
/// A number is never used for anything else: 01 is what a condition rests on, 02 what a rule does, 03 baselines, 04 what
/// nothing needs, 05 the comments that allow findings.
package enum LintID: String, Hashable, Sendable, CaseIterable {
  case noisyDetection = "L0101"
  case rawThreshold = "L0102"
  case constantCondition = "L0103"
  case shortHold = "L0104"
  case mixedCadences = "L0105"

  case unconfirmedAction = "L0201"
  case dependentConfirmation = "L0202"
  case twoHyperparameters = "L0203"
  case ungatedStop = "L0204"
  case endlessWait = "L0205"

  case foreignBaseline = "L0301"
  case smallBaseline = "L0302"
  case baselineWithoutSpread = "L0303"
  case oldBaseline = "L0304"

  case unusedParameter = "L0401"
  case unusedLet = "L0402"
  case unusedPhase = "L0403"
  case unreachablePhase = "L0404"
  case untestedRule = "L0405"

  case malformedAllowance = "L0501"
  case allowanceWithoutReason = "L0502"
  case expiredAllowance = "L0503"
  case unnecessaryAllowance = "L0504"
}
