import Testing
import _OnsetTestSupport

import OnsetText
@testable import OnsetRuns

@Suite struct ArchiveCodingTests {
  private func hex(_ text: String, pieces: Int = 1) -> String {
    var hash = SHA256()
    let bytes = Array(text.utf8)
    let size = max(1, (bytes.count + pieces - 1) / pieces)
    for start in stride(from: 0, to: bytes.count, by: size) {
      hash.update(Array(bytes[start..<min(bytes.count, start + size)]))
    }
    return hash.finished().map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `SHA-256 is that of FIPS 180-4`(text: String, digest: String) { #expect(hex(text) == digest) }

  @Test func `pieces of any size have one digest`() {
    let text = String(repeating: "0123456789", count: 50)
    for pieces in 1...40 { #expect(hex(text, pieces: pieces) == hex(text)) }
  }

  private func unpack(_ bytes: [UInt8], to values: inout [Double]) -> Bool {
    var scratch = WordPlanes.Scratch()
    return unsafe bytes.withUnsafeBytes { bytes in unsafe ArchiveBlock.unpack(bytes, to: &values, &scratch) }
  }

  private func unpack(_ bytes: [UInt8], to steps: inout [Int64]) -> Bool {
    var scratch = WordPlanes.Scratch()
    return unsafe bytes.withUnsafeBytes { bytes in unsafe ArchiveBlock.unpack(bytes, to: &steps, &scratch) }
  }

  private func roundTrip(_ values: [Double]) -> (size: Int, isExact: Bool) {
    let packed = ArchiveBlock.pack(values[...])
    var read: [Double] = [1]
    let isRead = unpack(packed, to: &read)
    return (packed.count, isRead && read.dropFirst().map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test func `values of every kind come back bit for bit`() {
    var generator = SeededNumbers(seed: 1)
    let any: [Double] = [
      .nan, -.nan, .signalingNaN, Double(bitPattern: 0x7FF8_0000_0000_1234), .infinity, -.infinity, 0, -0.0,
      .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e22, 1e23, 0.1, 9_007_199_254_740_994, -1e-300,
    ]
    for count in [0, 1, 2, 3, 7, 8, 9, 63, 64, 65, 255, 256, 257, 1000, 4099] {
      func series(_ make: (Int) -> Double) -> [Double] { (0..<count).map(make) }
      #expect(roundTrip(series { any[$0 % any.count] }).isExact)
      #expect(roundTrip(series { _ in Double(bitPattern: generator.next()) }).isExact)
      #expect(roundTrip(series { _ in .random(in: 0..<1, using: &generator) }).isExact)
      // The upper half of every word is the same.
      let upper = Double.pi.bitPattern & ~0xFFFF_FFFF
      let near = (0..<count).map { _ in
        Double(bitPattern: upper | UInt64(UInt32.random(in: 0 ... .max, using: &generator)))
      }
      #expect(roundTrip(near).isExact)
      let floats = roundTrip(series { _ in Double(Float.random(in: 1..<4, using: &generator)) })
      let decimals = roundTrip(series { _ in Double(Int.random(in: 0..<60_000, using: &generator)) / 10_000 })
      let same = roundTrip(series { _ in 0.001 })
      #expect(floats.isExact && decimals.isExact && same.isExact)
      if count > 200 {
        #expect(floats.size < 5 * count)
        #expect(decimals.size < 3 * count)
        #expect(same.size < 40)
      }
    }
  }

  @Test func `steps of every kind come back`() {
    var generator = SeededNumbers(seed: 2)
    for count in [1, 2, 3, 9, 1000] {
      let regular = (0..<count).map { Int64($0) * 50 - 7 }
      let wide = [Int64.min] + (0..<count).map { Int64($0) } + [Int64.max]
      var irregular: [Int64] = [0]
      for _ in 1..<max(2, count) {
        irregular.append(irregular[irregular.count - 1] + .random(in: 1...9, using: &generator))
      }
      for steps in [regular, wide, irregular] {
        let packed = ArchiveBlock.pack(steps[...])
        var read: [Int64] = []
        #expect(unpack(packed, to: &read))
        #expect(read == steps)
        // Steps that go on from later ones are refused.
        var later = [Int64.max]
        #expect(!unpack(packed, to: &later))
      }
      #expect(ArchiveBlock.pack(regular[...]).count == 29)
    }
  }

  @Test func `bytes that are no block are refused`() {
    var generator = SeededNumbers(seed: 3)
    let blocks = [
      ArchiveBlock.pack((0..<300).map { Double($0) / 8 }[...]),
      ArchiveBlock.pack((0..<300).map { Int64($0 * $0) }[...]),
      ArchiveBlock.pack((0..<300).map { _ in Double.random(in: 0..<1, using: &generator) }[...]),
    ]
    for block in blocks {
      for count in 0..<block.count {
        var values: [Double] = []
        var steps: [Int64] = []
        let cut = Array(block.prefix(count))
        let isRead = unpack(cut, to: &values) || unpack(cut, to: &steps)
        #expect(!isRead && values.isEmpty && steps.isEmpty)
      }
      for _ in 0..<2000 {
        var other = block
        for _ in 0..<3 {
          other[Int.random(in: 0..<other.count, using: &generator)] = .random(in: 0...255, using: &generator)
        }
        var values: [Double] = []
        var steps: [Int64] = []
        _ = unpack(other, to: &values)
        _ = unpack(other, to: &steps)
        #expect(values.count <= ArchiveBlock.sampleLimit && zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 })
      }
    }
  }
}
