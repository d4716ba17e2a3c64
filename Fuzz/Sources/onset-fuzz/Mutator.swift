/// libFuzzer's own mutation.
@_silgen_name("LLVMFuzzerMutate")
private func mutateBytes(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ limit: Int) -> Int

/// Called by libFuzzer for each new input: half of them are its own mutations of bytes, the others are made of the
/// words that the subject's grammar has.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ limit: Int, _ seed: UInt32) -> Int {
  var random = Random(state: UInt64(seed))
  if size == 0 || random.next() % 2 == 0 { return mutateBytes(data, size, limit) }
  var bytes = Array(UnsafeBufferPointer(start: data, count: size))
  for _ in 0...Int(random.next() % 3) { Mutation.apply(to: &bytes, Subject.chosen, &random) }
  let count = min(bytes.count, limit)
  for index in 0..<count { data[index] = bytes[index] }
  return count
}

/// A generator whose numbers follow from libFuzzer's seed (SplitMix64).
struct Random: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

/// Changes that know words and lines.
enum Mutation {
  static func apply(to bytes: inout [UInt8], _ subject: Subject, _ random: inout Random) {
    let words = words(of: subject)
    let word = Array(words.randomElement(using: &random)?.utf8 ?? "".utf8)
    let token = token(in: bytes, &random)
    switch Int.random(in: 0..<9, using: &random) {
    case 0, 1: bytes.replaceSubrange(token, with: word)
    case 2: bytes.insert(contentsOf: word, at: token.lowerBound)
    case 3: bytes.removeSubrange(token)
    case 4: bytes.replaceSubrange(token, with: bytes[self.token(in: bytes, &random)])
    case 5:  // Nests a word in itself.
      let times = [2, 10, 99, 101, 199, 201].randomElement(using: &random) ?? 2
      let pair =
        [("(", ")"), ("[", "]"), ("{a: ", "}"), ("-", ""), ("not ", ""), ("abs(", ")"), ("{\"a\":", "}")]
        .randomElement(using: &random) ?? ("(", ")")
      let inner = String(decoding: bytes[token], as: UTF8.self)
      let nested = String(repeating: pair.0, count: times) + inner + String(repeating: pair.1, count: times)
      bytes.replaceSubrange(token, with: Array(nested.utf8))
    case 6:  // Repeats a line elsewhere.
      let line = line(in: bytes, &random)
      bytes.insert(contentsOf: bytes[line], at: self.line(in: bytes, &random).lowerBound)
    case 7: bytes.removeSubrange(line(in: bytes, &random))
    default:  // Indents a line otherwise.
      let start = line(in: bytes, &random).lowerBound
      if start < bytes.count, bytes[start] == UInt8(ascii: " "), random.next() % 2 == 0 {
        bytes.remove(at: start)
      } else {
        bytes.insert(UInt8(ascii: " "), at: start)
      }
    }
  }

  /// A run of letters and digits, or a single other byte.
  private static func token(in bytes: [UInt8], _ random: inout Random) -> Range<Int> {
    guard !bytes.isEmpty else { return 0..<0 }
    func isWord(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || (0x30...0x39).contains(byte)
        || (0x61...0x7A).contains(byte | 0x20)
    }
    var lower = Int.random(in: 0..<bytes.count, using: &random)
    guard isWord(bytes[lower]) else { return lower..<(lower + 1) }
    var upper = lower + 1
    while lower > 0, isWord(bytes[lower - 1]) { lower -= 1 }
    while upper < bytes.count, isWord(bytes[upper]) { upper += 1 }
    return lower..<upper
  }

  private static func line(in bytes: [UInt8], _ random: inout Random) -> Range<Int> {
    guard !bytes.isEmpty else { return 0..<0 }
    var lower = Int.random(in: 0..<bytes.count, using: &random)
    var upper = lower
    while lower > 0, bytes[lower - 1] != 0x0A { lower -= 1 }
    while upper < bytes.count, bytes[upper] != 0x0A { upper += 1 }
    return lower..<min(upper + 1, bytes.count)
  }

  private static func words(of subject: Subject) -> [String] {
    switch subject {
    case .yaml: yaml + rules
    case .language: language + numbers
    case .csv: numbers + [",", ";", "\t", "\"", "\"\"", "\r\n", "\n", "step", "epoch", "NA", "#", "\u{FEFF}", ",,"]
    case .jsonl:
      numbers + [
        "{", "}", "\"a\":", ":", ",", "[1]", "null", "true", "\"\\u0000\"", "\\ud83d", "\"step\": 1", "\n",
        "\"_meta\":",
        "{\"a\": {\"b\": 1}}", "\\\"",
      ]
    case .events:
      numbers + ["\u{A}", "\u{12}", "\u{1A}", "*", "\u{0}", "scalars", "hparams", "\u{8}\u{1}", "9", "\u{7F}"]
    case .wandb:
      numbers + ["\u{A}", "\u{12}", "\u{0}", "\u{1}", "\u{2}", "{\"a\": 1}", "_step", "[1]", "null", "true", "\"x\""]
    case .archive: ["\u{0}", "\u{1}", "\u{7F}", "\u{0}\u{0}\u{0}\u{0}"]
    case .json: json + numbers
    case .mllog:
      json + numbers + [
        ":::MLLOG {", "\"metadata\": {\"epoch_num\": 1}", "\"key\": \"eval_accuracy\"", "\"value\": 1",
        "\"event_type\": \"POINT_IN_TIME\"", "\"step_num\": ", "\"samples_count\": ", "tracked_stats", "\n",
      ]
    case .textlogs: numbers + textLogs
    case .formats: formats + textLogs + numbers + yaml
    case .rulesets: rules + language + numbers + yaml
    case .tests: tests + numbers + yaml
    }
  }

  private static let json = [
    "{", "}", "[", "]", ",", ":", "\"a\":", "\"step\":", "\"loss\":", "null", "true", "\"NaN\"", "\"\\u0000\"", "\\\"",
    "[1, 2, 3]", "[{\"step\": 1, \"loss\": 2}]", "{\"a\": {\"b\": 1}}", "[[", "[]", "{}", "\n",
  ]

  private static let textLogs = [
    "s:1 trl:2\n", "s:1 tel:2\n", "step:1/2 train_loss:3 train_time:4ms step_avg:nanms\n",
    "json_stats: {\"epoch\": 1}\n",
    "iter 1: loss 2, time 3ms, mfu 4%\n", "val loss 3\n", " ", "\t", "\r\n", "\n", "lr:", "model : \"nin\"\n",
    "{\"a\": [",
  ]

  private static let formats = [
    "{step}", "{loss}", "{}", "{:json}", "{:name}", "{:value}", "{x:text}", "[", "]", "[[", "{{", "lines: ", "step: ",
    "rename: {a: b}\n", "hyperparameters: ", "\n===\n", "  - \"",
  ]

  private static let numbers = [
    "0", "-0", "1", "2", "1e-5", "1e308", "1e309", "-1e400", "NaN", "nan", "Infinity", "-inf", "0x10", "1.", ".5",
    "9007199254740992", "9007199254740993", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
    "0.1234567890123456789", "1000000000", "5%", "0.5",
  ]

  private static let language =
    [
      "mean(", "median(", "quantile(", "std(", "mad(", "min(", "max(", "count(", "slope(", "fraction(", "previous(",
      "lag(", "change(", "relative_change(", "ewma(", "cusum_up(", "cusum_down(", "lowest(", "highest(",
      "since_lowest(", "since_highest(", "since(", "age(", "at(", "otherwise(", "at_detection(", "at_entry(",
      "baseline(", "sigma(", "abs(", "log(", "exp(", "least(", "greatest(", "is_nan(", "is_finite(", "crosses_above(",
      "crosses_below(",
    ] + [
      "loss", "val_loss", "grad_norm", "effective_rank", "`train/grad_norm`", "`epoch`", "epoch", "step",
      "since_entered", "each", "5 steps", "3 samples", "0.5 epochs", "2 epochs", "1 step", "9007199254740992 samples",
      " and ", " or ", "not ", "true", "false", "<", "<=", ">", ">=", "==", "!=", "+", "-", "*", "/", "%", "(", ")",
      ",",
      "`", "&&", "é",
    ]

  private static let tests = [
    "x", " x 5", " +- 0.1", " -> ", " => ", ", ", "(", ")", "_", "missing", "nan", "inf", "x 1000000", "tests: a\n",
    "rulesets: spike\n", "cases:\n", "  - test: one\n", "    run:\n", "series: ", "every: 10 steps", "expect: ",
    "fires: ", "silent: ", "between: [1, 5]", "at: 3", "times: ", "values: ", "phases: ", "actions: ", "is: ",
  ]

  private static let rules = [
    "onset: 1\n", "ruleset: a\n", "rules:\n", "  - rule: r\n", "    when: loss > 1\n", "    for: 2 samples\n",
    "    confirm: {that: val_loss > 1, within: 3 samples}\n", "    repeat: when cleared\n",
    "    repeat: after 2 steps\n",
    "    clear: loss < 1\n", "    at_most: 2\n", "    during: a\n", "    enter: b\n", "phases: [a, b]\n",
    "    each: \"*\"\n", "let:\n  x: mean(loss, 3 samples)\n", "parameters:\n  w: 3 samples\n",
    "    then: [{set: lr, to: loss}, {notify: \"{loss} {step} {phase}\"}, {stop: x}]\n", "{value: 3, tune: [1, 5]}",
    "profile: a\n", "extends: a\n", "baselines:\n  loss: {mean: 1, std: 2}\n", "never", "{{", "{loss}", "}",
  ]

  private static let yaml = [
    "&a ", "*a", "!!str ", "!", "<<: *a\n", "- ", ": ", "? ", "|\n", ">-\n", "|2+\n", "'", "\"", "\\x41", "\\u2028",
    "[", "]", "{", "}", "#", "---\n", "...\n", "%YAML 1.2\n", "%TAG ! a\n", "\t", "\r\n", "\u{85}", "\u{2028}",
    "\u{FEFF}", "é", "\u{1F600}", "~", "null", "@", "\u{0}",
  ]
}
