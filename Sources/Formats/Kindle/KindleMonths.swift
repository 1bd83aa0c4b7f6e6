/// The names of months in dates of clippings, lower-case, whole and short.
enum KindleMonths {
    static let numbers: [String: Int] = {
        var numbers: [String: Int] = [:]
        for language in names {
            for (index, forms) in language.split(separator: " ").enumerated() {
                for form in forms.split(separator: "/") { numbers[String(form)] = index + 1 }
            }
        }
        return numbers
    }()

    /// A language a line, January to December, the forms of a month divided by slashes.
    private static let names = [
        "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug"
            + " september/sep/sept october/oct november/nov december/dec",
        "januar/jänner februar/feber märz/mrz april mai juni juli august september oktober/okt"
            + " november dezember/dez",
        "enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre octubre"
            + " noviembre diciembre/dic",
        "janvier/janv février/févr mars avril/avr mai juin juillet/juil août septembre octobre"
            + " novembre décembre/déc",
        "gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto settembre/set"
            + " ottobre/ott novembre dicembre",
        "janeiro fevereiro/fev março abril maio/mai junho julho agosto setembro outubro/out"
            + " novembro dezembro/dez",
        "januari februari maart/mrt april mei juni juli augustus september oktober november"
            + " december",
        "января/январь/янв февраля/февраль/фев марта/март/мар апреля/апрель/апр мая/май"
            + " июня/июнь/июн июля/июль/июл августа/август/авг сентября/сентябрь/сен"
            + " октября/октябрь/окт ноября/ноябрь/ноя декабря/декабрь/дек",
        "ocak/oca şubat/şub mart nisan/nis mayıs haziran/haz temmuz/tem ağustos/ağu eylül/eyl"
            + " ekim/eki kasım/kas aralık/ara",
        "जनवरी फ़रवरी/फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्तूबर/अक्टूबर"
            + " नवंबर/नवम्बर दिसंबर/दिसम्बर",
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października"
            + " listopada grudnia",
        "januari februari mars april maj juni juli augusti september oktober november december",
    ]
}
