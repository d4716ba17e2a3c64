import Onset

// Watches a made-up training loop with the project's rules: what a trainer's callback would do.
//
//   swift run --package-path Examples watch ../onset.yaml

let file = CommandLine.arguments.dropFirst().first ?? "onset.yaml"

/// A training loop of 60 steps that blows up at step 40.
func train(_ step: Int64) -> [String: Double] {
  let isBroken = step >= 40
  return ["loss": isBroken ? 9.5 : 3.0 - 0.01 * Double(step), "grad_norm": isBroken ? 80 : 0.5]
}

do {
  let project = try RuleProject(file: file)
  var run = try project.watch(name: "example", metrics: ["loss", "grad_norm"])
  var checkpoint: [UInt8] = []
  for step: Int64 in 0..<60 {
    for event in try run.log(step: step, train(step)) {
      print("step \(event.step): \(event.ruleset)/\(event.rule) \(event.kind.rawValue)")
      for action in event.actions { print("  \(action.kind)") }
    }
    if step == 30 { checkpoint = run.save() }
  }
  _ = run.finish()

  // After a restart: a new session goes on from the saved state, with the same events.
  var resumed = try project.watch(name: "example", metrics: ["loss", "grad_norm"])
  try resumed.restore(checkpoint)
  var count = 0
  for step: Int64 in 31..<60 { count += try resumed.log(step: step, train(step)).count }
  print("resumed from step 30: \(count) events")
} catch {
  print(error)
}
