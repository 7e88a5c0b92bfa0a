// swift-tools-version: 6.2
import PackageDescription

// The house: arrows of import point down only (docs/architecture.md);
// scripts/check-layers.py holds this file and the imports to it.

/// One set of settings for every Swift target.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .strictMemorySafety(),
]

/// SUNDIALS, as Debian's libsundials-dev has it.
let sundials: [LinkerSetting] = [
  "sundials_cvode", "sundials_arkode", "sundials_nvecserial", "sundials_sunmatrixdense",
  "sundials_sunlinsoldense", "sundials_sunlinsolspgmr", "sundials_sunnonlinsolfixedpoint",
  "sundials_generic",
].map { .linkedLibrary($0) }

let realModule: Target.Dependency = .product(name: "RealModule", package: "swift-numerics")
let complexModule: Target.Dependency = .product(name: "ComplexModule", package: "swift-numerics")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

/// A test target of the given floor, under Tests/.
func tests(of target: String, _ dependencies: Target.Dependency...) -> Target {
  .testTarget(
    name: target + "Tests", dependencies: [.init(stringLiteral: target)] + dependencies,
    swiftSettings: strict)
}

let package = Package(
  name: "FastSlow",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "FastSlow", targets: ["FastSlow"]),
    .library(name: "FastSlowModels", targets: ["FastSlowModels"]),
    .library(name: "FastSlowCLI", targets: ["FastSlowCLI"]),
    .executable(name: "fastslow", targets: ["fastslow-tool"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.0.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.4.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.0.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // MARK: C floors
    .target(name: "CSundials", dependencies: ["CKernels"], linkerSettings: sundials),
    .target(
      name: "CKernels",
      linkerSettings: [
        .linkedLibrary("openblas"), .linkedLibrary("sleef"), .linkedLibrary("klu"),
        .linkedLibrary("m"),
      ]),

    // MARK: Library, bottom up
    .target(
      name: "NumericKernel", dependencies: ["CKernels", realModule, complexModule],
      swiftSettings: strict),
    .target(
      name: "Symbolic", dependencies: ["CKernels", "NumericKernel", realModule, complexModule],
      swiftSettings: strict),
    .target(
      name: "Modeling", dependencies: ["Symbolic", "NumericKernel", "CKernels", realModule],
      swiftSettings: strict),
    .target(
      name: "Integration",
      dependencies: ["CSundials", "CKernels", "NumericKernel", realModule, complexModule],
      swiftSettings: strict),
    .target(
      name: "Geometry",
      dependencies: [
        "Integration", "Modeling", "Symbolic", "NumericKernel", realModule, complexModule,
      ], swiftSettings: strict),
    .target(
      name: "Learning",
      dependencies: [
        "Integration", "Modeling", "Symbolic", "NumericKernel", "CKernels", realModule,
        complexModule,
      ],
      swiftSettings: strict),
    .target(
      name: "Importing", dependencies: ["Modeling", "Symbolic", "NumericKernel"],
      swiftSettings: strict),
    .target(
      name: "Sweeps", dependencies: ["CKernels", realModule, grdb], swiftSettings: strict),
    .target(name: "Reporting", dependencies: [mustache, systemPackage], swiftSettings: strict),

    // MARK: What users import
    .target(
      name: "FastSlow",
      dependencies: [
        "NumericKernel", "Symbolic", "Modeling", "Integration", "Geometry", "Learning", "Importing",
        "Sweeps", "Reporting", realModule,
      ], swiftSettings: strict),
    .target(
      name: "FastSlowModels", dependencies: ["FastSlow"], path: "Models", swiftSettings: strict),
    .target(
      name: "FastSlowCLI",
      dependencies: ["FastSlow", "Reporting", argumentParser, realModule, complexModule],
      swiftSettings: strict),
    .executableTarget(
      name: "fastslow-tool", dependencies: ["FastSlowCLI", "FastSlowModels"], swiftSettings: strict),

    // MARK: Random inputs, for CI
    .executableTarget(
      name: "Fuzz", dependencies: ["FastSlow", "FastSlowCLI", "FastSlowModels", "Reporting"],
      swiftSettings: strict),

    // MARK: Measured against peers
    .target(
      name: "CPeers", linkerSettings: sundials + [.linkedLibrary("sundials_sunlinsolspgmr")]),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "BenchmarkProblems", "FastSlow", "FastSlowModels", "Reporting", "CPeers", "TestSupport",
      ],
      swiftSettings: strict),
    .target(
      name: "BenchmarkProblems", dependencies: ["FastSlow", "FastSlowModels"], swiftSettings: strict
    ),

    // MARK: Tests
    tests(of: "NumericKernel", realModule),
    tests(
      of: "Symbolic", "NumericKernel", realModule, complexModule, "CKernels", "TestSupport"),
    tests(of: "Modeling", "Symbolic", "NumericKernel"),
    tests(
      of: "Integration", "Modeling", "Symbolic", "NumericKernel", "CKernels", "TestSupport",
      realModule, complexModule),
    tests(
      of: "Geometry", "Integration", "Modeling", "Symbolic", "NumericKernel", realModule,
      complexModule),
    tests(of: "Learning"),
    tests(of: "Sweeps"),
    .testTarget(
      name: "ImportingTests", dependencies: ["Importing", "FastSlow"], exclude: ["Files"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportingTests", dependencies: ["Reporting"], exclude: ["Golden"],
      swiftSettings: strict),
    tests(of: "FastSlowModels", "FastSlow", "TestSupport", realModule),
    .testTarget(
      name: "FastSlowCLITests", dependencies: ["FastSlowCLI", "fastslow-tool", "TestSupport"],
      exclude: ["Golden"], swiftSettings: strict),
    .testTarget(name: "GuideTests", dependencies: ["FastSlow"], swiftSettings: strict),
    .target(name: "CAllocations", path: "Tests/CAllocations"),
    .testTarget(
      name: "BenchmarkTests", dependencies: ["BenchmarkProblems", "FastSlow", "CAllocations"],
      exclude: ["work-counts.json"], swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: ["Integration", "Modeling", "Symbolic"],
      path: "Tests/TestSupport", swiftSettings: strict),
  ]
)
