/// How much a process worked in its past, and how much its relatives make of that.
package struct FamilyActivity: Sendable, Equatable {
    /// Share of its own steps in which it worked, 0…1.
    package var own: Double
    /// The same after its living parent and children have spoken.
    package var smoothed: Double
    /// How many of them have a past.
    package var relatives: Int

    package init(own: Double, smoothed: Double, relatives: Int) {
        self.own = own
        self.smoothed = smoothed
        self.relatives = relatives
    }
}
