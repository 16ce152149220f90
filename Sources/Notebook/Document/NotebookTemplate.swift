/// The notebook that `notebook new` makes: a true claim and a false one, ready to run.
public enum NotebookTemplate {
    public static func text(title: String) -> String {
        let name = title.hasSuffix(".lnb") ? String(title.dropLast(4)) : title
        return """
            # \(name)

            Text is Markdown. A block like the one below is a cell: it declares what the formulas speak about,
            and claims. Run it with `notebook run \(name).lnb`.

            ```lnb
            space z in R^3
            let r = |z|
            let Π = Id - z⊗z/r²

            claim projection: Π Π = Π
            ```

            A formula may be wrong. Run it, and see what the engine answers; then correct it, or say
            `expect refuted` if the error is meant to stay.

            ```lnb
            claim trace: tr Π = 1 expect refuted
            ```

            """
    }
}
