#if os(Linux)
  #if canImport(Musl)
    import Musl
  #else
    import Glibc
  #endif
#endif

extension Array where Element: BitwiseCopyable {
  /// Reserves room for a column whose length is known, in large pages where the system has them: handing out memory by
  /// small ones takes it as long as unpacking what is to fill them.
  mutating func reserveColumn(_ count: Int) {
    reserveCapacity(count)
    #if os(Linux)
      let room = capacity * MemoryLayout<Element>.stride
      guard room >= Self.largePage else { return }
      unsafe withUnsafeMutableBytes { bytes in
        guard let start = bytes.baseAddress else { return }
        // From the page's beginning on, as the system wants it. It is advice: what else lies there stays as it is.
        let behind = Int(bitPattern: start) & (Self.smallPage - 1)
        _ = unsafe madvise(start - behind, room + behind, MADV_HUGEPAGE)
      }
    #endif
  }

  private static var smallPage: Int { 4_096 }
  private static var largePage: Int { 2 << 20 }
}
