import ArgumentParser
import FastSlow
import Reporting

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "A model's variables, parameters and equations.",
    usage: "fastslow show [<options>] <model>",
    discussion: "Example: fastslow show van-der-pol --format latex")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case latex
    case mathml
    case json
  }

  @OptionGroup var model: ModelOptions

  @Option(parsing: .unconditional, help: "text, latex, mathml or json.")
  var format: Format = .text

  @Flag(help: "The same as --format json.")
  var json = false

  func run() throws {
    let system = try model.system()
    switch json ? .json : format {
    case .text: print(text(system))
    case .latex: print(latex(system))
    case .mathml: print(mathML(system))
    case .json: print(try requiring { try JSON.encode(Record(system)) }, terminator: "")
    }
  }

  private func text(_ system: System) -> String {
    var lines = [system.name + (system.summary.isEmpty ? "" : ": " + system.summary), ""]
    lines += system.formattedEquations(.text).map { "  " + $0 }
    for population in system.populations {
      lines += ["", "Population \(population.name): \(population.count) members"]
    }
    lines += ["", "Variables"]
    lines += columns(
      system.variables.indices.map { index in
        let variable = system.variables[index]
        let scale = variable.scale == .unscaled ? "state" : variable.scale.rawValue
        return [
          variable.name, scale, start(system, index), describe(variable.meaning),
        ]
      })
    if !system.parameters.isEmpty {
      lines += ["", "Parameters"]
      lines += columns(
        system.parameters.indices.map { index in
          let parameter = system.parameters[index]
          let members = system.memberParameterValues[index] ?? [system.parameterValues[index]]
          let first = parameter.array == nil || parameter.name.hasSuffix("[0]")
          return [
            parameter.name, range(members), first ? describe(parameter.meaning) : "",
          ]
        })
    }
    if !system.observables.isEmpty {
      lines += ["", "Observables"]
      lines += system.formattedObservables(.text).map { "  " + $0 }
    }
    lines += limits(system)
    lines += ["", "Jacobian: " + system.jacobianStructure.description]
    let check = StandardFormCheck(of: system)
    lines += check.faults.map { "Not in standard form: \($0)" }
    lines += system.warnings.map { "Warning: \($0)" }
    return lines.joined(separator: "\n")
  }

  /// The layer problem and the reduced problem, where scales are declared.
  private func limits(_ system: System) -> [String] {
    guard system.hasScales else { return [] }
    var lines: [String] = []
    if let layer = try? system.layerProblem() {
      let held = system.slowIndices.map { system.variables[$0].name }
      let what = held.isEmpty ? "" : ", with \(held.joined(separator: ", ")) held"
      lines += ["", "Layer problem (ε = 0 in fast time t = τ/ε\(what))"]
      lines += layer.formattedEquations(.text).map { "  " + $0 }
    }
    if system.populations.isEmpty, let reduced = try? ReducedProblem(of: system) {
      lines += ["", "Reduced problem (ε = 0 in slow time)"]
      lines += reduced.formatted(.text).map { "  " + $0 }
    }
    return lines
  }

  /// Where a variable starts: a number, or the range of a population's members.
  private func start(_ system: System, _ index: Int) -> String {
    "from " + range(system.initialState[system.components(of: index)])
  }

  private func range(_ values: some Collection<Double>) -> String {
    let (low, high) = (values.min() ?? .nan, values.max() ?? .nan)
    return low == high ? formatted(low, digits: 6) : "\(formatted(low)) to \(formatted(high))"
  }

  private func describe(_ meaning: Meaning) -> String {
    meaning.unit.isEmpty ? meaning.text : "\(meaning.text) (\(meaning.unit))"
  }

  private func columns(_ rows: [[String]]) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { k in rows.map { k < $0.count ? $0[k].count : 0 }.max() ?? 0 }
    return rows.map { row in
      var line = " "
      for (cell, width) in zip(row, widths) {
        line += " " + cell + String(repeating: " ", count: width - cell.count + 1)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  private func latex(_ system: System) -> String {
    let lines = system.formattedEquations(.latex).map { line in
      // The first equals sign of a line is the equation's own.
      line.replacing(" = ", with: " &= ", maxReplacements: 1)
    }
    return "\\begin{aligned}\n  " + lines.joined(separator: " \\\\\n  ") + "\n\\end{aligned}"
  }

  private func mathML(_ system: System) -> String {
    system.formattedEquations(.mathML)
      .map { "<math display=\"block\">\($0)</math>" }.joined(separator: "\n")
  }

  private struct Record: Encodable {
    struct Variable: Encodable {
      let name: String
      let scale: String
      let initial: Double
      let meaning: String
      let unit: String
      let equation: String
      let latex: String
    }

    struct Parameter: Encodable {
      let name: String
      let value: Double
      let defaultValue: Double
      let isSmall: Bool
      let meaning: String
      let unit: String
    }

    let name: String
    let summary: String
    let variables: [Variable]
    let parameters: [Parameter]
    let observables: [String]
    let layerProblem: [String]?
    let reducedProblem: [String]?
    let jacobian: Jacobian
    let standardForm: [String]
    let warnings: [String]

    struct Jacobian: Encodable {
      let order: Int
      let entries: Int?
      let linearSolver: String
    }

    init(_ system: System) {
      name = system.name
      summary = system.summary
      let (text, latex) = (system.formattedEquations(.text), system.formattedEquations(.latex))
      variables = system.variables.indices.map { k in
        let variable = system.variables[k]
        return Variable(
          name: variable.name, scale: variable.scale.rawValue,
          initial: system.initialState[system.components(of: k)].first ?? .nan,
          meaning: variable.meaning.text, unit: variable.meaning.unit, equation: text[k],
          latex: latex[k])
      }
      parameters = zip(system.parameters, system.parameterValues).map { parameter, value in
        Parameter(
          name: parameter.name, value: value, defaultValue: parameter.defaultValue,
          isSmall: parameter.isSmall, meaning: parameter.meaning.text, unit: parameter.meaning.unit)
      }
      observables = system.formattedObservables(.text)
      layerProblem =
        system.hasScales ? (try? system.layerProblem())?.formattedEquations(.text) : nil
      reducedProblem =
        system.populations.isEmpty ? (try? ReducedProblem(of: system))?.formatted(.text) : nil
      let structure = system.jacobianStructure
      jacobian = .init(
        order: structure.order, entries: structure.entries,
        linearSolver: structure.linearSolver.rawValue)
      standardForm = StandardFormCheck(of: system).faults.map(\.description)
      warnings = system.warnings
    }
  }
}
