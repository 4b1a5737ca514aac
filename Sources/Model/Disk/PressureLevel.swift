/// How scarce the room of a volume is, mildest first.
package enum PressureLevel: String, Sendable, CaseIterable, Comparable {
    case green, yellow, orange, red, critical

    private var rank: Int {
        switch self {
        case .green: 0
        case .yellow: 1
        case .orange: 2
        case .red: 3
        case .critical: 4
        }
    }

    package static func < (left: PressureLevel, right: PressureLevel) -> Bool { left.rank < right.rank }
}
