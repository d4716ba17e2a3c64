package import OnsetEngine
import OnsetText

/// A sample's value as text: exact, so that what is printed can be read back.
package enum SampleText {
  package static func exact(_ value: SampleValue) -> String {
    switch value {
    case .number(let number):
      number.jsonText ?? (number.isNaN ? "nan" : number < 0 ? "-inf" : "inf")
    case .truth(let truth): truth.map { "\($0)" } ?? "unknown"
    }
  }
}
