import OnsetLanguage
import Testing
import _OnsetTestSupport
@testable import OnsetEngine

/// A state that cannot be restored is an error, and the session is as it was.
@Suite struct StateTests {
  private static let awkward = AwkwardLog(shape: .walk, epochs: .logged, seed: 11, rowCount: 90)

  /// A session in the middle of a run, and a fresh one for the same run.
  private static func sessions() throws -> (worked: RunSession, fresh: RunSession) {
    let log = awkward.log
    let fresh = RunSession([try Recorder.program()], over: log)
    var worked = fresh
    _ = try worked.feed(RunTable(log, metrics: fresh.metrics))
    return (worked, fresh)
  }

  @Test func `A state cut short is damaged, wherever it is cut`() throws {
    let (worked, fresh) = try Self.sessions()
    let state = worked.save()
    for length in Array(0..<64) + Array(stride(from: 64, to: state.count, by: 997)) + [state.count - 1] {
      var session = fresh
      #expect(throws: StateError.damaged) { try session.restore(Array(state.prefix(length))) }
      #expect(session.save() == fresh.save())
    }
  }

  @Test func `A state with a byte too many is damaged`() throws {
    var (worked, fresh) = try Self.sessions()
    #expect(throws: StateError.damaged) { try fresh.restore(worked.save() + [0]) }
    #expect(throws: StateError.damaged) { try fresh.restore(worked.save() + Array(repeating: 0, count: 8)) }
    _ = worked
  }

  @Test func `A state with any byte changed is not restored`() throws {
    let (worked, fresh) = try Self.sessions()
    let state = worked.save()
    var numbers = SeededNumbers(seed: 3)
    for place in Array(0..<40) + (0..<200).map({ _ in numbers.integer(0...state.count - 1) }) {
      var damaged = state
      damaged[place] ^= UInt8(1 << numbers.integer(0...7))
      var session = fresh
      #expect(throws: StateError.self, "byte \(place)") { try session.restore(damaged) }
      #expect(session.save() == fresh.save())
    }
  }

  @Test func `A damaged state with a right digest is an error or a session that goes on`() throws {
    let log = Self.awkward.log
    let (worked, fresh) = try Self.sessions()
    let body = worked.save().dropLast(8)
    var numbers = SeededNumbers(seed: 4)
    for _ in 0..<300 {
      var damaged = Array(body)
      let place = numbers.integer(16...damaged.count - 1)
      damaged[place] ^= UInt8(numbers.integer(1...255))
      let digest = Digest.of(damaged)
      damaged += (0..<8).map { UInt8(truncatingIfNeeded: digest >> ($0 * 8)) }
      var session = fresh
      do { try session.restore(damaged) } catch { continue }
      var block = RowBlock(metricCount: fresh.metrics.count)
      for row in 0..<40 { block.append(step: Int64(1_000_000 + row), [(metric: 0, value: Double(row))]) }
      _ = try? session.feed(block)
    }
    #expect(fresh.save() == RunSession([try Recorder.program()], over: log).save())
  }

  @Test func `A state of another version or other rules says so`() throws {
    var (worked, fresh) = try Self.sessions()
    var state = worked.save()
    state[0] = 99
    #expect(throws: StateError.otherVersion(99)) { try fresh.restore(state) }
    var builder = try ProgramBuilder()
    try builder.rule(when: "loss > 1")
    var other = RunSession([builder.program()], over: Self.awkward.log)
    #expect(throws: StateError.otherProgram) { try other.restore(worked.save()) }
    _ = worked
  }

  @Test func `A step that does not follow is refused, and nothing of its block is taken in`() throws {
    var (worked, _) = try Self.sessions()
    let before = worked.save()
    let last = try #require(Self.awkward.log.rows.last)
    var block = RowBlock(metricCount: worked.metrics.count)
    block.append(step: last + 1, [(metric: 0, value: 1)])
    block.append(step: last + 1, [(metric: 0, value: 2)])
    #expect(throws: FeedError(step: last + 1, lastStep: last + 1)) { try worked.feed(block) }
    #expect(worked.save() == before)
    block.removeAll()
    block.append(step: last, [])
    #expect(throws: FeedError(step: last, lastStep: last)) { try worked.feed(block) }
  }
}
