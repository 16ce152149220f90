import Testing

@testable import Notebook

@Suite struct HTTPRequestTests {
    @Test func heads() throws {
        let request = try #require(HTTPRequest(head: "GET /a?live HTTP/1.1\r\nHost: localhost:80\r\nAccept: */*\r\n"))
        #expect(request.method == "GET" && request.target == "/a?live" && request.host == "localhost:80")
    }

    @Test(arguments: [
        "", "GET", "GET / HTTP/2", "GET  / HTTP/1.1\r\nHost: a", "GET http://a/ HTTP/1.1\r\nHost: a", "GET / HTTP/1.1",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b", "GET / HTTP/1.1\r\nHost", "GET / HTTP/1.1 x\r\nHost: a", "\u{0}\u{1}",
    ]) func nonsense(head: String) {
        #expect(HTTPRequest(head: head) == nil)
    }
}

@Suite(.enabled(if: Engine.isBuilt)) struct PageServerTests {
    private static func get(_ target: String, method: String = "GET", host: String = "127.0.0.1:8017", _ server: inout PageServer) throws -> PageServer.Response {
        let request = try #require(HTTPRequest(head: "\(method) \(target) HTTP/1.1\r\nHost: \(host)"))
        return try server.response(to: request, port: 8017)
    }

    private static func server(_ folder: TemporaryFolder) throws -> PageServer {
        try folder.file("n/a b.lnb", "# First\n\n```lnb\nimport \"c.lnb\"\nclaim c: one = 1\n```\n")
        try folder.file("n/c.lnb", "```lnb\nlet one = 1\n```\n")
        try folder.file("secret.html", "secret")
        var options = RunOptions()
        options.workerExecutable = Engine.path
        let root = try #require(Path.resolved(Path.join(folder.path, "n")))
        return PageServer([NotebookFile(path: Path.join(root, "a b.lnb"), root: root)], options: options)
    }

    @Test func onlyThePagesAreServed() throws {
        let folder = try TemporaryFolder()
        var server = try Self.server(folder)
        let index = try Self.get("/", &server)
        #expect(index.status == 200)
        #expect(index.headers.contains { $0 == ("Content-Security-Policy", HTMLPage.policy) })
        let link = try #require(MarkupReader.elements(of: index.body).compactMap { $0.attributes["href"] }.first)
        let page = try Self.get("/" + link, &server)
        #expect(page.status == 200)
        #expect(page.body.contains("id=\"claim-c\""))
        #expect(!page.headers.contains { $0.name == "Refresh" })
        #expect(try Self.get("/\(link)?live", &server).headers.contains { $0 == ("Refresh", "2") })
        for target in [
            "/../secret.html", "/%2e%2e/secret.html", "//etc/passwd", "/secret.html", "/a%00", "/%", "/" + folder.path + "/secret.html",
            "/index.html/..", "/n/a%20b.lnb",
        ] {
            #expect(try Self.get(target, &server).status == 404, "\(target)")
        }
        #expect(try Self.get("/", method: "POST", &server).status == 405)
        #expect(try Self.get("/", method: "HEAD", &server).status == 200)
        for host in ["example.org", "example.org:8017", "127.0.0.1", "127.0.0.1:1", ""] {
            #expect((try? Self.get("/", host: host, &server))?.status != 200)
        }
    }

    @Test func aChangeIsSeen() throws {
        let folder = try TemporaryFolder()
        var server = try Self.server(folder)
        let link = try #require(MarkupReader.elements(of: Self.get("/", &server).body).compactMap { $0.attributes["href"] }.first)
        #expect(try Self.get("/" + link, &server).body.contains("class=\"claim proved\""))
        // An imported notebook counts too.
        try folder.file("n/c.lnb", "```lnb\nlet one = 2\n```\n")
        #expect(try Self.get("/" + link, &server).body.contains("class=\"claim refuted unexpected\""))
    }

    @Test func theCommandAnswersOnLoopback() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", "```lnb\nclaim c: 1 = 1\n```\n")
        let run = try Engine.start(
            """
            "$1" serve a.lnb --port 0 > log & server=$!
            for i in $(seq 200); do [ -s log ] && break; sleep 0.05; done
            port=$(sed 's/.*:\\([0-9]*\\)\\/$/\\1/' log)
            bash -c "exec 3<>/dev/tcp/127.0.0.1/$port; printf 'GET / HTTP/1.1\\r\\nHost: localhost:$port\\r\\n\\r\\n' >&3; cat <&3"
            bash -c "exec 3<>/dev/tcp/127.0.0.1/$port; printf 'nonsense\\r\\n\\r\\n' >&3; cat <&3"
            kill -TERM $server; wait $server; echo "left with $?"
            """, [Engine.path], in: folder)
        #expect(run.output.contains("HTTP/1.1 200 OK\r\n"), "\(run.output)\(run.errors)")
        #expect(run.output.contains("HTTP/1.1 400 Bad Request\r\n"))
        #expect(run.output.contains("</html>"))
        #expect(run.output.hasSuffix("left with 0\n"))
    }

    @Test(arguments: [["serve", "a.lnb", "--port", "70000"], ["serve"], ["serve", "empty"], ["watch"], ["watch", "empty"]])
    func badArguments(arguments: [String]) throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", "")
        try folder.file("empty/a.txt", "")
        let run = try Engine.run(arguments, in: folder)
        #expect(run.status == 2)
        #expect(!run.errors.isEmpty)
    }

    @Test func watchingDecidesAgain() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", "```lnb\nimport \"b.lnb\"\nclaim c: one = 1\n```\n")
        try folder.file("b.lnb", "```lnb\nlet one = 1\n```\n")
        let run = try Engine.start(
            """
            "$1" watch a.lnb > log 2>&1 & watch=$!
            await() { for i in $(seq 400); do grep -q "$1" log && return; sleep 0.05; done; echo "no $1"; }
            await 'all as expected'
            printf '```lnb\\nlet one = 2\\n```\\n' > b.lnb
            await 'c is refuted'
            printf '```lnb\\nlet one = (\\n```\\n' > b.lnb
            await 'error'
            kill -TERM $watch; wait $watch; echo "left with $?"
            """, [Engine.path], in: folder)
        #expect(run.output == "left with 0\n", "\(run.output)\((try? folder.text("log")) ?? "")")
    }
}
