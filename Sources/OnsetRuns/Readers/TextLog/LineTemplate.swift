/// What a line of a text log looks like: text, with numbers in it that have names.
///
/// ```
/// step:{step}/{} train_loss:{train_loss}[ lr:{lr}]
/// ```
///
/// A template is compiled into a list of pieces, which are tried from left to right, once each: what `{}` passes over
/// ends at the first place where the text after it stands, and an optional part is taken wherever it fits. There is no
/// going back, so that a line costs time in proportion to its length.
struct LineTemplate: Sendable, Hashable {
  /// A piece, and where its bytes or its names are.
  struct Piece: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
      /// The bytes `first..<end` of ``LineTemplate/literals``.
      case literal
      /// One or more spaces or tabs.
      case blanks
      /// A number, called ``LineTemplate/names`` `[first]`.
      case number
      /// Anything up to where the pieces `first..<end` stand, which are all text; with none, the rest of the line.
      case anything
      /// As `anything`, and its text is the value of ``LineTemplate/names`` `[first]`.
      case text
      /// A word that is the name of a value.
      case name
      /// As `text`: the value that belongs to `name`.
      case value
      /// A JSON object.
      case json
      /// The pieces after this one, up to `end`, or nothing.
      case optional
    }

    var kind: Kind
    var first = 0
    var end = 0
    /// For `anything`, `text` and `value`: the pieces of text that end it.
    var stop = 0
    var stopEnd = 0
  }

  var pieces: [Piece] = []
  /// The bytes of all texts, one after the other.
  var literals: [UInt8] = []
  /// The names, in order of appearance.
  var names: [String] = []
  /// Whether a JSON object is part of it.
  var hasJSON: Bool { pieces.contains { $0.kind == .json } }
}

/// What a line held, for the one template that fits it. Reused from line to line.
struct LineCaptures {
  /// A named number.
  struct Number {
    var name: Int
    var value: Double
    var start: Int
    var end: Int
  }

  private(set) var numbers: [Number] = []
  private(set) var numberCount = 0
  /// Where the `{` of a JSON object is; -1 for none.
  var jsonStart = -1
  /// The texts that were given names, by number; the name -1 belongs to `nameStart..<nameEnd`.
  var texts: [(name: Int, start: Int, end: Int)] = []
  var nameStart = 0
  var nameEnd = 0

  @inline(__always)
  mutating func removeAll() {
    numberCount = 0
    jsonStart = -1
    if !texts.isEmpty { texts.removeAll(keepingCapacity: true) }
  }

  @inline(__always)
  mutating func append(_ number: Number) {
    if numberCount == numbers.count { numbers.append(number) } else { numbers[numberCount] = number }
    numberCount &+= 1
  }

  mutating func truncate(to count: Int) { numberCount = count }

  @inline(__always)
  func number(_ index: Int) -> Number { numbers[index] }

  /// The end of the last number; -1 where there is none.
  var lastNumberEnd: Int { numberCount > 0 ? numbers[numberCount - 1].end : -1 }
}
