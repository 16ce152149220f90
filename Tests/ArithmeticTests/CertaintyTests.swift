import Arithmetic
import Testing

@Suite struct CertaintyTests {
    let all: [Certainty] = [.yes, .no, .unknown]

    @Test func unknownIsNeverNo() {
        #expect((.unknown && .yes) == Certainty.unknown)
        #expect((.unknown && .no) == Certainty.no)
        #expect((.unknown || .yes) == Certainty.yes)
        #expect((.unknown || .no) == Certainty.unknown)
        for a in all {
            #expect(!(!a) == a)
            for b in all {
                #expect((a && b) == (b && a))
                #expect(!(a && b) == (!a || !b))
            }
        }
    }
}
