#!/bin/sh
# in_session.sh keyring|bus|nothing PROGRAM [ARGUMENT…]: runs the program with a home and a D-Bus session of its own:
# with a real, unlocked gnome-keyring on it, with nobody on it, or with no D-Bus at all.
set -eu
kind=$1
shift

home=$(mktemp -d)
keyring=
bus=
# Both are children of this shell; a bus that is gone takes nothing else with it.
finish() {
    [ -z "$keyring" ] || kill "$keyring" 2>/dev/null || true
    [ -z "$bus" ] || kill "$bus" 2>/dev/null || true
    wait
    rm -rf "$home"
}
trap finish EXIT
trap 'exit 143' TERM INT

mkdir -m 700 "$home/runtime" "$home/data" "$home/config" "$home/cache"
export HOME="$home" XDG_RUNTIME_DIR="$home/runtime" XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" \
    XDG_CACHE_HOME="$home/cache"
unset DBUS_SESSION_BUS_ADDRESS DISPLAY WAYLAND_DISPLAY GNOME_KEYRING_CONTROL

if [ "$kind" != nothing ]; then
    # Without service folders nothing is started on demand: whoever is on this bus was put there from here.
    cat >"$home/bus.conf" <<END
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=$home/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
END
    mkfifo "$home/address"
    dbus-daemon --nofork --nopidfile --config-file="$home/bus.conf" --print-address=3 3>"$home/address" &
    bus=$!
    read -r DBUS_SESSION_BUS_ADDRESS <"$home/address"
    export DBUS_SESSION_BUS_ADDRESS
fi

if [ "$kind" = keyring ]; then
    mkfifo "$home/password"
    gnome-keyring-daemon --foreground --unlock --components=secrets <"$home/password" >"$home/keyring.log" 2>&1 &
    keyring=$!
    printf 'a password' >"$home/password"
    tries=0
    until dbus-send --session --print-reply --dest=org.freedesktop.DBus /org/freedesktop/DBus \
        org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets 2>/dev/null | grep -q 'boolean true'; do
        tries=$((tries + 1))
        if [ "$tries" -gt 200 ]; then
            echo "in_session.sh: gnome-keyring does not come up" >&2
            cat "$home/keyring.log" >&2
            exit 99
        fi
        sleep 0.05
    done
fi

"$@"
