import Foundation

/// `reference/rolling.c`, compiled by gcc and loaded into this process, so that both see the same memory.
struct Reference {
  typealias Function =
    @convention(c) (
      UnsafePointer<Double>, UnsafePointer<Double>, Int, Double, Double, UnsafeMutablePointer<Int64>, Int
    ) -> Int

  let plain: Function
  let checked: Function

  init() throws {
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../reference/rolling.c").standardizedFileURL
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("onset-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let library = folder.appendingPathComponent("rolling.so").path
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    compiler.arguments = ["gcc", "-O3", "-shared", "-fPIC", "-o", library, source.path, "-lm"]
    try compiler.run()
    compiler.waitUntilExit()
    guard compiler.terminationStatus == 0, let handle = dlopen(library, RTLD_NOW),
      let plain = dlsym(handle, "rolling_plain"), let checked = dlsym(handle, "rolling_checked")
    else { fatalError("gcc cannot compile \(source.path)") }
    self.plain = unsafeBitCast(plain, to: Function.self)
    self.checked = unsafeBitCast(checked, to: Function.self)
  }

  /// The steps at which the rule fires (the run's steps are 0, 1, 2, …).
  func fires(_ function: Function, _ run: SyntheticRun) -> [Int64] {
    let low = SyntheticRun.baseline.mean - 3 * SyntheticRun.baseline.std
    var fires = Array(repeating: Int64(0), count: run.steps.count / 10)
    let count = function(
      run.columns[0], run.columns[1], run.steps.count, low, SyntheticRun.wide, &fires, fires.count)
    return Array(fires[..<count])
  }
}
