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

/// Inverse sine, in [−π/2, π/2]; NaN outside [−1, 1].
public func asin(_ x: Expression) -> Expression { .make(.asin, x) }

/// Inverse cosine, in [0, π]; NaN outside [−1, 1].
public func acos(_ x: Expression) -> Expression { .make(.acos, x) }

/// Inverse hyperbolic sine.
public func asinh(_ x: Expression) -> Expression { .make(.asinh, x) }

/// Inverse hyperbolic cosine; NaN below 1.
public func acosh(_ x: Expression) -> Expression { .make(.acosh, x) }

/// Inverse hyperbolic tangent; NaN outside [−1, 1].
public func atanh(_ x: Expression) -> Expression { .make(.atanh, x) }

/// The angle of the point (x, y), in (−π, π].
public func atan2(_ y: Expression, _ x: Expression) -> Expression { .make(.atan2, y, x) }

/// Absolute value; its derivative at 0 is taken as 0.
public func abs(_ x: Expression) -> Expression { .make(.absolute, x) }

/// −1, 0 or 1.
public func sign(_ x: Expression) -> Expression { .make(.sign, x) }

/// 0 below 0, 1 from 0 on.
public func heaviside(_ x: Expression) -> Expression { .make(.heaviside, x) }

/// The greatest integer that is not above `x`.
public func floor(_ x: Expression) -> Expression { .make(.floor, x) }

/// The remainder a − b ⌊a/b⌋, which has the sign of b.
public func mod(_ a: Expression, _ b: Expression) -> Expression { .make(.modulo, a, b) }

/// The smaller of two; NaN if either is.
public func min(_ x: Expression, _ y: Expression) -> Expression { .make(.minimum, x, y) }

/// The larger of two; NaN if either is.
public func max(_ x: Expression, _ y: Expression) -> Expression { .make(.maximum, x, y) }
