import Onset

// Replays every run in a folder against a project's rules, and watches one more as if it trained now.
//
//   swift run --package-path Examples replay ../onset.yaml ../runs

let arguments = Array(CommandLine.arguments.dropFirst())
let file = arguments.first ?? "onset.yaml"
let folder = arguments.dropFirst().first ?? "runs"

do {
  let project = try RuleProject(file: file)
  for found in try RunDiscovery.runs(at: folder) {
    let run = try found.get().read()
    for event in try project.replay(run).events where event.kind == .fired {
      print("\(run.name): \(event.rule) at step \(event.step)")
    }
  }
} catch {
  print(error)
}
