#!/bin/bash
# service_completion_test.sh GANTRY-SERVICE SCRIPT: what bash offers after the beginning of a line.
set -u
service=$1
# shellcheck source=/dev/null
source "$2" || exit 1
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
# shellcheck source=tests/cli/offers.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/offers.sh" _gantry_service "$1" || exit 1

offers 'token lifecycle !add !show' ''
offers 'token !lifecycle' to
offers 'add list revoke !show' token ''
offers 'show set !add' lifecycle ''
offers 'add list revoke' --data "$dir/data" token ''
offers 'add list revoke' --listen 127.0.0.1 : 8080 token ''
offers 'add list revoke' --store disk : "$dir/objects" --log-requests token ''
offers '--listen --data --store --config --log-requests --help --version !--abort-after-days' --
offers '--data --config --help !--abort-after-days' token add --
offers '--abort-after-days --config' lifecycle set --
offers 's3 disk:' --store ''
offers 's3 !disk:' --store s
offers - --store disk :
offers - --listen ''
offers - --listen 127.0.0.1 :
offers - lifecycle set --abort-after-days ''
offers - token add ''

offers - token revoke ''
offers - token revoke --data "$dir/data" ''
[[ -e $dir/data ]] && fail 'completing made a data directory'
for user in ann bob; do
    "$service" token add "$user" --data "$dir/data" >"$dir/$user" || exit 1
done
id=$(sed 's/^gantry_\([0-9a-f]*\)_.*/\1/' "$dir/ann")
offers "ann bob $id" token revoke --data "$dir/data" ''
offers "ann bob $id" --data "$dir/data" token revoke ''
offers 'ann !bob' token revoke --data "$dir/data" a
printf '[service]\n# data = elsewhere\n data = %s \n' "$dir/data" >"$dir/service.ini"
offers "ann bob $id" token revoke --config "$dir/service.ini" ''
offers - token revoke --config "$dir/service.ini" --data "$dir/other" ''
[[ -e $dir/other ]] && fail 'completing made a data directory'

end
