import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Ctrl-C as a wish to see what there is so far; a second one ends the process as ever.
enum Interruption {
  private static let wasAsked = Atomic<Bool>(false)

  static var isAsked: Bool { wasAsked.load(ordering: .relaxed) }

  static func listen() {
    signal(SIGINT) { _ in
      Interruption.wasAsked.store(true, ordering: .relaxed)
      signal(SIGINT, SIG_DFL)
    }
  }
}
