import Testing
import TextAnchoring

/// Which lines of a plain text are shown as one paragraph.
@Suite struct HandWrappingTests {
    /// The canonical text as it is shown: a paragraph a line.
    private func shown(_ source: String) throws -> [String] {
        let text = try PlainTextExtractor.extract(source).text.string
        let goesOn = Set(HandWrapping(source).continuations)
        var shown: [String] = []
        for (index, block) in text.split(separator: "\n").enumerated() {
            if goesOn.contains(index) {
                shown[shown.count - 1] += " " + block
            } else {
                shown.append(String(block))
            }
        }
        return shown
    }

    @Test func inALetterParagraphsAreFilledAndShortLinesStay() throws {
        let shown = try shown(
            """
            Dear Ines,

            I had meant to write to you sooner about the house by the river, but
            the weather kept us indoors, and then the roof gave way over the
            back room, so that most of what I have to tell you now
            is about buckets.

            > You said that you would write as soon as the rain had stopped, and
            > it has stopped here.

            Yours,
            Tobias
            """)
        #expect(shown.count == 6)
        #expect(shown[1].hasSuffix("you now is about buckets."))
        #expect(shown.suffix(2) == ["Yours,", "Tobias"])
    }

    private static let novel = """
        The Lighthouse at Sorrel Point

        It was on the last evening of October, when the herring boats had
        all come in and the lamps were being lit along the quay, that the
        keeper of the light first noticed the stranger on the
        breakwater. He was standing quite still, with his collar turned
        up, and looking out to sea as if he were waiting for
        a particular wave.

        "You will catch your death out there," said the keeper; but the
        man only shook his head, and after a moment he came slowly
        towards the door and asked if there was any tea to be had in that
        house.
        """

    @Test func proseThatWasWrappedByHandIsAParagraphEach() throws {
        let shown = try shown(Self.novel)
        #expect(shown.count == 3)
        #expect(shown[0] == "The Lighthouse at Sorrel Point")
        #expect(shown[1].hasPrefix("It was on") && shown[1].hasSuffix("a particular wave."))
        #expect(shown[2].hasSuffix("to be had in that house."))
    }

    @Test func theCanonicalTextKeepsItsLines() throws {
        let text = try PlainTextExtractor.extract(Self.novel).text.string
        #expect(text.contains("stranger on the\nbreakwater."))
    }

    private static let standard = """
        3.2.  Retries

           A client that receives no answer within the time that the
           server has announced MUST wait for at least one further
           interval before it sends the same request again, and it
           SHOULD NOT have more than four of them
           outstanding at any time.

           o  An idempotent request may be sent again as often as the
              client likes, as long as it
              keeps to the interval that is given above.

           o  Any other one is not.
        """

    @Test func aStandardIsFilledWithinItsIndentation() throws {
        let shown = try shown(Self.standard)
        #expect(shown[0] == "3.2. Retries")
        #expect(shown[1].hasPrefix("A client") && shown[1].hasSuffix("outstanding at any time."))
        #expect(shown.last == "o Any other one is not.")
    }

    @Test(arguments: [
        // Verse with long lines.
        """
        Song of the ferry

        I sing the ferry and the rope that draws it over the grey water,
        The ferryman whose arms are older than the oldest of the willows,
        And you who wait upon the farther side with your baskets and hens,
        Whom no one shall carry over until the morning has come again.
        """,
        // Verse with short ones.
        """
        Evening

        the kettle sings upon the stove
        and all the windows clear
        a gull walks in as if it knew
        that nobody was here
        """,
        // A list of sentences.
        """
        What to bring

        - a lamp with enough oil for three nights, or four if you read in bed
        - the second key, which is under the stone with the white stripe on it
        - bread
        1. first of all go and see whether the door of the cellar is locked up
        2. then come back
        """,
        // A table.
        """
        Tides

        station            first high water     second high water    range in m
        Sorrel Point       five past four       half past four       three and a half
        the old harbour    ten past four        twenty to five       three and a quarter
        """,
        // Code.
        """
        An example

        for boat in boats where boat.isInHarbour && boat.lamps.count > 2 {
            print(boat.name, boat.lamps.map { $0.colour }, separator: ": ")
            total += boat.lamps.count
        }
        """,
        // Code that is set off, in sentences.
        """
        An example

                select the boats that are in the harbour and have lamps that
                are lit and whose keepers
                are asleep or have gone ashore for the whole of the night
        """,
        // Headings and short lines.
        """
        From: Ines Marten of Sorrel Point
        To: the keeper of the light
        Subject: tea
        """,
        // One sentence a line.
        """
        News

        The ferry has stopped running for the winter, says the harbour office.
        Two boats were lifted out of the water and taken to the yard on Monday.
        Nobody was hurt.
        """,
        // No spaces between words.
        """
        潮

        港の灯台守は毎晩おなじ時刻に灯をともし、海を見ていた。誰も来ない夜が続いたが、彼はそれを苦にしなかった。
        夜が明けると灯を消して眠った。港の灯台守は毎晩おなじ時刻に灯をともし、海を見ていた。誰も来ない夜が続いた
        が、彼はそれを苦にしなかった。
        """,
    ])
    func whatIsNoProseKeepsItsLines(_ source: String) throws {
        #expect(HandWrapping(source).continuations == [])
    }

    @Test func blocksThatStandDeeperAreTold() {
        let source = """
            A list and some code

            - first
              - nested
            - last

                def level(t):
                    return sum(t)

               It was on the last evening of October, when the herring boats had
            all come in and the lamps were being lit along the quay, that the
            keeper of the light first noticed the stranger on the
            breakwater.

                                                             far to the right
            """
        let wrapping = HandWrapping(source)
        #expect(wrapping.indents.filter { $0.key < 6 } == [2: 2, 4: 4, 5: 8])
        #expect(wrapping.indents.count == 4 && wrapping.indents.values.max() == 16)
        #expect(HandWrapping("   all of it\n   stands deep").indents.isEmpty)
        #expect(HandWrapping("").indents.isEmpty)
    }

    @Test func linesThatStandBelowEachOtherAreNeighbours() {
        let long = String(repeating: "word ", count: 30)
        let poem =
            "Evening\n\nthe kettle sings\nthe window clears\n\n- tea\n- bread\n\n\(long)\n\(long)"
        #expect(HandWrapping(poem).neighbours == [2, 4])
        // Without blank lines each line is taken for a paragraph, as in pages that were saved.
        #expect(HandWrapping("Evening\nthe kettle sings\nthe window clears").neighbours == [])
    }

    @Test(arguments: Fixture.plain)
    func anArticleWithoutHandWrappingIsShownAsItIs(_ fixture: Fixture) throws {
        #expect(try HandWrapping(fixture.source).continuations.isEmpty)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func noiseNeverTrapsAndNamesBlocksOfTheText(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let pieces = [
            "the keeper of the light ", "ü", "港", "\n", "\r\n", "\n\n", "  ", "\t", "- ", "x",
            ", and so he came to the harbour ", "{", "\u{2028}", "\u{A0}",
        ]
        let source =
            (0..<200).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }
            .joined() + "x"
        let text = try PlainTextExtractor.extract(source).text
        let wrapping = HandWrapping(source)
        #expect(Set(wrapping.continuations).isDisjoint(with: wrapping.neighbours))
        let blocks = (wrapping.continuations + wrapping.neighbours).sorted()
        #expect(blocks.allSatisfy { (1..<text.blockStarts.count).contains($0) })
        #expect(blocks == Array(Set(blocks)).sorted())
    }
}
