import OnsetLanguage

/// One rule set at work on one run: its plan, the lives of its rules, and the phase in force.
struct RuleSetSession {
  let program: RuleSetProgram
  let runName: String
  private(set) var evaluator: Evaluator
  private(set) var lives: [RuleLife]
  /// The phase in force, as an index; meaningless without phases.
  private(set) var phase = 0
  /// The phase that comes into force at the next row.
  private var requestedPhase: Int?
  private var hasBegun = false
  /// The phases that came into force, and the steps at which they did.
  private(set) var phaseHistory: [(phase: Int, step: Int64)] = []
  /// For each metric of the plan, its index among the session's metrics.
  private let columns: [Int?]
  /// Whether a rule is followed row by row and not ahead of the others: it reads the phase, or somebody looks on.
  private var isLate: [Bool]
  private var isObserved = false
  private let watched: [RuleScan.Watched]

  // Of the block at hand:
  private(set) var rows = RuleScan.RowView(steps: [], epochs: [])
  private var pending: [RuleScan.Finding?]
  private var nextRows: [Int]
  private(set) var row = 0
  private(set) var events: [(row: Int, event: Event)] = []

  init(_ program: RuleSetProgram, runName: String, columns: [Int?]) {
    self.program = program
    self.runName = runName
    self.columns = columns
    evaluator = Evaluator(program.plan)
    lives = program.rules.map { _ in RuleLife() }
    watched = program.rules.map(RuleScan.Watched.init)
    isLate = program.rules.map { $0.readsPhase(program.plan) }
    pending = program.rules.map { _ in nil }
    nextRows = program.rules.map { _ in 0 }
  }

  /// Lets every row be looked at: the lives of the rules are then known at each, and not only where something happens.
  mutating func beginObserving() {
    isObserved = true
    isLate = program.rules.map { _ in true }
  }

  // MARK: A block of rows

  /// Takes in a block and gives what happened in it, by row and then in the order of the rules.
  ///
  /// - Parameters:
  ///   - position: The set's among those of the run's session.
  ///   - look: Called after every row of a set that is observed.
  mutating func process(
    _ block: RowBlock, epochs: [Double], position: Int = 0, look: (RowObservation) -> Void = { _ in }
  ) -> [(row: Int, event: Event)] {
    evaluator.load(block, columns: columns, epochs: epochs)
    evaluator.runAhead()
    rows = RuleScan.RowView(steps: block.steps, epochs: epochs)
    events.removeAll(keepingCapacity: true)
    beginBlock()
    let visitsEveryRow = isObserved || !evaluator.withRules.isEmpty
    row = visitsEveryRow ? 0 : nextPendingRow()
    while row < rows.steps.count {
      if visitsEveryRow { evaluator.runRow(row) }
      for rule in lives.indices {
        if isLate[rule] { followLate(rule) }
        if let finding = pending[rule], finding.row == row { handle(rule, finding) }
      }
      if isObserved { unsafe withUnsafePointer(to: &self) { unsafe look(RowObservation($0, ruleSet: position)) } }
      if requestedPhase != nil, row + 1 < rows.steps.count { changePhase(at: row + 1) }
      row = visitsEveryRow ? row + 1 : nextPendingRow()
    }
    evaluator.endBlock()
    return events
  }

  private func nextPendingRow() -> Int {
    var next = Int.max
    for finding in pending {
      if let finding, finding.row < next { next = finding.row }
    }
    return next
  }

  private mutating func beginBlock() {
    guard !rows.steps.isEmpty else { return }
    if !hasBegun {
      hasBegun = true
      enterPhase(0, at: 0)
    }
    row = 0
    for rule in lives.indices {
      pending[rule] = nil
      nextRows[rule] = 0
    }
    if requestedPhase != nil { changePhase(at: 0) }
    for rule in lives.indices where !isLate[rule] {
      if case .confirming = lives[rule].state { runConfirmation(rule, from: 0, isNew: false) }
      if nextRows[rule] == 0 { look(rule, from: 0) }  // else the change of phase has looked already
    }
  }

  // MARK: Phases

  private mutating func enterPhase(_ phase: Int, at row: Int) {
    self.phase = phase
    let mark = rows.mark(row)
    evaluator.entry = Evaluator.PhaseEntry(step: mark.step, epoch: mark.epoch, row: row)
    if !program.phases.isEmpty { phaseHistory.append((phase, mark.step)) }
  }

  /// Puts the requested phase in force; rules that it turns off are waiting again.
  private mutating func changePhase(at row: Int) {
    guard let requested = requestedPhase else { return }
    requestedPhase = nil
    guard requested != phase else { return }
    let before = phase
    enterPhase(requested, at: row)
    for rule in lives.indices {
      guard let during = program.rules[rule].during, lives[rule].isWaitingOrHolding else { continue }
      if !during.contains(requested) {
        lives[rule].state = .waiting
        pending[rule] = nil
      } else if !during.contains(before), !isLate[rule] {
        look(rule, from: row)
      }
    }
  }

  private func isTurnedOff(_ rule: Int) -> Bool {
    guard let during = program.rules[rule].during, lives[rule].isWaitingOrHolding else { return false }
    return !during.contains(phase)
  }

  // MARK: Following rules

  /// Looks for what happens to a rule next, from a row on, as far as its registers are known.
  private mutating func look(_ rule: Int, from start: Int) {
    let horizon = isLate[rule] ? row + 1 : rows.steps.count
    nextRows[rule] = max(start, horizon)
    pending[rule] =
      isTurnedOff(rule)
      ? nil
      : RuleScan(rule: watched[rule], horizon: horizon, rows: rows).next(&lives[rule], from: start, evaluator)
  }

  /// Looks at the row at hand with a rule that reads the phase.
  private mutating func followLate(_ rule: Int) {
    guard pending[rule] == nil, nextRows[rule] <= row else { return }
    if case .confirming = lives[rule].state { runConfirmation(rule, from: row, isNew: false) }
    look(rule, from: row)
  }

  private mutating func runConfirmation(_ rule: Int, from start: Int, isNew: Bool) {
    guard let confirm = program.rules[rule].confirm, !confirm.instructions.isEmpty else { return }
    let end = isLate[rule] ? row + 1 : rows.steps.count
    evaluator.runConfirming(confirm.instructions, rows: start..<max(start, end), includesTickBefore: isNew)
  }

  /// Does what a finding asks for, and what follows from it in the same row.
  private mutating func handle(_ rule: Int, _ first: RuleScan.Finding) {
    var finding: RuleScan.Finding? = first
    while let current = finding, current.row == row {
      pending[rule] = nil
      switch current {
      case .detected(_, let since): detect(rule, since)
      case .confirmed:
        if case .confirming(let confirmation) = lives[rule].state {
          fire(rule, since: confirmation.since, detected: confirmation.detected)
        }
      case .rejected:
        if case .confirming(let confirmation) = lives[rule].state {
          record(event(rule, .rejected, since: confirmation.since, detected: confirmation.detected, at: row))
        }
        lives[rule].state = .clearing
        look(rule, from: row + 1)
      case .rearmed:
        lives[rule].state = .waiting
        look(rule, from: row)
      }
      finding = pending[rule]
    }
  }

  private mutating func detect(_ rule: Int, _ since: RuleLife.Mark) {
    let detected = rows.mark(row)
    guard let confirm = program.rules[rule].confirm else { return fire(rule, since: since, detected: detected) }
    for (id, source) in confirm.captures { evaluator.detections[id.index] = evaluator.latest(source, at: row) }
    lives[rule].state = .confirming(RuleLife.Confirmation(since: since, detected: detected, ticks: 0))
    runConfirmation(rule, from: row, isNew: true)
    look(rule, from: row)
  }

  private mutating func fire(_ rule: Int, since: RuleLife.Mark, detected: RuleLife.Mark) {
    let program = program.rules[rule]
    var fired = event(rule, .fired, since: since, detected: detected, at: row)
    fired.enters = program.enters.map { self.program.phases[$0] }
    var failures: [String] = []
    for action in program.actions {
      switch issue(action, rule: program, at: row) {
      case .success(let issued): fired.actions.append(issued)
      case .failure(let failure): failures.append(failure.message)
      }
    }
    record(fired)
    for message in failures {
      var error = event(rule, .error, since: since, detected: detected, at: row)
      error.message = message
      record(error)
    }
    if requestedPhase == nil { requestedPhase = program.enters }
    lives[rule].fires += 1
    if lives[rule].fires >= program.atMost ?? .max {
      lives[rule].state = .spent
    } else {
      switch program.rearming {
      case .never: lives[rule].state = .spent
      case .whenCleared: lives[rule].state = .clearing
      case .after: lives[rule].state = .resting(since: rows.mark(row), ticks: 0)
      }
    }
    look(rule, from: row + 1)
  }

  // MARK: Events

  private mutating func record(_ event: Event) {
    events.append((row, event))
  }

  private func event(
    _ rule: Int, _ kind: Event.Kind, since: RuleLife.Mark, detected: RuleLife.Mark, at row: Int
  ) -> Event {
    let mark = rows.mark(row)
    return Event(
      ruleset: program.name, rule: program.rules[rule].name, metric: program.rules[rule].metric, kind: kind,
      since: since.step, detected: detected.step, step: mark.step,
      epoch: mark.epoch.isNaN ? nil : mark.epoch, phase: phaseName,
      values: program.rules[rule].reported.map { NamedValue(name: $0.name, value: read($0.value, at: row)) },
      actions: [])
  }

  /// The phase in force; nil without phases.
  var phaseName: String? { program.phases.isEmpty ? nil : program.phases[phase] }

  private func read(_ value: RuleProgram.ReportedValue.Value, at row: Int) -> SampleValue {
    switch value {
    case .number(let operand): .number(evaluator.latest(operand, at: row))
    case .truth(let operand): .truth(evaluator.latest(operand, at: row).known)
    }
  }

  private struct ActionFailure: Error {
    let message: String
  }

  private func issue(
    _ action: RuleProgram.Action, rule: RuleProgram, at row: Int
  ) -> Result<IssuedAction, ActionFailure> {
    let kind: IssuedAction.Kind
    switch action.kind {
    case .scale(let hyperparameter, let by, let floor, let ceiling):
      let factor = evaluator.latest(by, at: row)
      if factor.isNaN { return .failure(ActionFailure(message: "no number to scale `\(hyperparameter)` by")) }
      kind = .scale(hyperparameter: hyperparameter, by: factor, floor: floor, ceiling: ceiling)
    case .set(let hyperparameter, let to, let floor, let ceiling):
      let value = evaluator.latest(to, at: row)
      if value.isNaN { return .failure(ActionFailure(message: "no number to set `\(hyperparameter)` to")) }
      let bounded = min(max(value, floor ?? -.infinity), ceiling ?? .infinity)
      kind = .set(hyperparameter: hyperparameter, to: bounded, floor: floor, ceiling: ceiling)
    case .stop(let text): kind = .stop(reason: fill(text, rule: rule, at: row))
    case .checkpoint(let text): kind = .checkpoint(reason: fill(text, rule: rule, at: row))
    case .notify(let text): kind = .notify(text: fill(text, rule: rule, at: row))
    }
    return .success(IssuedAction(kind: kind, needsApproval: action.needsApproval))
  }

  private func fill(_ template: TextTemplate, rule: RuleProgram, at row: Int) -> String {
    let mark = rows.mark(row)
    return template.pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .step: "\(mark.step)"
      case .epoch: mark.epoch.isNaN ? "unknown" : ReadableNumber.text(mark.epoch)
      case .rule: rule.name
      case .run: runName
      case .phase: phaseName ?? "none"
      case .number(let operand): ReadableNumber.text(evaluator.latest(operand, at: row))
      case .truth(let operand): evaluator.latest(operand, at: row).known.map(String.init) ?? "unknown"
      }
    }.joined()
  }

  // MARK: The end of a run

  /// The rules that wait for their confirmation for ever, as events at the run's last row.
  mutating func undecided(at last: RuleLife.Mark) -> [Event] {
    rows = RuleScan.RowView(steps: [last.step], epochs: [last.epoch])
    return lives.indices.compactMap { rule in
      guard case .confirming(let confirmation) = lives[rule].state else { return nil }
      return event(rule, .undecided, since: confirmation.since, detected: confirmation.detected, at: 0)
    }
  }

  // MARK: Saving

  mutating func code(_ coder: inout some StateCoder) throws(StateError) {
    try coder.code(&evaluator)
    for rule in lives.indices { try coder.code(&lives[rule]) }
    try coder.code(&phase)
    var requested = Int64(requestedPhase ?? -1)
    try coder.code(&requested)
    requestedPhase = requested < 0 ? nil : Int(requested)
    try coder.code(&hasBegun)
    try coder.code(&phaseHistory, placeholder: (0, 0)) { coder, entry throws(StateError) in
      try coder.code(&entry.phase)
      try coder.code(&entry.step)
    }
    let phaseCount = max(1, program.phases.count)
    let phases = [phase, requestedPhase ?? 0] + phaseHistory.map(\.phase)
    guard phases.allSatisfy({ (0..<phaseCount).contains($0) }) else { throw .damaged }
  }
}

extension RuleLife {
  /// Whether a phase may turn the rule off.
  var isWaitingOrHolding: Bool {
    switch state {
    case .waiting, .holding: true
    case .confirming, .clearing, .resting, .spent: false
    }
  }
}

extension RuleProgram {
  /// Whether the rule's life depends on registers that are only known row by row.
  func readsPhase(_ plan: Plan) -> Bool {
    func isLate(_ register: TruthRegister) -> Bool { plan.truths[register.index].stage == .withRules }
    if isLate(when) || clear.map(isLate) ?? false { return true }
    guard let confirm else { return false }
    if isLate(confirm.that) { return true }
    return confirm.instructions.contains { index in
      plan.instructions[index].operation.inputs.contains { input in
        switch input {
        case .number(let register): plan.numbers[register.index].stage == .withRules
        case .truth(let register): plan.truths[register.index].stage == .withRules
        }
      }
    }
  }
}
