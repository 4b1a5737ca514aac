package import Primitives
internal import SystemCalls

/// Finds the project that a process works in: the nearest directory that holds a manifest or a repository.
package struct ProjectFinder: Sendable {
    /// Users' home directories: none of them is a project, though somebody keeps a repository there.
    let homes: [ForeignText]
    static let signs = [
        ".git", ".hg", ".jj", "Package.swift", "Cargo.toml", "package.json", "deno.json", "pyproject.toml", "setup.py",
        "requirements.txt", "go.mod", "pom.xml", "build.gradle", "build.gradle.kts", "build.sbt", "CMakeLists.txt",
        "meson.build", "MODULE.bazel", "WORKSPACE", "Gemfile", "composer.json", "mix.exs", "stack.yaml", "build.zig",
        "dune-project", "pubspec.yaml", "flake.nix", "Makefile",
    ]

    package init(homes: [ForeignText]) {
        self.homes = homes
    }

    /// - Parameters:
    ///   - workingDirectory: nil where it is not known.
    ///   - files: what it has open for writing; asked only where the working directory says nothing (`/`, a home).
    /// - Returns: nil where nothing shows one.
    package func project(workingDirectory: ForeignText?, files: [ForeignText]) -> ForeignText? {
        if let place = workingDirectory, !isNoPlace(place) { return project(at: place) }
        for file in files {
            guard let slash = file.bytes.lastIndex(of: UInt8(ascii: "/")), slash > 0 else { continue }
            if let found = project(at: ForeignText(Array(file.bytes[..<slash]))) { return found }
        }
        return nil
    }

    /// The nearest one at or above a directory.
    func project(at place: ForeignText) -> ForeignText? {
        var place = place
        while !isNoPlace(place) {
            if Self.signs.contains(where: { exists($0, in: place) }) { return place }
            guard let slash = place.bytes.lastIndex(of: UInt8(ascii: "/")), slash > 0 else { return nil }
            place = ForeignText(Array(place.bytes[..<slash]))
        }
        return nil
    }

    /// Whoever works there works on nothing in particular.
    private func isNoPlace(_ place: ForeignText) -> Bool {
        place.bytes.first != UInt8(ascii: "/") || place.bytes.count == 1 || homes.contains(place)
    }

    private func exists(_ name: String, in place: ForeignText) -> Bool {
        // A name that is not UTF-8 cannot be asked for by this way, and shows no project.
        guard let folder = String(validating: place.bytes, as: UTF8.self) else { return false }
        return (try? FileSystem.linkTarget("\(folder)/\(name)")) ?? nil != nil
    }
}
