import CommandLine
import Testing

@Suite struct CompletionTests {
    private func completion(_ words: String...) -> Completion {
        SampleTable.table.completion(words)
    }

    private func words(_ completion: Completion) -> [String] { completion.words.map(\.text) }

    @Test func theFirstWordIsACommand() {
        #expect(words(completion("")) == ["mark", "tag", "add", "list", "set", "complete", "help"])
        #expect(words(completion("a")) == ["add"])
        #expect(completion("a").words.first?.says == "Bring in articles")
        #expect(completion("").place == nil)
    }

    @Test func nothingTypedIsTheBeginning() {
        #expect(SampleTable.table.completion([]) == completion(""))
    }

    @Test func placesFollowEachOther() {
        #expect(completion("mark", "").place == "DOC")
        #expect(completion("mark", "7c", "wor").place == "QUOTE")
        #expect(completion("mark", "7c", "wor").typed == "wor")
        #expect(completion("mark", "7c", "words", "").place == nil)
        #expect(completion("add", "a", "b", "c").place == "SOURCE")
        #expect(completion("add", "a", "b", "c").index == 2)
    }

    @Test func flagsAreThoseOfTheCommandAndOfTheProgram() {
        #expect(
            words(completion("mark", "--"))
                == [
                    "--message", "--tag", "--nth", "--closest", "--json", "--store", "--verbose",
                    "--version", "--help",
                ])
        #expect(words(completion("mark", "--nt")) == ["--nth"])
        #expect(words(completion("--js")) == ["--json"])
        #expect(words(completion("-")).contains("--json"))
    }

    @Test func aFlagIsOfferedOnceUnlessItIsAList() {
        #expect(words(completion("mark", "--nth", "2", "--n")).isEmpty)
        #expect(words(completion("mark", "-t", "a", "--ta")) == ["--tag"])
    }

    @Test func behindAFlagStandsItsValue() {
        #expect(completion("mark", "--tag", "a").place == "TAG")
        #expect(completion("mark", "-t", "a").place == "TAG")
        #expect(completion("mark", "-xt", "").place == "TAG")
        #expect(completion("mark", "--tag=a").place == "TAG")
        #expect(completion("mark", "--tag=a").lead == "--tag=")
        #expect(completion("mark", "--tag=a").typed == "a")
        #expect(completion("--store", "").place == "DIR")
        #expect(completion("--store", "/x", "ma").words.map(\.text) == ["mark"])
    }

    @Test func whatIsUnknownIsPassedOver() {
        #expect(completion("mark", "--nonsense", "7").place == "DOC")
        #expect(completion("nonsense", "").words.isEmpty)
        #expect(completion("nonsense", "").place == nil)
    }

    @Test func commandsLieWithinCommands() {
        #expect(words(completion("set", "")) == ["new", "invite"])
        #expect(completion("set", "invite", "x", "--role", "").place == "R")
        #expect(words(completion("highlight", "--clo")) == ["--closest"])
    }

    @Test func afterTheEndOfFlagsAllIsAValue() {
        #expect(completion("mark", "--", "--x").place == "DOC")
        #expect(completion("mark", "--", "--x").typed == "--x")
    }

    @Test func signedWordsAreValues() {
        #expect(completion("tag", "k", "-x").place == "TAGS")
        #expect(completion("tag", "k", "+").place == "TAGS")
        #expect(words(completion("tag", "k", "--q")) == ["--query"])
    }

    @Test func helpExplainsCommandsAndTopics() {
        #expect(words(completion("help", "")).suffix(2) == ["help", "query"])
        #expect(words(completion("help", "set", "")) == ["new", "invite"])
        #expect(words(completion("help", "q")) == ["query"])
    }

    @Test(arguments: CompletionScript.allCases)
    func everyScriptAsksTheProgram(_ script: CompletionScript) {
        let text = script.text(program: "margin")
        #expect(text.contains("margin __complete"))
        #expect(!text.contains("@PROGRAM@"))
        #expect(text.utf8.last == UInt8(ascii: "\n"))
    }
}
