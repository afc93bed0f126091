#!/usr/bin/env bash
# Collects the texts of the program into the files for Qt Linguist. What is new is left unfinished, what is gone goes.
#
#   translations/update.sh          the files here
#   translations/update.sh FOLDER   those in FOLDER, which may be empty
#
# gantry_en.ts has only what English needs: plural forms.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
into=$(cd -- "${1:-$root/translations}" && pwd -P)
lupdate=$(qtpaths6 --query QT_HOST_BINS)/lupdate
cd -- "$root"

collect() { # LANGUAGE OPTIONS…
    local language=$1 said
    shift
    # Its doubts about classes are of no interest: texts are found again without their context, see one_context.py.
    if ! said=$("$lupdate" "$@" -locations none -no-obsolete -source-language en -target-language "$language" \
        -I . ui app/desktop engine -ts "$into/gantry_$language.ts" 2>&1); then
        printf '%s\n' "$said" >&2
        exit 1
    fi
    sed -n 's/^ *Found/'"$language"': found/p; s/^ *Kept/'"$language"': kept/p' <<<"$said"
}

collect en -pluralonly
collect de
