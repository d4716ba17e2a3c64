/// What other tools call the keys of Onset's files: too far from the right name to be a misspelling of it.
enum KeySynonyms {
  /// The first of `absent` that a key of another tool may mean; nil where none does.
  static func meant(by key: String, among absent: [String]) -> String? {
    meanings[key.lowercased()]?.first { absent.contains($0) }
  }

  private static let meanings: [String: [String]] = [
    // A rule
    "if": ["when"], "condition": ["when"], "expr": ["when"], "expression": ["when", "value"], "on": ["when"],
    "trigger": ["when"], "check": ["when"],
    "name": ["rule", "ruleset", "profile", "test", "tests", "phase", "run"],
    "id": ["rule", "ruleset", "profile", "test", "run"],
    "action": ["then"], "actions": ["then"], "do": ["then"],
    "description": ["summary"], "doc": ["summary"], "comment": ["summary"], "title": ["summary"],
    "duration": ["for"], "hold": ["for"], "patience": ["for"],
    "phase": ["during"], "cooldown": ["repeat"], "rearm": ["repeat"],
    "limit": ["at_most", "ceiling"], "max_fires": ["at_most"], "metrics": ["each", "series", "signals"],
    "reset": ["clear"],
    // `confirm`
    "when": ["that"], "timeout": ["within"],
    // An action
    "halt": ["stop"], "abort": ["stop"], "terminate": ["stop"], "save": ["checkpoint"], "alert": ["notify"],
    "message": ["notify"], "log": ["notify", "file"], "warn": ["notify"], "email": ["notify"], "slack": ["notify"],
    "multiply": ["scale"], "factor": ["by"], "by": ["to"], "to": ["by"], "value": ["to", "by"],
    "min": ["floor"], "max": ["ceiling"],
    // A rule set, a profile
    "params": ["parameters"], "args": ["parameters"], "variables": ["let"], "vars": ["let"], "define": ["let"],
    "states": ["phases"], "alerts": ["rules"], "groups": ["rules"], "default": ["value"], "range": ["tune"],
    "inherits": ["extends"], "base": ["extends"], "sd": ["std"], "stddev": ["std"], "sigma": ["std"],
    // Tests
    "given": ["run"], "input": ["run"], "then": ["expect"], "assert": ["expect"], "expected": ["expect"],
    "path": ["file"], "data": ["series"], "values": ["series"],
  ]
}
