#if canImport(Darwin)
  private import Darwin
#elseif canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#endif

extension MathFunction {
  /// The function's value: NaN of NaN, and of what it is not defined for.
  @inline(__always)
  package func apply(_ value: Double) -> Double {
    switch self {
    case .abs: Swift.abs(value)
    case .sqrt: value.squareRoot()
    case .log: logarithm(value)
    case .log10: decimalLogarithm(value)
    case .exp: exponential(value)
    }
  }
}

private func logarithm(_ value: Double) -> Double { log(value) }
private func decimalLogarithm(_ value: Double) -> Double { log10(value) }
private func exponential(_ value: Double) -> Double { exp(value) }
