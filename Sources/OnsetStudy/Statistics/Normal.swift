#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// The normal distribution.
package enum Normal {
  /// The chance of a value of at most `z` deviations over the mean.
  package static func cumulative(_ z: Double) -> Double { erfc(-z / 2.squareRoot()) / 2 }
}
