import OnsetText
import Testing

@Suite struct NumberTextTests {
  @Test(arguments: [
    (3.0, "3"), (-0.0, "-0"), (0.25, "0.25"), (0.1, "0.1"), (1e-5, "1e-05"), (1e22, "1e+22"), (1e16, "1e+16"),
    (123456789012345.0, "123456789012345"), (.leastNonzeroMagnitude, "5e-324"),
    (1.7976931348623157e308, "1.7976931348623157e+308"),
  ])
  func `a number is the shortest text that reads back`(number: Double, text: String) {
    #expect(number.jsonText == text)
    #expect(Double(text)?.bitPattern == number.bitPattern)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `what JSON has no number for is nil`(number: Double) { #expect(number.jsonText == nil) }
}
