// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "my-fastslow",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "FastSlow", path: "../..")],
  targets: [
    .target(
      name: "MyModels", dependencies: [.product(name: "FastSlow", package: "FastSlow")],
      path: "Models"),
    .executableTarget(
      name: "my-fastslow",
      dependencies: ["MyModels", .product(name: "FastSlowCLI", package: "FastSlow")]),
  ]
)
