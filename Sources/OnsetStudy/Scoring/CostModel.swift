/// What a step of training costs.
package struct CostModel: Sendable, Hashable {
  /// For runs whose metadata say nothing of it.
  package var secondsPerStep: Double?
  /// How many devices a run takes.
  package var devices: Double
  /// What one device costs for an hour, in ``currency``; nil where nobody has said.
  package var price: Double?
  /// As people write it: `EUR`, `$`.
  package var currency: String
  /// The share of a step's time that goes into measuring the signals, such as 0.02.
  package var overhead: Double

  package init(
    secondsPerStep: Double? = nil, devices: Double = 1, price: Double? = nil, currency: String = "",
    overhead: Double = 0
  ) {
    self.secondsPerStep = secondsPerStep
    self.devices = devices
    self.price = price
    self.currency = currency
    self.overhead = overhead
  }

  /// What a stop has saved, the overhead of having watched subtracted: below 0 for a run that was watched and not
  /// stopped. Seconds of the run; nil where the duration of a step is not known.
  package func secondsSaved(steps saved: Int64, watched: Int64, secondsPerStep: Double?) -> Double? {
    (secondsPerStep ?? self.secondsPerStep).map { $0 * (Double(saved) - overhead * Double(watched)) }
  }

  /// The price of so many seconds of a run; nil where there is none.
  package func price(ofSeconds seconds: Double) -> Double? { price.map { $0 * devices * seconds / 3600 } }
}
