// swift-tools-version: 6.2
import PackageDescription

// The house, floor by floor: a target imports lower floors only, and two on one floor never meet.
// `layer` refuses an edge that breaks this, so a wrong import does not even resolve; ARCHITECTURE.md explains the floors.

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    // libc must look the same to every module: CLinux needs it with _GNU_SOURCE, and two views of it cannot be mixed.
    .unsafeFlags(["-Xcc", "-D_GNU_SOURCE"]),
]

// Regular expressions would weigh more than a megabyte; nothing in tend needs them.
let withoutRegularExpressions: [SwiftSetting] = [
    .unsafeFlags(["-Xfrontend", "-disable-implicit-string-processing-module-import"])
]

// The binary is to stay small (16 MB with two domains). These targets are built to be small, for what takes time is done elsewhere (more of
// them would slow scanning and judging, whose generic code they would share); what is never called is dropped, and what
// is alike becomes one.
let small: [SwiftSetting] = [.unsafeFlags(["-Osize"], .when(configuration: .release))]
let droppable: [SwiftSetting] = [.unsafeFlags(["-Xfrontend", "-function-sections"], .when(configuration: .release))]
let smallTargets = ["Arguments", "Planning", "History", "Effects", "Cockpit", "Runtime", "Settings", "Commands"]

// `scripts/build` gathers the archives (.a) of the C libraries in one folder, so that the release binary carries them.
let linking: [LinkerSetting] =
    [.linkedLibrary("m")]
    + (Context.environment["STATIC_LIBS"].map { folder in
        [
            .unsafeFlags([
                "-L\(folder)", "-Xlinker", "-s", "-Xlinker", "--no-export-dynamic", "-Xlinker", "--gc-sections",
                "-Xlinker", "--icf=all", "-Xlinker", "--icf-iterations=8", "-Xlinker", "--hash-style=gnu", "-Xlinker",
                "-O2",
                // Nothing throws through frames of C++, so nobody looks frames up.
                "-Xlinker", "--no-eh-frame-hdr",
                "-Xclang-linker", "-static-libgcc", "-Xclang-linker", "-no-pie",
            ])
        ]
    } ?? [])

var floors: [String: Int] = [
    "CLinux": 0, "CTOML": 0, "CPacks": 0, "CSQLite": 0, "CZstd": 0, "CSodium": 0,
]
var targets: [Target] = [
    .target(name: "CLinux"),
    .target(
        name: "CTOML",
        cxxSettings: [
            .define("TOML_EXCEPTIONS", to: "0"), .unsafeFlags(["-Oz"], .when(configuration: .release)),
        ]),
    .target(name: "CPacks"),
    .systemLibrary(name: "CSQLite"),
    .systemLibrary(name: "CZstd"),
    .systemLibrary(name: "CSodium"),
]

@MainActor func admit(_ name: String, on floor: Int, _ dependencies: [String]) {
    for dependency in dependencies {
        guard let below = floors[dependency], below < floor else {
            fatalError("\(name) (floor \(floor)) may not import \(dependency): it is not on a lower floor")
        }
    }
    floors[name] = floor
}

@MainActor func layer(_ floor: Int, _ name: String, _ dependencies: String..., tests: [String]? = []) {
    admit(name, on: floor, dependencies)
    targets.append(
        .target(
            name: name, dependencies: dependencies.map { .byName(name: $0) },
            swiftSettings: settings + withoutRegularExpressions + droppable
                + (smallTargets.contains(name) ? small : [])))
    guard let tests else { return }
    targets.append(
        .testTarget(
            name: "\(name)Tests",
            dependencies: ([name, "TestSupport"] + dependencies.filter { !$0.hasPrefix("C") || $0.hasPrefix("Co") }
                + tests).map {
                    .byName(name: $0)
                },
            swiftSettings: settings))
}

@MainActor func program(_ name: String, _ dependencies: String..., path: String? = nil) {
    admit(name, on: 9, dependencies)
    targets.append(
        .executableTarget(
            name: name, dependencies: dependencies.map { .byName(name: $0) }, path: path, swiftSettings: settings,
            linkerSettings: linking))
}

// What several test targets share; nothing in Sources may import it.
targets.append(.target(name: "CTestSupport", path: "Tests/CTestSupport"))
targets.append(
    .target(
        name: "TestSupport", dependencies: ["Primitives", "SystemCalls", "Formats", "CLinux", "CTestSupport"],
        path: "Tests/TestSupport",
        swiftSettings: settings))

layer(1, "Primitives")
layer(1, "Statistics")
layer(2, "Model", "Primitives")
layer(2, "SystemCalls", "Primitives", "CLinux")
layer(2, "Formats", "Primitives", "CTOML")
layer(2, "Arguments", "Primitives")
layer(3, "PackFiles", "Primitives", "Formats", "CPacks", tests: nil)
layer(3, "Decision", "Primitives", "Model", "Statistics")
layer(4, "Collectors", "Primitives", "Model", "SystemCalls", "Formats", "CLinux", tests: ["PackFiles", "DiskDefence"])
layer(4, "Planning", "Primitives", "Statistics", "Model", "Decision")
layer(
    4, "ProcessTriage", "Primitives", "Statistics", "Model", "Formats", "PackFiles", "Decision",
    tests: ["Planning", "SystemCalls"])
layer(
    4, "DiskDefence", "Primitives", "Statistics", "Model", "Formats", "PackFiles", "Decision",
    tests: ["Planning", "SystemCalls"])
layer(4, "History", "Primitives", "Model", "Formats", "SystemCalls", "CSQLite", "CZstd", "CSodium")
layer(5, "Effects", "Primitives", "Model", "SystemCalls", "Formats", "Decision", "Planning")
layer(5, "Reporting", "Primitives", "Model", "Formats", "Decision", "Planning")
layer(6, "Cockpit", "Primitives", "Model", "SystemCalls", "Formats", "Decision", "Planning", "Reporting")
layer(
    6, "Runtime", "Primitives", "Model", "SystemCalls", "Formats", "PackFiles", "Decision", "Collectors",
    "ProcessTriage",
    "DiskDefence", "Planning",
    "History", "Reporting", "Effects")
layer(7, "Settings", "Primitives", "Formats", "SystemCalls", "DiskDefence", "Planning", "History", "Runtime")
layer(
    8, "Commands", "Primitives", "Statistics", "Model", "SystemCalls", "Formats", "Arguments", "PackFiles", "Decision",
    "Collectors", "ProcessTriage", "DiskDefence", "Planning", "History", "Reporting", "Effects", "Cockpit", "Runtime",
    "Settings")
program("tend", "Commands")
program("reference-check", "Statistics", "Formats", "Primitives", "SystemCalls")
program(
    "bench", "Primitives", "Model", "SystemCalls", "Formats", "Decision", "Collectors", "ProcessTriage",
    "DiskDefence", "History", "Reporting", "Runtime", path: "Benchmarks")

let package = Package(
    name: "tend", targets: targets, cLanguageStandard: .c2x, cxxLanguageStandard: .cxx20)
