import Glibc

/// `time`: runs a program again and again, and says how long it took and how much memory it held.
///
/// In the program's words `{n}` becomes the number of the run.
enum ProcessTiming {
    static func run(_ options: Options) throws {
        let name = try options.string("name")
        let runs = try options.int("runs", 20)
        guard let program = options.words.first else { throw BenchError("no program is named") }
        var times: [Double] = []
        var processing: [Double] = []
        var kilobytes = 0
        for number in 1...max(runs, 1) {
            let words = options.words.map { filled($0, number) }
            let (milliseconds, usage) = try Measure.milliseconds { try run(program, words) }
            times.append(milliseconds)
            processing.append(Self.milliseconds(usage.ru_utime) + Self.milliseconds(usage.ru_stime))
            kilobytes = max(kilobytes, usage.ru_maxrss)
        }
        Measure.put(name + ".ms", Measure.median(times))
        Measure.put(name + ".ms.p95", Measure.percentile(times, 0.95))
        Measure.put(name + ".cpu.ms", Measure.median(processing))
        Measure.put(name + ".kb", kilobytes)
    }

    private static func milliseconds(_ time: timeval) -> Double {
        Double(time.tv_sec) * 1000 + Double(time.tv_usec) / 1000
    }

    private static func filled(_ word: String, _ number: Int) -> String {
        let parts = word.split(separator: "{n}", omittingEmptySubsequences: false)
        return parts.joined(separator: "\(number)")
    }

    /// Runs the program once with its output thrown away, and returns what it used.
    private static func run(_ program: String, _ words: [String]) throws -> rusage {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var process = pid_t()
        let failure = posix_spawn(&process, program, &actions, nil, &arguments, environ)
        guard failure == 0 else {
            throw BenchError("\(program) cannot be run: \(String(cString: strerror(failure)))")
        }
        var status: Int32 = 0
        var usage = rusage()
        guard wait4(process, &status, 0, &usage) == process, status == 0 else {
            throw BenchError("\(words.joined(separator: " ")) failed with status \(status >> 8)")
        }
        return usage
    }
}
