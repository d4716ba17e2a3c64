#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What is on the other side of the standard streams.
enum Terminal {
  /// Colour is used on a terminal that can show it, and never against `NO_COLOR`.
  static var outputUsesColour: Bool { usesColour(STDOUT_FILENO) }
  static var errorUsesColour: Bool { usesColour(STDERR_FILENO) }
  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// How many characters a line of the standard output holds; a usual number where that is no terminal.
  static var outputWidth: Int {
    if let text = environment("COLUMNS"), let width = Int(text), width > 0 { return width }
    var size = winsize()
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 120 }
    return Int(size.ws_col)
  }

  private static func usesColour(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1 && (environment("NO_COLOR") ?? "").isEmpty && environment("TERM") != "dumb"
  }

  static func environment(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  /// Writes to the standard error; where that is closed there is nobody to tell.
  static func writeError(_ text: String) {
    try? Output.writeAll(Array(text.utf8), to: STDERR_FILENO)
  }

  /// How many processors there are for work in parallel.
  static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}

/// A line on the terminal that says how far the work is; nothing where the standard error is no terminal.
struct ProgressLine {
  private let total: Int
  private let noun: String
  private let isShown: Bool
  private var shownPercent = -1

  init(total: Int, noun: String) {
    self.total = total
    self.noun = noun
    isShown = Terminal.errorIsTerminal && total > 1
  }

  mutating func update(done: Int) {
    guard isShown else { return }
    let percent = done * 100 / total
    guard percent != shownPercent else { return }
    shownPercent = percent
    let filled = percent * 24 / 100
    let bar = String(repeating: "━", count: filled) + String(repeating: "╌", count: 24 - filled)
    Terminal.writeError("\r\u{1B}[K\(bar) \(done) of \(total) \(noun)")
  }

  /// Takes the line away, so that other text can be written.
  func clear() {
    if isShown { Terminal.writeError("\r\u{1B}[K") }
  }
}
