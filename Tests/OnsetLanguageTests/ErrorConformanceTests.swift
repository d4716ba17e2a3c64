import OnsetLanguage
import Testing
import _OnsetTestSupport

/// The shared vectors of expressions that do not compile: where the error points.
@Suite(.enabled(if: SharedFolder.isPresent)) struct ErrorConformanceTests {
  struct Vector: Decodable, Sendable {
    var id: String
    var expression: String
    /// Columns in characters from 1, the end exclusive; nil where the place is free.
    var start: Int?
    var end: Int?
  }

  @Test func `Every error points where the reference says`() throws {
    let vectors = try SharedFolder.objects("conformance/errors.jsonl", as: Vector.self)
    #expect(!vectors.isEmpty)
    for vector in vectors {
      guard let fault = Compiler.faults(ofCondition: vector.expression).first else {
        Issue.record("\(vector.id): no error in \(vector.expression)")
        continue
      }
      guard let start = vector.start, let end = vector.end else { continue }
      let columns = Compiler.columns(of: fault.range, in: vector.expression)
      #expect(columns == start..<end, "\(vector.id): \(vector.expression): \(fault.kind)")
    }
  }
}
