import Primitives
import ProcessTriage

/// Read once: most tests only look something up.
let embeddedPacks = Result { try ProcessPacks.embedded() }
