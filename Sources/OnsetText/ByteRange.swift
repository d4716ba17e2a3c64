/// A half-open range of UTF-8 byte offsets in a source.
///
/// Inside the project a position is always a byte offset; only the renderer knows lines and columns.
public struct ByteRange: Hashable, Sendable {
  /// The offset of the first byte.
  public var lower: Int
  /// The offset after the last byte; equal to `lower` for an empty range, a position between two bytes.
  public var upper: Int

  /// A range from `lower` up to, not including, `upper`.
  public init(_ lower: Int, _ upper: Int) {
    self.lower = lower
    self.upper = Swift.max(lower, upper)
  }

  /// The empty range at `offset`.
  public static func at(_ offset: Int) -> ByteRange { ByteRange(offset, offset) }

  /// The number of bytes.
  public var count: Int { upper - lower }

  /// Whether the range is a position between two bytes.
  public var isEmpty: Bool { lower == upper }

  /// The smallest range that holds both.
  public func union(_ other: ByteRange) -> ByteRange {
    ByteRange(Swift.min(lower, other.lower), Swift.max(upper, other.upper))
  }
}

/// A value and where in its file it is written.
public struct Located<Value> {
  /// The value as decoded.
  public var value: Value
  /// The bytes of the file that spell it.
  public var range: ByteRange

  /// A value written at `range`.
  public init(_ value: Value, at range: ByteRange) {
    self.value = value
    self.range = range
  }

  /// The same place with another value.
  public func map<Other>(_ transform: (Value) throws -> Other) rethrows -> Located<Other> {
    Located<Other>(try transform(value), at: range)
  }
}

extension Located: Sendable where Value: Sendable {}
extension Located: Equatable where Value: Equatable {}
extension Located: Hashable where Value: Hashable {}
