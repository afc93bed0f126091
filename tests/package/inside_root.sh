#!/usr/bin/env bash
# Runs inside the fresh root, called by package_test.sh: uses the installed package, and purges it.
set -euo pipefail

expect() {
    local what=$1
    shift
    if "$@"; then
        printf 'ok: %s\n' "$what"
    else
        printf 'NOT OK: %s\n' "$what" >&2
        exit 1
    fi
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

libraries_found() {
    local list
    list=$(ldd "$@") && ! grep -F 'not found' <<<"$list"
}

renders() {
    local text
    text=$(man --warnings "$1" 2>&1) && grep -qF "$1" <<<"$text" && ! grep -qiE 'warning|error:' <<<"${text%%NAME*}"
}

# Every size of the icon that a desktop may ask for, under the name that the desktop file gives it.
icons_there() {
    local name size
    name=$(sed -n 's/^Icon=//p' "$1")
    for size in 16 22 24 32 48 64 128 256 512; do
        head -c 8 "/usr/share/icons/hicolor/${size}x$size/apps/$name.png" | grep -qaF PNG || return 1
    done
    test -s "/usr/share/icons/hicolor/scalable/apps/$name.svg"
}

# The installed program opens its window, on a screen that is not there, and ends when it is told to.
opens_window() {
    local state=/root/window-state window status=0
    mkdir -m 0700 -- "$state"
    QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=/root gantry --state-dir "$state" &
    window=$!
    for _ in $(seq 100); do
        [ ! -s "$state/journal.sqlite" ] || break
        kill -0 "$window" || return 1
        sleep 0.1
    done
    [ -s "$state/journal.sqlite" ] && kill -TERM "$window" && wait "$window" || status=$?
    rm -rf -- "$state"
    return "$status"
}

use_window() {
    expect "the window's libraries are there" libraries_found /usr/bin/gantry
    expect "gantry tells its version" gantry --version
    expect "gantry opens its window" opens_window
    expect "a desktop finds it" test -s /usr/share/applications/org.gantry.Gantry.desktop
    expect "a software centre finds it" test -s /usr/share/metainfo/org.gantry.Gantry.metainfo.xml
    expect "its icon is there" icons_there /usr/share/applications/org.gantry.Gantry.desktop
    expect "gantry has a page" renders gantry
}

completes() {
    bash -c '. /usr/share/bash-completion/bash_completion && __load_completion "$1" && complete -p "$1"' bash "$1"
}

use() {
    local port=18080 service plan key=frames/take\ one.bin
    expect "libraries are there" libraries_found /usr/bin/gantryctl /usr/bin/gantry-service
    use_window
    expect "gantryctl tells its version" gantryctl --version
    expect "gantry-service tells its version" gantry-service --version
    expect "gantryctl has a page" renders gantryctl
    expect "gantry-service has a page" renders gantry-service
    expect "gantryctl completes" completes gantryctl
    expect "gantry-service completes" completes gantry-service

    plan=$(gantryctl --json plan 104857600)
    printf '%s\n' "$plan"
    expect "a plan is printed" grep -qE '"part_size": *10485760' <<<"$plan"

    # As its unit starts it: as its own user, with the installed settings, but on a port that is free.
    while answers "$port"; do port=$((port + 1)); done
    runuser -u gantry-service -- gantry-service token add alice --config /etc/gantry/service.ini >/root/token
    setpriv --reuid=gantry-service --regid=gantry-service --clear-groups \
        gantry-service --config /etc/gantry/service.ini --listen "127.0.0.1:$port" &
    service=$!
    for _ in $(seq 100); do
        ! answers "$port" || break
        kill -0 "$service"
        sleep 0.1
    done

    export GANTRY_STATE_DIR=/root/state
    mkdir -p "/root/${key%/*}"
    head -c 30000000 /dev/urandom >"/root/$key"
    gantryctl destination add studio --kind service --url "http://127.0.0.1:$port" --token-file /root/token \
        --secret-store file
    gantryctl upload /root/frames --to studio
    expect "the stored file is the same" cmp "/root/$key" "/var/lib/gantry-service/objects/alice/$key"
    expect "the journal knows it as done" grep -qE '"state": *"done"' <<<"$(gantryctl --json list)"
    kill -TERM "$service"
    expect "the service ends well when told to" wait "$service"
}

purge() {
    local left
    apt-get -y -q purge gantry
    expect "uploaded files outlive a purge" test -f "/var/lib/gantry-service/objects/alice/frames/take one.bin"
    expect "so does the user who owns them" getent passwd gantry-service
    dpkg --install /gantry.deb
    rm -rf /var/lib/gantry-service
    dpkg --purge gantry
    expect "the user is gone" test -z "$(getent passwd gantry-service)"
    left=$(find / -xdev -path /proc -prune -o -path /root -prune -o \
        -path /var/cache/man -prune -o \
        -iname '*gantry*' ! -path /gantry.deb ! -path '/var/cache/apt/archives/*' -print)
    printf '%s' "$left"
    expect "nothing else is left" test -z "$left"
}

"$1"
