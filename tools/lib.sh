# Sourced by the scripts of this folder: where the package lies, how it is built and tested.
# shellcheck shell=bash

# The folder of Package.swift, whatever folder the script was called from.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1

# A crash should end a run, not start a debugger that waits for a key.
export SWIFT_BACKTRACE=enable=no

# The flags of a configuration. One release build serves tests, programs, demo and bench,
# so every script must use the same ones, or each would build all modules anew.
flags() {
    if [ "$1" = release ]; then
        printf '%s\n' -c release -Xswiftc -enable-testing
    else
        printf '%s\n' -c debug
    fi
}

# complain SENTENCE...: prints the sentences where errors belong.
complain() {
    printf '%s\n' "$@" >&2
}

# build CONFIGURATION: brings modules, programs and tests up to date; silent unless it fails or lasts.
build() {
    local log="$root/.build/build-$1.log" arguments
    mkdir -p "$root/.build"
    mapfile -t arguments < <(flags "$1")
    if [ -t 2 ]; then
        swift build "${arguments[@]}" --build-tests 2>&1 | tee "$log" >&2
    elif ! swift build "${arguments[@]}" --build-tests >"$log" 2>&1; then
        cat "$log" >&2
        complain "The $1 build failed; its output is above and in $log."
        return 1
    fi
}

# run_tests CONFIGURATION [FILTER...]: runs what `build` made. Shows what failed and the closing line
# of the runner, then one line with the counts; keeps all output in .build/test.log.
run_tests() {
    local log="$root/.build/test.log" arguments status=0 filter
    mapfile -t arguments < <(flags "$1")
    shift
    for filter in "$@"; do arguments+=(--filter "$filter"); done
    # XCTest has no test here and would close with "Executed 0 tests".
    swift test "${arguments[@]}" --skip-build --disable-xctest 2>&1 |
        tee "$log" | LC_ALL=C awk '
            # A record begins with a sign; lines that do not go with the record before them.
            /^(◇|✔|\[[0-9]+\/[0-9]+\]|✘ Test run )/ { isShown = 0 }
            /^(✘ (Test |Suite )|━|➜|⚠|error:|warning:|.*: Fatal error:)/ && !/^✘ Test run / { isShown = 1 }
            isShown { print; fflush() }' || status=$?
    close_tests "$log" "$status"
}

# close_tests LOG STATUS: the runner's own closing line, the counts, and the status of the run.
close_tests() {
    local log=$1 status=$2 closing total failed skipped
    closing=$(grep -aE '^. Test run with [0-9]+ tests?' "$log" | tail -n 1 || true)
    if [ -z "$closing" ]; then
        tail -n 20 "$log" >&2
        complain "The test runner ended before its summary (status $status): a test crashed." \
            "Everything it printed is in $log."
        return 1
    fi
    total=$(sed -E 's/.*Test run with ([0-9]+) test.*/\1/' <<<"$closing")
    failed=$(grep -aE '^✘ Test .* failed after ' "$log" | grep -acv '^✘ Test run ' || true)
    skipped=$(grep -acE '^➜ Test .* skipped' "$log" || true)
    if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
    printf '%s\n' "$closing"
    if [ "$total" -eq 0 ]; then
        complain "No test was run: no name matches the filter."
        return 1
    fi
    printf '%d passed, %d failed' "$((total - failed - skipped))" "$failed"
    if [ "$skipped" -gt 0 ]; then printf ', %d skipped' "$skipped"; fi
    printf '\n'
    if [ "$failed" -gt 0 ]; then return 1; fi
}
