/// Numbers that belong together in a JSON document: an array of them, or one key of each object of a list.
struct JSONDocumentSeries {
  let name: String
  /// Whether the values are wanted.
  let isKept: Bool
  /// Whether its name is one under which logs keep their step; the whole numbers are kept as well then.
  let rank: Int?
  /// How many elements the array has, samples or not.
  var length = 0
  private(set) var sampleCount = 0
  private(set) var values: [Double] = []
  /// For series that may be the step: its whole numbers.
  private(set) var wholeNumbers: [Int64] = []
  private(set) var isWhole = true
  /// The element of each sample, once one has been left out.
  private var ownIndices: [Int] = []
  private var isDense = true
  var textCells = 0

  init(name: String, isKept: Bool, rank: Int?) {
    self.name = name
    self.isKept = isKept
    self.rank = rank
  }

  /// Whether the values may be steps.
  var mayBeStep: Bool { rank != nil && isWhole && sampleCount > 0 }

  @inline(__always)
  mutating func append(_ value: Double, at index: Int) {
    if !isDense || index != sampleCount { appendSparse(index) }
    sampleCount &+= 1
    if isKept || rank != nil { values.append(value) }
  }

  private mutating func appendSparse(_ index: Int) {
    if isDense {
      ownIndices = Array(0..<sampleCount)
      isDense = false
    }
    ownIndices.append(index)
  }

  /// The whole number that the last sample is, where it is one.
  mutating func appendWhole(_ number: Int64?) {
    if let number, isWhole { wholeNumbers.append(number) } else { isWhole = false }
  }

  /// The element that a sample belongs to.
  func index(ofSample sample: Int) -> Int { isDense ? sample : ownIndices[sample] }

  mutating func forget() {
    values = []
    wholeNumbers = []
    ownIndices = []
  }
}

/// Series whose elements may be the same steps: the arrays of one object, or the columns of one list of objects.
struct JSONDocumentGroup {
  /// The series, by number.
  var series: [Int] = []
  /// For a list of objects: how many there were. Nil for the arrays of an object.
  var rowCount: Int?
}
