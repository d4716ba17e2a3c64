import Foundation

/// `onset-fuzz SUBJECT [libFuzzer's arguments]`, or `onset-fuzz SUBJECT --seeds FOLDER REPOSITORY` to write the
/// inputs with which the fuzzing begins.
private typealias Body = @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32

/// libFuzzer's loop; its own `main` would call it with one fixed function.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>, _ body: Body
) -> Int32

guard CommandLine.arguments.count > 1, let subject = Subject(rawValue: CommandLine.arguments[1]) else {
  print("usage: onset-fuzz \(Subject.allCases.map(\.rawValue).joined(separator: "|")) [ARGUMENT ...]")
  exit(2)
}
Subject.chosen = subject
if CommandLine.arguments.count == 5, CommandLine.arguments[2] == "--seeds" {
  try Seeds.write(for: subject, to: CommandLine.arguments[3], from: CommandLine.arguments[4])
  exit(0)
}

// The subject is no argument of libFuzzer's.
var arguments = CommandLine.unsafeArgv + 1
arguments[0] = CommandLine.unsafeArgv[0]
var count = CommandLine.argc - 1
exit(
  runFuzzer(&count, &arguments) { data, size in
    Subject.chosen.body(Array(UnsafeBufferPointer(start: data, count: size)))
    return 0
  })
