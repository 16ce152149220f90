import Language
import Testing

/// A verdict is found by its statement's name, so no two statements have one name: else the verdict on one would be said of the other.
@Suite struct ItemNameTests {
    private static let statements = [
        "claim N: 1 = 1", "axiom N: 1 = 1", "calc N: 1\n  = 1", "certify N: 2 > 1", "evaluate N: 1", "plot N: x for x in [0, 1]",
        "minimise N: x² over x in [1, 2]", "maximise N: x² over x in [1, 2]",
    ]

    @Test(arguments: statements, statements) func noNameIsGivenTwice(_ first: String, _ second: String) {
        #expect(Session(first + "\n" + second).codes.contains(.duplicateName))
        #expect(Session(first + "\n" + second.replacing("N", with: "M")).codes.isEmpty)
    }

    @Test func aStepHasItsNameForItself() {
        #expect(Session("claim \"k.1\": 1 = 1\ncalc k: 1\n  = 2").codes == [.duplicateName])
        #expect(Session("evaluate \"k.2\": 1\ncalc k: 1\n  = 1\n  = 2").codes == [.duplicateName])
        #expect(Session("calc k: 1\n  = 1\nclaim \"k.1\": 1 = 2").codes == [.duplicateName])
        #expect(Session("claim \"find 1\": 1 = 1\nparam a\nfind a: a = 2").codes == [.duplicateName])
        #expect(Session("claim A: 1 = 1\nclaim \"check 1: A\": 1 = 1\ncheck A on N").codes.contains(.duplicateName))
    }
}
