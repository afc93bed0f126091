#!/bin/bash
# manual_test.sh MANDIR PROGRAM…: each command and option that a program has stands in its manual page, and the page is sound.
set -u
mandir=$1
shift
fails=0
complain() {
    printf 'FAIL: %s\n' "$*"
    fails=$((fails + 1))
}

# look PAGE COMMAND…: goes through a command's help and those of its commands.
look() {
    local page=$1 help option name
    shift
    help=$("$@" --help) || { complain "$* --help fails"; return; }
    for option in $(sed -n 's/^  \(-h,\)\{0,1\}\(--[a-z-]*\).*/\2/p' <<<"$help"); do
        grep -qF -e "$option" <<<"$page" || complain "$* $option is not in the manual"
    done
    for name in $(sed -n '/^Subcommands:/,/^$/s/^  \([a-z]*\) .*/\1/p' <<<"$help"); do
        grep -qE -e "^\.(BI?R?|SS) .*\b$name\b" <<<"$page" || complain "$* $name is not in the manual"
        look "$page" "$@" "$name"
    done
}

for program in "$@"; do
    file=$(echo "$mandir/$(basename "$program")".[1-8])
    [[ -r $file ]] || { complain "$program has no manual page"; continue; }
    look "$(sed 's/\\-/-/g; s/\\fR//g; s/\\fP//g' "$file")" "$program"
    if command -v groff >/dev/null; then
        warnings=$(groff -man -ww -Tutf8 "$file" 2>&1 >/dev/null)
        [[ -z $warnings ]] || complain "$file: $warnings"
    fi
done
[[ $fails -eq 0 ]] && echo 'manual: all commands and options are in it'
exit "$((fails > 0))"
