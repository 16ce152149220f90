import Kernel

/// The notebooks of a run, with what tells their contents from others.
public struct NotebookCollection: Hashable, Sendable {
    public struct Member: Hashable, Sendable {
        public let file: NotebookFile
        /// SHA-256 of the file's bytes in hexadecimal digits; empty where it cannot be read, which its run will tell.
        public let digest: String
        public let bytes: Int
    }

    /// In the order of the report.
    public let members: [Member]

    public init(_ files: [NotebookFile]) {
        members = files.map { file in
            let contents = try? FileContents.read(file.path)
            return Member(file: file, digest: contents.map { SHA256.hexDigest(of: $0) } ?? "", bytes: contents?.count ?? 0)
        }
    }

    init(_ members: [Member]) { self.members = members }

    /// Tells this collection, names and contents, from others.
    public var digest: String {
        SHA256.hexDigest(of: members.map { "\($0.digest) \($0.file.path)\n" }.joined().utf8)
    }
}
