/// The pages of a folder's notebooks, by address.
///
/// A request names a page of the list or nothing: no path of a request ever leads to a file.
public struct PageServer {
    private let files: [NotebookFile]
    private let options: RunOptions
    private var watch: FileWatch
    private var pages: [String: String] = [:]

    public init(_ files: [NotebookFile], options: RunOptions) {
        self.files = files
        self.options = options
        watch = FileWatch(files)
    }

    /// What is sent back.
    public struct Response: Sendable {
        public let status: Int
        public let headers: [(name: String, value: String)]
        public let body: String
    }

    /// The answer to a request; `port` is the one that it came to.
    public mutating func response(to request: HTTPRequest, port: Int) throws(SystemFailure) -> Response {
        // A page elsewhere that gives its own name this machine's address gets nothing.
        guard ["127.0.0.1:\(port)", "localhost:\(port)"].contains(request.host) else { return PageServer.plain(403, "not this host") }
        guard request.method == "GET" || request.method == "HEAD" else { return PageServer.plain(405, "only GET and HEAD") }
        try refresh()
        let parts = request.target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = URIReference.decoded(String(parts[0]))
        guard let page = pages[path == "/" ? "/index.html" : path] else { return PageServer.plain(404, "there is no such page") }
        let isLive = parts.count > 1 && parts[1] == "live"
        var headers = PageServer.headers("text/html; charset=utf-8") + [("Content-Security-Policy", HTMLPage.policy)]
        if isLive { headers.append(("Refresh", "2")) }
        return Response(status: 200, headers: headers, body: page)
    }

    /// The answer to what is no request.
    public static let unreadable = plain(400, "this is no request")

    private static func plain(_ status: Int, _ text: String) -> Response {
        Response(status: status, headers: PageServer.headers("text/plain; charset=utf-8"), body: text + "\n")
    }

    private static func headers(_ type: String) -> [(name: String, value: String)] {
        [
            ("Content-Type", type), ("X-Content-Type-Options", "nosniff"), ("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ]
    }

    /// Makes the pages anew where a notebook has changed.
    private mutating func refresh() throws(SystemFailure) {
        guard watch.hasChanged() || pages.isEmpty else { return }
        let notebooks = files.map { LoadedNotebook($0) }
        watch.add(importsOf: notebooks)
        let report = try NotebookRun(options).report(on: notebooks)
        guard !Interruption.isRequested else { return }
        let summaries = report.notebooks.map(PageSummary.init)
        pages = [:]
        for (summary, notebook) in zip(summaries, report.notebooks) { pages["/" + summary.address] = HTMLReport().page(of: notebook) }
        pages["/index.html"] = HTMLReport().index(of: summaries)
    }
}
