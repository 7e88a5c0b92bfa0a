/// e to the power `x`.
public func exp(_ x: Expression) -> Expression { .make(.exp, x) }

/// Natural logarithm; NaN below 0.
public func log(_ x: Expression) -> Expression { .make(.log, x) }

/// Square root; NaN below 0.
public func sqrt(_ x: Expression) -> Expression { .make(.sqrt, x) }

/// Sine of an angle in radians.
public func sin(_ x: Expression) -> Expression { .make(.sin, x) }

/// Cosine of an angle in radians.
public func cos(_ x: Expression) -> Expression { .make(.cos, x) }

/// Tangent of an angle in radians.
public func tan(_ x: Expression) -> Expression { .make(.tan, x) }

/// Hyperbolic sine.
public func sinh(_ x: Expression) -> Expression { .make(.sinh, x) }

/// Hyperbolic cosine.
public func cosh(_ x: Expression) -> Expression { .make(.cosh, x) }

/// Hyperbolic tangent.
public func tanh(_ x: Expression) -> Expression { .make(.tanh, x) }

/// Error function, 2/√π ∫₀ˣ e^(−u²) du.
public func erf(_ x: Expression) -> Expression { .make(.erf, x) }

/// Inverse tangent, in (−π/2, π/2).
public func atan(_ x: Expression) -> Expression { .make(.atan, x) }

/// Absolute value; its derivative at 0 is taken as 0.
public func abs(_ x: Expression) -> Expression { .make(.absolute, x) }

/// −1, 0 or 1.
public func sign(_ x: Expression) -> Expression { .make(.sign, x) }

/// The smaller of two; NaN if either is.
public func min(_ x: Expression, _ y: Expression) -> Expression { .make(.minimum, x, y) }

/// The larger of two; NaN if either is.
public func max(_ x: Expression, _ y: Expression) -> Expression { .make(.maximum, x, y) }
