import Foundation

/// A Chromium without a window, which opens pages and says what became of them.
enum Browser {
  /// The program; nil where there is none.
  static let path: String? = {
    let environment = ProcessInfo.processInfo.environment
    if let path = environment["ONSET_BROWSER"] { return path }
    let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    for name in ["chromium", "chromium-browser", "google-chrome"] {
      for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
        return "\(folder)/\(name)"
      }
    }
    return nil
  }()

  static let hasLibrary = FileManager.default.fileExists(atPath: "/usr/share/javascript/dygraphs/dygraph.min.js")

  /// What the script `Browser/page.js` found in a page.
  struct Findings: Decodable {
    var ready: Bool
    /// From the beginning of the load to the end of the page's own script.
    var milliseconds: Double
    /// How long a fixed piece of work took; ``nominalCalibration`` where nothing else is going on.
    var calibration: Double
    var hasLibrary: Bool
    var charts: Int
    var drawn: Int
    var injected: Bool
    var images: Int
    var wide: Bool
    var errors: [String]
    var flags: Int
    var wrongNumbers: [String]
    var overlaps: [String]
    // Where there are live charts:
    var cursor: Bool?
    var cursors: Bool?
    var wrongValues: [[String?]]?
    var values: Int?
    var zoomed: Bool?
    var together: Bool?
    var keyboard: Bool?
    var whole: Bool?
    var switched: Bool?
    var unfolded: Bool?
    var dark: Bool?
    var points: [Int]?
    var notes: [String]
    var text: String
  }

  /// What ``Findings/calibration`` is on one free core of a machine of today, in milliseconds.
  static let nominalCalibration = 250.0

  /// Opens a page and uses it.
  static func findings(of page: String, width: Int = 1280) async throws -> Findings {
    let folder = FileManager.default.temporaryDirectory.appending(path: "onset-browser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "page.html")
    try Data(try instrumented(page).utf8).write(to: file)
    let document = try await dump(file, folder, width)
    guard let start = document.firstRange(of: "<pre id=\"results\">"),
      let end = document[start.upperBound...].firstRange(of: "</pre>")
    else { throw Failure(description: "the page has no results; it ends in \(document.suffix(500))") }
    let json = document[start.upperBound..<end.lowerBound].replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&amp;", with: "&")
    return try JSONDecoder().decode(Findings.self, from: Data(json.utf8))
  }

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// The page with the script that uses it, which may run since it bears the page's mark.
  private static func instrumented(_ page: String) throws -> String {
    guard let nonce = page.firstMatch(of: /'nonce-([a-z0-9]+)'/)?.output.1,
      let end = page.ranges(of: "</body>").last, let head = page.firstRange(of: "<meta name=\"viewport\"")
    else { throw Failure(description: "no page of a report") }
    let watch = """
      window.errors = [];
      addEventListener("error", (event) => errors.push(String(event.message)));
      addEventListener("unhandledrejection", (event) => errors.push(String(event.reason)));
      document.addEventListener("securitypolicyviolation", (event) =>
        errors.push("policy: " + event.violatedDirective + " " + event.blockedURI));
      """
    let script = try Checkout.text("Tests/OnsetCommandTests/Browser/page.js")
    return page[..<head.lowerBound] + "<script nonce=\"\(nonce)\">\(watch)</script>\n"
      + page[head.lowerBound..<end.lowerBound]
      + "<script nonce=\"\(nonce)\">\(script)</script>\n" + page[end.lowerBound...]
  }

  private static func dump(_ file: URL, _ folder: URL, _ width: Int) async throws -> String {
    guard let path else { throw Failure(description: "there is no browser") }
    let output = folder.appending(path: "dump.html")
    try Data().write(to: output)
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
      "--user-data-dir=\(folder.appending(path: "profile").path)", "--window-size=\(width),900",
      "--virtual-time-budget=20000", "--timeout=60000", "--dump-dom", file.absoluteString,
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in continuation.resume() }
      do { try process.run() } catch {
        process.terminationHandler = nil
        continuation.resume(throwing: error)
      }
    }
    return String(decoding: try Data(contentsOf: output), as: UTF8.self)
  }
}
