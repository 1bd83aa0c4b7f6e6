/// What a shell reads to complete a program's command lines: it asks the program itself, by a
/// hidden command, what may stand where the cursor is.
///
/// The program answers with a line for each word, the word, a tab and what it does; a line of `:`
/// and a name asks the shell for what it knows itself: `:files`, `:folders`.
public enum CompletionScript: String, CaseIterable, Sendable {
    case bash
    case zsh
    case fish

    /// The hidden command that scripts call; the words of the command line follow it.
    public static let command = "__complete"

    /// The script for a program.
    public func text(program: String) -> String {
        template.split(separator: "@PROGRAM@", omittingEmptySubsequences: false)
            .joined(separator: program)
    }

    private var template: String {
        switch self {
        case .bash: Self.bashTemplate
        case .zsh: Self.zshTemplate
        case .fish: Self.fishTemplate
        }
    }

    /// bash cuts words at colons, equals signs and at signs, so they are put together again first,
    /// and what stands before the last cut is taken off the answers.
    private static let bashTemplate = #"""
        # bash completion for @PROGRAM@. To use it: source <(@PROGRAM@ completion bash)
        _@PROGRAM@() {
            local rest=${COMP_LINE:0:COMP_POINT} raw=() words=() piece lead answer i
            for ((i = 0; i <= COMP_CWORD; i++)); do
                piece=${COMP_WORDS[i]}
                if ((i == COMP_CWORD)); then
                    while [[ -n $piece && $rest != *"$piece" ]]; do piece=${piece%?}; done
                fi
                if ((i > 0)) && [[ -n $rest && $rest != [[:space:]]* ]]; then
                    raw[-1]+=$piece
                else
                    raw+=("$piece")
                fi
                rest=${rest#*"$piece"}
            done
            for piece in "${raw[@]}"; do
                case $piece in
                [\"\']*) piece=${piece:1} piece=${piece%[\"\']} ;;
                *) piece=${piece//\\/} ;;
                esac
                words+=("$piece")
            done
            lead=${words[-1]%"${words[-1]##*[:=@]}"}
            COMPREPLY=()
            while IFS=$'\t' read -r answer _; do
                piece=${words[-1]#"$lead"}
                case $answer in
                :files) mapfile -t COMPREPLY < <(compgen -f -- "$piece") ;;
                :folders) mapfile -t COMPREPLY < <(compgen -d -- "$piece") ;;
                *)
                    answer=${answer#"$lead"}
                    case ${raw[-1]} in [\"\']*) ;; *) printf -v answer %q "$answer" ;; esac
                    COMPREPLY+=("$answer")
                    ;;
                esac
                case $answer in :files | :folders) compopt -o filenames 2>/dev/null ;; esac
            done < <(@PROGRAM@ __complete "${words[@]:1}" 2>/dev/null)
            case ${COMPREPLY[*]} in
            *:) if [ "${#COMPREPLY[@]}" -eq 1 ]; then compopt -o nospace 2>/dev/null; fi ;;
            esac
        }
        complete -o nosort -F _@PROGRAM@ @PROGRAM@

        """#

    private static let zshTemplate = #"""
        #compdef @PROGRAM@
        # zsh completion for @PROGRAM@. Behind compinit: source <(@PROGRAM@ completion zsh)
        _@PROGRAM@() {
            local line word says
            local -a lines described
            lines=("${(@f)$(@PROGRAM@ __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
            for line in $lines; do
                case $line in
                :files) _files ;;
                :folders) _files -/ ;;
                ?*)
                    word=${line%%$'\t'*}
                    says=${line#*$'\t'}
                    described+=("${word//:/\\:}:$says")
                    ;;
                esac
            done
            if (( $#described )); then _describe -V @PROGRAM@ described; fi
        }
        compdef _@PROGRAM@ @PROGRAM@

        """#

    private static let fishTemplate = #"""
        # fish completion for @PROGRAM@. To use it: @PROGRAM@ completion fish | source
        function __@PROGRAM@_complete
            set -l words (commandline -opc) (commandline -ct)
            for line in (@PROGRAM@ __complete $words[2..-1] 2>/dev/null)
                switch $line
                    case ':files'
                        __fish_complete_path (commandline -ct)
                    case ':folders'
                        __fish_complete_directories (commandline -ct)
                    case '*'
                        printf '%s\n' $line
                end
            end
        end
        complete -c @PROGRAM@ -f -k -a '(__@PROGRAM@_complete)'

        """#
}
