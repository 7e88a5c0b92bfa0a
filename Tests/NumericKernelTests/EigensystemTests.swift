import ComplexModule
import NumericKernel
import RealModule
import Testing

@Suite("Eigenvectors")
struct EigensystemTests {
  /// A v = λ v and uᴴ A = λ uᴴ, to rounding.
  private func check(_ matrix: Matrix) throws -> Eigensystem {
    let system = try #require(Eigensystem(matrix))
    let n = matrix.rows
    let size = matrix.elements.map(\.magnitude).max() ?? 0
    for (λ, (v, u)) in zip(system.values, zip(system.right, system.left)) {
      for i in 0..<n {
        let row = (0..<n).reduce(Complex<Double>.zero) { $0 + v[$1].multiplied(by: matrix[i, $1]) }
        let column = (0..<n).reduce(Complex<Double>.zero) {
          $0 + u[$1].multiplied(by: matrix[$1, i])
        }
        #expect((row - λ * v[i]).length < 1e-13 * size)
        #expect((column - λ * u[i]).length < 1e-13 * size)
      }
    }
    return system
  }

  @Test("real ones come by falling size, with both kinds of vectors")
  func real() throws {
    // [[−101, 1], [100, −2]]: trace −103, determinant 102.
    let system = try check(Matrix(rows: 2, columns: 2, byColumns: [-101, 100, 1, -2]))
    let root = Double.sqrt(103 * 103 - 4 * 102)
    #expect(abs(system.values[0].real - (-103 - root) / 2) < 1e-12)
    #expect(abs(system.values[1].real - (-103 + root) / 2) < 1e-12)
    #expect(system.values.allSatisfy { $0.imaginary == 0 })
  }

  @Test("a pair has the positive imaginary part first")
  func pair() throws {
    // A rotation by 2 beside −5: eigenvalues −5, ± 2i.
    let system = try check(
      Matrix(rows: 3, columns: 3, byColumns: [0, 2, 1, -2, 0, 3, 0, 0, -5]))
    #expect(abs(system.values[0].real + 5) < 1e-13)
    #expect(abs(system.values[1].imaginary - 2) < 1e-13)
    #expect(abs(system.values[2].imaginary + 2) < 1e-13)
  }

  @Test("of what is not finite there are none")
  func refused() {
    #expect(Eigensystem(Matrix(rows: 1, columns: 1, byColumns: [.nan])) == nil)
  }
}
