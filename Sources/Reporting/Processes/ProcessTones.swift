package import Model

extension ProcessRecommendation {
    /// How the word is coloured: what ends a process is dangerous, what needs a person stands out, the rest is quiet.
    package var tone: Tone {
        switch self {
        case .keep: .faint
        case .review, .renice, .throttle, .pause, .reapParent: .caution
        case .restart, .stopUnit, .stop: .danger
        }
    }
}
