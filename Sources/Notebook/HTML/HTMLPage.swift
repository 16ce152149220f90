import Kernel

/// A page that needs nothing else: no script, no network, one style sheet within it.
enum HTMLPage {
    /// - Parameter body: HTML.
    static func text(title: String, body: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="\(policy)">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <meta name="generator" content="\(XMLText.escaped(Certificate.engine))">
        <title>\(XMLText.escaped(title))</title>
        <style>\(styleSheet)</style>
        </head>
        <body>
        \(body)</body>
        </html>

        """
    }

    /// Nothing is loaded and nothing runs. The one style sheet is known by its hash.
    static let policy = "default-src 'none'; style-src 'sha256-\(base64(SHA256.hexDigest(of: styleSheet.utf8)))'; "
        + "base-uri 'none'; form-action 'none'"

    /// The bytes that the hexadecimal digits spell, in base 64 (RFC 4648).
    private static func base64(_ hexadecimal: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let bits = hexadecimal.flatMap { digit -> [Int] in
            let value = digit.hexDigitValue ?? 0
            return [value >> 3 & 1, value >> 2 & 1, value >> 1 & 1, value & 1]
        }
        var text = ""
        for start in stride(from: 0, to: bits.count, by: 6) {
            let group = bits[start..<min(start + 6, bits.count)]
            let value = group.reduce(0) { $0 << 1 | $1 } << (6 - group.count)
            text.append(alphabet[value])
        }
        while text.count % 4 != 0 { text.append("=") }
        return text
    }

    static let styleSheet = """
        :root{--text:#1c1e21;--paper:#fff;--soft:#f5f6f8;--line:#d9dce1;--quiet:#5c636e;--link:#0b57a4;
        --proved:#1a7f37;--refuted:#b42318;--unknown:#9a6700;--other:#0b6e99;--alarm:#b42318}
        @media (prefers-color-scheme:dark){:root{--text:#e6e8eb;--paper:#15181c;--soft:#1e2228;--line:#363c45;--quiet:#9aa3af;
        --link:#7cb7ff;--proved:#57c878;--refuted:#ff8a7a;--unknown:#e2b340;--other:#63c1e8;--alarm:#ff8a7a}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        body{margin:0 auto;padding:1.5rem 1rem 4rem;max-width:56rem;background:var(--paper);color:var(--text);
        font:1.05rem/1.6 Charter,"Bitstream Charter","Noto Serif",Georgia,serif;overflow-wrap:break-word}
        h1,h2,h3,h4{line-height:1.25;margin:2.2em 0 .6em}
        h1{margin-top:.5em}
        a{color:var(--link)}
        code,pre,.name,.badge,.summary,.index,summary,.keyword{font-family:ui-monospace,"Noto Sans Mono","DejaVu Sans Mono",monospace}
        code,pre{font-size:.86em}
        pre{background:var(--soft);border-radius:.4rem;padding:.7rem .9rem;overflow-x:auto;white-space:pre}
        blockquote{margin:1em 0;padding-left:1em;border-left:.2rem solid var(--line);color:var(--quiet)}
        table{border-collapse:collapse;display:block;overflow-x:auto}
        th,td{border:1px solid var(--line);padding:.3em .7em;text-align:left;vertical-align:top}
        math{font-family:"STIX Two Math","Latin Modern Math","Cambria Math","TeX Gyre Termes Math","DejaVu Math TeX Gyre",math;font-size:1.05em}
        math[display=block],.formula{overflow-x:auto;overflow-y:hidden;padding:.15em 0}
        math[display=block]{margin:.7em 0;max-width:100%}
        mtable.aligned mtd{text-align:right;padding:.25em 0}
        mtable.aligned mtd:nth-child(2n){text-align:left}
        mtable.cases mtd{text-align:left}
        .tex{color:var(--quiet)}
        .summary{font-size:.85rem;border:1px solid var(--line);border-radius:.4rem;padding:.6rem .9rem;margin-bottom:1.5rem}
        .summary ul{margin:.4em 0 0;padding-left:1.2em}
        .cell{margin:1.2rem 0;border:1px solid var(--line);border-radius:.5rem;overflow:hidden}
        .declarations{background:var(--soft);padding:.5rem .9rem}
        .declaration{margin:.15em 0;overflow-x:auto}
        .keyword{font-size:.78em;color:var(--quiet)}
        .comment{color:var(--quiet);font-style:italic}
        .claim{padding:.6rem .9rem;border-top:1px solid var(--line);border-left:.3rem solid var(--kind)}
        .cell>.claim:first-child{border-top:0}
        .step{margin-left:1.2rem}
        .claim>header{display:flex;flex-wrap:wrap;gap:.2rem .7rem;align-items:baseline;font-size:.85rem}
        .proved{--kind:var(--proved)}.refuted,.ill-typed{--kind:var(--refuted)}.unknown{--kind:var(--unknown)}
        .certified,.supported,.assumed{--kind:var(--other)}
        .badge{color:var(--kind);border:1px solid;border-radius:1rem;padding:0 .6em;font-weight:600;white-space:nowrap}
        .unexpected{background:color-mix(in srgb,var(--alarm) 9%,transparent)}
        .expected-other{color:var(--alarm);font-weight:600}
        .name{font-weight:600;text-decoration:none;color:inherit}
        .evidence,.conditions{color:var(--quiet)}
        .conditions{margin:.2em 0;font-size:.88rem}
        .values{font-size:.85rem;margin:.4em 0}.values td:nth-child(2){color:var(--kind)}.values td:nth-child(4){color:var(--quiet)}
        .clauses{font-size:.92em;color:var(--quiet)}
        details{margin:.3em 0}
        summary{cursor:pointer;font-size:.8rem;color:var(--quiet)}
        .source{padding:.2rem .9rem;border-top:1px solid var(--line)}
        .problems pre{border-left:.3rem solid var(--alarm)}
        .warning pre{border-left-color:var(--unknown)}
        figure{margin:.6em 0;max-width:45rem;overflow-x:auto}
        figure svg{display:block;width:100%;min-width:30rem;height:auto}
        figcaption{font-size:.85rem;color:var(--quiet)}
        .index{width:100%;font-size:.9rem;display:table}
        .number{text-align:right}
        @media (max-width:40rem){.index th:nth-child(2),.index td:nth-child(2){display:none}
        .index th,.index td{padding:.3em .45em;overflow-wrap:anywhere}}
        footer{margin-top:3rem;font-size:.8rem;color:var(--quiet)}
        @media print{body{max-width:none;padding:0;font-size:10pt}.claim{break-inside:avoid}.source,summary{display:none}
        a{color:inherit}}
        """
}
