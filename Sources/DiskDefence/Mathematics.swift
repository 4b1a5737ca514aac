private import func Glibc.log

/// Natural logarithm, under a name that cannot be taken for logging.
func logarithm(_ value: Double) -> Double { log(value) }
