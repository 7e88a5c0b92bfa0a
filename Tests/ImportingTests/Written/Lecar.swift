public import FastSlow

/// from lecar.ode
public struct Lecar: FastSlowModel {
  public static let name = "lecar"
  public static let summary = "from lecar.ode"

  @State(initial: -60.0) public var v
  @State(initial: 0.01) public var w
  @Parameter(90.0) public var i
  @Parameter(-84.0) public var vk
  @Parameter(-60.0) public var vl
  @Parameter(120.0) public var vca
  @Parameter(8.0) public var gk
  @Parameter(2.0) public var gl
  @Parameter(4.4) public var gca
  @Parameter(20.0) public var c
  @Parameter(-1.2) public var v1
  @Parameter(18.0) public var v2
  @Parameter(2.0) public var v3
  @Parameter(30.0) public var v4
  @Parameter(0.04) public var phi

  public init() {}

  public var equations: [Equation] {
    d(v) == (i - 0.5 * gca * (1 + tanh((v - v1) / v2)) * (v - vca) - gk * w * (v - vk) - gl * (v - vl)) / c
    d(w) == phi * (0.5 * (1 + tanh((v - v3) / v4)) - w) * cosh((v - v3) / (2 * v4))
  }

  public var observables: [Observable] {
    Observable("ica", 0.5 * gca * (1 + tanh((v - v1) / v2)) * (v - vca))
    Observable("ik", gk * w * (v - vk))
  }
}
