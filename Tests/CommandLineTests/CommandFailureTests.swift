import CommandLine
import Testing

@Suite("ExitStatus and CommandFailure")
struct CommandFailureTests {
    @Test("the numbers of exit statuses are the promised ones")
    func statuses() {
        let numbers = ExitStatus.allCases.map(\.rawValue)
        #expect(numbers == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 130])
        #expect(ExitStatus.notFound.rawValue == 3 && ExitStatus.network.rawValue == 5)
        #expect(ExitStatus.decisionNeeded.rawValue == 7 && ExitStatus.storeDamaged.rawValue == 10)
    }

    private static let failure = CommandFailure(
        .notFound, code: "quote-not-found", "cannot find that passage in 7c1e “A\u{1B}[31m”",
        evidence: ["looked for   x\ny", "closest is   z"], hints: ["postil one", "postil two"])

    @Test("a failure tells what, evidence, and last what to type")
    func terminal() {
        #expect(
            Self.failure.terminalText() == """
                error: cannot find that passage in 7c1e “A\\u{1B}[31m”

                  looked for   x
                  y
                  closest is   z

                hint: postil one
                      postil two

                """)
        #expect(CommandFailure(.failed, "no").terminalText() == "error: no\n")
        #expect(
            CommandFailure(.failed, "no").terminalText(isColoured: true)
                == "\u{1B}[1;31merror:\u{1B}[0m no\n")
    }

    @Test("a failure in JSON is one object on one line")
    func json() {
        #expect(
            Self.failure.json
                == #"{"v":1,"error":{"code":"quote-not-found","message":"cannot find that passage "#
                + #"in 7c1e “A\u001b[31m”","exit":3,"#
                + #""evidence":["looked for   x\ny","closest is   z"],"#
                + #""hints":["postil one","postil two"]}}"#)
        #expect(CommandFailure(.network, "x").code == "network")
    }
}
