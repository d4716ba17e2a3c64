import OnsetText
import Testing

@testable import OnsetYAML

@Suite struct CoreSchemaTests {
  private static func scalar(_ spelling: String) throws -> YAMLScalar {
    try #require(try SourceFile("v: \(spelling)").root().mapping?["v"]?.scalar)
  }

  @Test(arguments: [
    ("", CoreValue.null), ("~", .null), ("null", .null), ("NULL", .null), ("Null", .null),
    ("nUll", .text("nUll")),
    ("true", .boolean(true)), ("True", .boolean(true)), ("FALSE", .boolean(false)), ("tRUE", .text("tRUE")),
    ("no", .text("no")), ("on", .text("on")), ("yes", .text("yes")), ("off", .text("off")), ("y", .text("y")),
    ("0", .integer(0)), ("-12", .integer(-12)), ("+12", .integer(12)), ("007", .integer(7)),
    ("0x1F", .integer(31)),
    ("0o17", .integer(15)), ("0X1F", .text("0X1F")), ("-0x1F", .text("-0x1F")), ("0o8", .text("0o8")),
    ("0x", .text("0x")),
    ("1_000", .text("1_000")), ("9223372036854775807", .integer(.max)),
    ("9223372036854775808", .number(0x1p63)),
    ("0x8000000000000000", .number(0x1p63)), ("0o2000000000000000000001", .number(0x1p64)),
    ("1e-5", .number(1e-5)), ("1E5", .number(1e5)), (".5", .number(0.5)), ("1.", .number(1)),
    ("-.5e+1", .number(-5)),
    ("+1.5", .number(1.5)), ("1e", .text("1e")), (".", .text(".")), ("1.2.3", .text("1.2.3")),
    ("1e5.0", .text("1e5.0")),
    ("e5", .text("e5")), ("1:30", .text("1:30")), ("0x1p3", .text("0x1p3")), ("inf", .text("inf")),
    ("nan", .text("nan")),
    (".inf", .number(.infinity)), ("-.INF", .number(-.infinity)), ("+.Inf", .number(.infinity)),
    ("1e999", .number(.infinity)),
    ("5e-324", .number(.leastNonzeroMagnitude)), ("0.1", .number(0.1)),
    ("9007199254740993.0", .number(9_007_199_254_740_992)),
    ("2.2250738585072011e-308", .number(Double(bitPattern: 0x000F_FFFF_FFFF_FFFF))),
    ("2026-11-02", .text("2026-11-02")),
    ("'1'", .text("1")), ("\"true\"", .text("true")), ("|\n  1", .text("1")), ("!!str 12", .text("12")),
    ("! 12", .text("12")),
    ("!!int 12", .integer(12)),
    ("20%", .text("20%")),
  ])
  func `a scalar is what the core schema says`(spelling: String, value: CoreValue) throws {
    #expect(try Self.scalar(spelling).core == value)
  }

  @Test func `not a number is a number`() throws {
    #expect(try #require(try Self.scalar(".nan").number).isNaN)
    #expect(try #require(try Self.scalar("'.NaN'").numberEvenIfQuoted).isNaN)
  }

  @Test func `a quoted number is a number only where that is asked for`() throws {
    let scalar = try Self.scalar("'0.5'")
    #expect(scalar.number == nil)
    #expect(scalar.numberEvenIfQuoted == 0.5)
    #expect(try Self.scalar("12").number == 12)
    #expect(try Self.scalar("12.0").integer == nil)
    #expect(try Self.scalar("'0.5 x'").numberEvenIfQuoted == nil)
  }
}
