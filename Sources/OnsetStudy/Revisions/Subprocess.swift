import OnsetText

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A program that is run to its end.
struct Subprocess {
  /// The exit code; 128 and the signal's number where a signal ended it, as shells say it.
  var status: Int32
  var output: [UInt8]
  /// What it wrote to the standard error, without the last line end.
  var error: String

  /// Why a program could not be run.
  enum Failure: Error, Hashable {
    /// There is no program of the name.
    case missing
    /// Another error of the system, by its number.
    case system(Int32)
  }

  /// Runs a program that is found by its name, in the current folder. Input and errors go through files that have no name
  /// any more, so that there is one pipe to be read and nothing to wait for each other.
  ///
  /// - Parameter variables: Variables of the environment that are set over those of this process.
  static func run(
    _ program: String, _ arguments: [String], input: [UInt8] = [], variables: [String: String] = [:]
  ) throws(Failure) -> Subprocess {
    let inputFile = try temporaryFile(input)
    defer { close(inputFile) }
    let errorFile = try temporaryFile([])
    defer { close(errorFile) }
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { throw .system(errno) }
    // Neither end may live on in a program that another thread begins.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let process = launch(
      program, arguments, environment(variables), input: inputFile, output: ends[1], error: errorFile)
    close(ends[1])
    defer { close(ends[0]) }
    let number: pid_t
    switch process {
    case .success(let started): number = started
    case .failure(let failure): throw failure
    }
    let output = contents(of: ends[0])
    var raw: Int32 = 0
    while unsafe waitpid(number, &raw, 0) < 0, errno == EINTR {}
    let signal = raw & 0x7F
    lseek(errorFile, 0, SEEK_SET)
    var error = String(decoding: contents(of: errorFile), as: UTF8.self)
    while error.last?.isNewline == true { error.removeLast() }
    return Subprocess(status: signal == 0 ? (raw >> 8) & 0xFF : 128 + signal, output: output, error: error)
  }

  private static func launch(
    _ program: String, _ arguments: [String], _ environment: [String], input: Int32, output: Int32, error: Int32
  ) -> Result<pid_t, Failure> {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = unsafe posix_spawn_file_actions_t()
    #endif
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (own, standard) in [(input, STDIN_FILENO), (output, STDOUT_FILENO), (error, STDERR_FILENO)] {
      unsafe posix_spawn_file_actions_adddup2(&actions, own, standard)
    }
    var argumentTexts = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
    var environmentTexts = unsafe environment.map { unsafe strdup($0) } + [nil]
    defer {
      unsafe argumentTexts.forEach { text in unsafe free(text) }
      unsafe environmentTexts.forEach { text in unsafe free(text) }
    }
    var number: pid_t = 0
    let code = unsafe posix_spawnp(&number, program, &actions, nil, &argumentTexts, &environmentTexts)
    return code == 0 ? .success(number) : .failure(code == ENOENT ? .missing : .system(code))
  }

  /// A file without a name that holds some bytes, to be read from its beginning.
  private static func temporaryFile(_ bytes: [UInt8]) throws(Failure) -> Int32 {
    let file = TemporaryFiles.openFile()
    guard file >= 0 else { throw .system(errno) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let code = errno
        close(file)
        throw .system(code)
      }
      rest = rest.dropFirst(count)
    }
    lseek(file, 0, SEEK_SET)
    return file
  }

  private static func contents(of file: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe read(file, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
    }
  }

  private static func environment(_ variables: [String: String]) -> [String] {
    var entries: [String] = []
    var next = unsafe environ
    while let text = unsafe next.pointee {
      entries.append(unsafe String(cString: text))
      unsafe next += 1
    }
    entries.removeAll { entry in variables.keys.contains { entry.hasPrefix("\($0)=") } }
    return entries + variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
  }
}
