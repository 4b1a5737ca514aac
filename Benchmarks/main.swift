import SystemCalls

Benchmarks.run(Array(CommandLine.arguments.dropFirst()))
