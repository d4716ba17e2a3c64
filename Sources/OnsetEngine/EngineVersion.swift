/// The version of the engine, which every outcome names: another one may say something else of the same run.
package enum EngineVersion {
  package static let current = "0.1.0"
}
