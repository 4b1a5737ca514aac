internal import Model
internal import Primitives

/// What one look at a process's descriptors found, before sockets and pipes are followed to their other ends.
struct OpenFiles {
    var count = 0
    var input = StreamTarget.known(.closed)
    var output = StreamTarget.known(.closed)
    /// Inodes of its sockets.
    var sockets: [UInt64] = []
    /// The pipes with a path among its first files, each as often as it holds it.
    var namedPipes: [FileIdentity] = []
    /// Numbers of the regular files whose offsets are watched.
    var watched: [Int32] = []
    /// Sum of their offsets at the first look.
    var offsets: Reading<UInt64> = .unavailable(.notCollected)
    var filesAtRisk: [FileAtRisk] = []
}

/// Where a standard stream leads.
enum StreamTarget: Equatable {
    case known(StreamKind)
    /// Whether the other end is held by anybody has still to be found out.
    case pipe(UInt64)
    case socket(UInt64)
}

/// What a descriptor is, by the text of its link.
enum DescriptorKind: Equatable {
    case pipe(UInt64)
    case socket(UInt64)
    /// A path, a device among them.
    case path
    /// `anon_inode:` and the like.
    case other

    init(link: UnsafeBufferPointer<UInt8>) {
        var text = KernelText(link)
        if text.take("pipe:["), let inode = text.number() {
            self = .pipe(inode)
        } else if text.take("socket:["), let inode = text.number() {
            self = .socket(inode)
        } else {
            self = link.first == UInt8(ascii: "/") ? .path : .other
        }
    }
}
