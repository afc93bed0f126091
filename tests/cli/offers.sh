# shellcheck shell=bash
# offers.sh COMPLETE PROGRAM: what the tests of the completions share; the function that completes, and what it completes for.
complete=$1 program=$2
fails=0

# offers EXPECTED WORD…: EXPECTED are the words that must be offered, !WORD must not; "-" alone: nothing at all.
offers() {
    local expected=$1 word
    shift
    COMP_WORDS=("$program" "$@")
    COMP_CWORD=$#
    COMPREPLY=()
    "$complete" 2>/dev/null
    local offered=" ${COMPREPLY[*]} "
    for word in $expected; do
        if [[ $word == - ]]; then
            [[ ${#COMPREPLY[@]} -eq 0 ]] && continue
        elif [[ $word == !* ]]; then
            [[ $offered != *" ${word#!} "* ]] && continue
        elif [[ $offered == *" $word "* ]]; then
            continue
        fi
        printf 'FAIL: after "%s": wanted %s, offered:%s\n' "$*" "$word" "$offered"
        fails=$((fails + 1))
    done
}

# Counts what a test finds itself.
fail() {
    printf 'FAIL: %s\n' "$*"
    fails=$((fails + 1))
}

end() {
    [[ $fails -eq 0 ]] && echo 'completion: all as expected'
    exit "$((fails > 0))"
}
