import Testing
import _OnsetTestSupport

@testable import OnsetRuns

@Suite struct WireMessageTests {
  private func fields(_ bytes: [UInt8]) -> (numbers: [Int], isDamaged: Bool) {
    let padded = bytes + Array(repeating: 0, count: 16)
    var message = WireMessage(from: 0, to: bytes.count)
    var numbers: [Int] = []
    while let field = message.next(in: padded.span) { numbers.append(field.number) }
    return (numbers, message.isDamaged)
  }

  @Test func `fields of every kind come in their order`() {
    let bytes = WireWriter.message {
      $0.varint(1, -5)
      $0.double(2, 0.5)
      $0.text(300, "words")
      $0.float(4, 0.25)
    }
    let padded = bytes + Array(repeating: 0, count: 16)
    var message = WireMessage(from: 0, to: bytes.count)
    #expect(message.next(in: padded.span)?.signed == -5)
    #expect(message.next(in: padded.span)?.bits == 0.5.bitPattern)
    let text = message.next(in: padded.span)
    #expect(text?.number == 300 && text?.text(in: padded.span) == "words")
    #expect(text?.spells("words", in: padded.span) == true && text?.spells("word", in: padded.span) == false)
    #expect(message.next(in: padded.span)?.bits == UInt64(Float(0.25).bitPattern))
    #expect(message.next(in: padded.span) == nil && !message.isDamaged)
  }

  @Test func `a message that is cut anywhere but between fields is damaged`() {
    let parts: [[UInt8]] = [
      WireWriter.message { $0.varint(1, 300) }, WireWriter.message { $0.double(2, 1) },
      WireWriter.message { $0.text(3, "abc") }, WireWriter.message { $0.float(4, 1) },
    ]
    let bytes = parts.flatMap { $0 }
    var borders: Set<Int> = [0]
    for index in parts.indices { borders.insert(parts[...index].reduce(0) { $0 + $1.count }) }
    for count in 0...bytes.count {
      #expect(fields(Array(bytes[..<count])).isDamaged == !borders.contains(count), "\(count)")
    }
  }

  @Test(
    arguments: [
      [0x00, 0x00], [0x07], [0x0B, 0x0C], [0x08], Array(repeating: 0xFF, count: 12),
      [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
    ] as [[UInt8]])
  func `what is no field is damage`(bytes: [UInt8]) {
    #expect(fields(bytes).isDamaged && fields(bytes).numbers.isEmpty)
  }

  @Test func `names are known again by their bytes`() {
    var names = ByteNames()
    var generator = SeededNumbers(seed: 1)
    var spelled: [[UInt8]] = [[]]
    for length in 1..<400 {
      spelled.append((0..<(length % 23)).map { _ in UInt8.random(in: 97...98, using: &generator) })
    }
    var numberOf: [[UInt8]: Int] = [:]
    for name in spelled + spelled {
      let padded = name + Array(repeating: 7, count: 16)
      let known = names.number(of: padded.span, from: 0, to: name.count)
      #expect(known == numberOf[name] ?? -1)
      if known < 0 { numberOf[name] = names.add(padded.span, from: 0, to: name.count) }
    }
    #expect(names.count == numberOf.count)
  }
}
