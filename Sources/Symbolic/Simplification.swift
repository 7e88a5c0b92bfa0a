/// The rewriting done while an expression is built.
///
/// Every rule is exact in real arithmetic, looks at no more than two levels
/// and never makes the graph larger:
///
/// - constants are folded, but a quotient of constants only if it is exact
///   in binary (1/3 stays 1/3, so that it prints as written and cancels);
/// - neutral and absorbing elements: x + 0, 1·x, 0·x, 0/x, x/1, x ** 1;
/// - signs move outward: a + (−b) → a − b, (−a)·b → −(a·b), −(−a) → a;
/// - constants collect in front: 2·(3·x) → 6·x, (6·x)/3 → 2·x, x·2 → 2·x;
/// - powers of one base join: x·x ** 2 → x ** 3, (x ** 2) ** 3 → x ** 6;
/// - x − x → 0, x + x → 2·x, `ifelse` with equal branches or a constant condition.
///
/// 0·x → 0 hides that x may not be finite; a model's faults are looked for
/// elsewhere.
public enum Simplification {
  @TaskLocal static var isOn = true

  /// Builds expressions exactly as written, with no rule applied.
  public static func off<Result>(_ body: () throws -> Result) rethrows -> Result {
    try $isOn.withValue(false, operation: body)
  }
}
