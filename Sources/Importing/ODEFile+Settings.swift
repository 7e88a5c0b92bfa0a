extension ODEFile {
  /// Numerical options of the file, in FastSlow's terms.
  public struct Settings: Sendable, Equatable {
    /// The time to reach.
    public var until: Double
    /// Points to record, both ends included.
    public var points: Int
    /// `auto`, or as the file says `bdf`, `adams` or `rosenbrock`.
    public var method: String
    /// The relative tolerance, if the file states one that can be used.
    public var relativeTolerance: Double?
    /// The absolute tolerance, if the file states one.
    public var absoluteTolerance: Double?
  }

  /// Horizon, points, method and tolerances, with XPPAUT's defaults (total = 20, dt = 0.05) where the
  /// file is silent.
  public var settings: Settings {
    let number = { (names: [String]) -> Double? in
      names.compactMap { options[$0].flatMap { Double($0) } }.first { $0 > 0 && $0.isFinite }
    }
    let until = number(["total"]) ?? 20
    let step = (number(["dt"]) ?? 0.05) * (number(["nout", "njmp"]) ?? 1)
    let method = (options["meth"] ?? options["method"] ?? "").lowercased()
    let stiff = ["stiff", "gear", "cvode", "backeul"].contains { method.hasPrefix($0) }
    return Settings(
      until: until, points: Int(min(max((until / step).rounded(), 1), 100_000)) + 1,
      method: method.isEmpty
        ? "auto"
        : stiff
          ? "bdf" : method.hasPrefix("2rb") || method.hasPrefix("ros") ? "rosenbrock" : "adams",
      relativeTolerance: number(["tol", "toler"]).flatMap { (1e-13..<0.1).contains($0) ? $0 : nil },
      absoluteTolerance: number(["atol"]))
  }
}
