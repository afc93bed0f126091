#!/usr/bin/env bash
# The systemd unit of gantry-service: systemd understands all of it, and finds it well shut in.
#
#   unit_test.sh UNIT PROGRAM
set -euo pipefail

unit=$1 program=$2
# Tenths of systemd's "exposure level", from 0 (best) to 100; what is left is the network and a file mode that the group may read.
most_exposed=15

root=$(mktemp -d)
trap 'rm -rf -- "$root"' EXIT
mkdir -p "$root/usr/bin" "$root/usr/lib/systemd/system"
cp -- "$unit" "$root/usr/lib/systemd/system/"
cp -- "$program" "$root/usr/bin/"
for target in basic sysinit multi-user network-online shutdown; do
    printf '[Unit]\nDescription=%s\n' "$target" >"$root/usr/lib/systemd/system/$target.target"
done

complaints=$(systemd-analyze verify --man=no --root="$root" "$(basename -- "$unit")" 2>&1) || true
if [ -n "$complaints" ]; then
    printf 'systemd does not understand it:\n%s\n' "$complaints" >&2
    exit 1
fi
systemd-analyze security --offline=true --no-pager --threshold="$most_exposed" "$unit"
