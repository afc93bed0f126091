#!/bin/bash
# completion_test.sh GANTRYCTL SCRIPT: what bash offers after the beginning of a line.
set -u
ctl=$1
# shellcheck source=/dev/null
source "$2" || exit 1
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
export GANTRY_STATE_DIR=$dir/state XDG_DATA_HOME=$dir
printf 'secret' >"$dir/token"
# shellcheck source=tests/cli/offers.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/offers.sh" _gantryctl "$1" || exit 1

offers - list --to ''
[[ -e $GANTRY_STATE_DIR ]] && fail 'completing made a state folder'

for name in studio store; do
    "$ctl" --quiet destination add "$name" --kind service --url http://127.0.0.1:9 --token-file "$dir/token" \
        --secret-store memory || exit 1
done
"$ctl" --quiet upload --no-wait "$2" --to studio || exit 1

offers 'destination upload run list show pause resume retry cancel remove decide plan orphans lifecycle !add' ''
offers 'list abort !show' orphans ''
offers 'show set !list' lifecycle ''
offers '--older-than --to' orphans abort --
offers 'resume remove retry !run' re
offers 'resume run' --state-dir "$dir/state" --json r
offers 'add list test remove !upload' destination ''
offers 'list !add' destination l
offers '--state-dir --json --quiet --help --version' --
offers '--to --prefix --no-wait --offline-timeout --json !--kind' upload -
offers '--kind --url --token-env --token-file --part-size --secret-store !--token' destination add x --
offers '--start-over --skip --all' decide --
offers 'studio store' upload --to ''
offers 'studio !store' upload --to stu
offers 'studio store' plan 5GiB --to ''
offers 'studio' destination remove stu
offers '1' pause ''
offers '1' show ''
offers 'service' destination add x --kind ''
offers 'needs_decision !queued' list --state n
offers 'full !fast' destination add x --verify fu
offers 'keychain memory file environment profile' destination add x --secret-store ''
offers 'environment !keychain' destination add x --credentials e
offers '--credentials --secret-store --preset --profile --account' destination add x --
offers 'aws r2 b2 wasabi scaleway minio ceph other !s3' destination add x --preset ''
printf '[default]\n[ours] # x\nregion=x\n' >"$dir/credentials"
printf '[profile theirs]\n' >"$dir/config"
AWS_SHARED_CREDENTIALS_FILE=$dir/credentials AWS_CONFIG_FILE=$dir/config offers 'default ours theirs !region' destination add x --profile ''
offers - destination add x --url ''
GANTRY_STATE_DIR=$dir/other offers - upload --to ''
GANTRY_STATE_DIR=$dir/other offers 'studio' --state-dir "$dir/state" upload --to s

end
