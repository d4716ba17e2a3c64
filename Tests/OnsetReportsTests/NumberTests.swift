import OnsetReports
import Testing

@Suite struct NumberTests {
  @Test(arguments: [
    (0, "0"), (-0.0, "0"), (1, "1"), (12, "12"), (0.41234, "0.4123"), (0.41236, "0.4124"), (-0.5, "-0.5"),
    (9.9996, "10"), (99.996, "100"), (123.44, "123.4"), (1234.4, "1234"), (123456, "123456"),
    (0.000012345, "1.235e-05"), (1.2e-7, "1.2e-07"), (9.9999e-7, "1e-06"), (1e15, "1000000000000000"), (1e17, "1e+17"),
    (-9.99999e20, "-1e+21"),
    (2.5e300, "2.5e+300"),
    (.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf"), (.leastNonzeroMagnitude, "5e-324"),
    (1e22, "1e+22"), (-1234567.8, "-1234568"),
  ])
  func `A number is shown with four significant digits, shortly`(_ value: Double, _ text: String) {
    #expect(DisplayNumber.short(value) == text)
  }

  @Test(
    arguments: [
      (0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1000, "-1,000"), (-999, "-999"),
      (.max, "9,223,372,036,854,775,807"), (.min, "-9,223,372,036,854,775,808"),
    ] as [(Int64, String)])
  func `A count is shown in groups of three`(_ value: Int64, _ text: String) {
    #expect(DisplayNumber.grouped(value) == text)
  }

  @Test(arguments: [(0, "0 runs"), (1, "1 run"), (2, "2 runs"), (1234, "1,234 runs")])
  func `A counted noun is singular or plural`(_ count: Int, _ text: String) {
    #expect(DisplayNumber.counted(count, "run") == text)
  }
}
