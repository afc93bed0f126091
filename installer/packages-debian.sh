#!/usr/bin/env bash
# The one list of the Debian packages that Gantry's own scripts need, and what installs those that are missing.
#
#   installer/packages-debian.sh PURPOSE…          installs what is missing for: build, test, bench
#   installer/packages-debian.sh --list PURPOSE…   prints the names
set -euo pipefail

# Compiling, and running what was compiled (Qt loads its SQLite driver and Wayland as plugins; app/run reads JSON).
build=(
    g++ cmake ninja-build pkg-config python3
    qt6-base-dev libqt6sql6-sqlite qtkeychain-qt6-dev
    libqt6opengl6-dev libgl-dev qt6-svg-dev qt6-tools-dev qt6-l10n-tools
    qt6-wayland qt6-translations-l10n fonts-dejavu-core
    libssl-dev libisal-dev libcli11-dev libcpp-httplib-dev libexpected-dev
    jq
)
# tests/run: checks of the source, and what the tests of the package and of the scripts call. The tus servers of tests/live
# want a newer Node than Debian 12's, with npm; where there is none, their tests say what to do.
test=(
    clang-format-14 clang-tidy-14 lld shellcheck python3
    dpkg-dev debootstrap lintian man-db bash-completion curl sqlite3 openssl
    dbus-daemon dbus-bin gnome-keyring libsecret-tools libsecret-1-0
    desktop-file-utils appstream systemd
    xvfb xauth xdotool openbox imagemagick at-spi2-core gir1.2-atspi-2.0 python3-gi
    radosgw ceph-mon ceph-osd ceph-common
    swift-proxy swift-account swift-container swift-object python3-swift memcached faketime
    postgresql libqt6sql6-psql
)
# tests/bench/throughput and throughput_s3: what Gantry is measured beside.
bench=(python3 curl rclone awscli s3cmd)

say() { printf '%s\n' "$*" >&2; }

list_only=false
if [ "${1-}" = --list ]; then
    list_only=true
    shift
fi
wanted=()
for purpose in "$@"; do
    case $purpose in
        build) wanted+=("${build[@]}") ;;
        test) wanted+=("${test[@]}") ;;
        bench) wanted+=("${bench[@]}") ;;
        *)
            say "packages-debian.sh: unknown purpose '$purpose' (build, test, bench)"
            exit 2
            ;;
    esac
done
if [ "${#wanted[@]}" -eq 0 ]; then
    say "usage: packages-debian.sh [--list] build|test|bench…"
    exit 2
fi
if $list_only; then
    printf '%s\n' "${wanted[@]}" | sort -u
    exit 0
fi

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "This is no Debian system, so nothing was installed. What Debian calls these packages is needed:"
    say "  ${wanted[*]}"
    exit 0
fi

installed=$(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null |
    sed -n 's/^installed //p' || true)
missing=()
for package in "${wanted[@]}"; do
    grep -qxF -- "$package" <<<"$installed" || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        say "These packages are missing, and without root or sudo they cannot be installed from here:"
        say "  ${missing[*]}"
        say "As root: apt-get install --no-install-recommends ${missing[*]}"
        exit 1
    fi
    as_root=(sudo)
fi

apt() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@"
}

every_package_known() {
    local package
    for package in "${missing[@]}"; do
        apt-cache show --no-all-versions "$package" >/dev/null 2>&1 || return 1
    done
}

# The tests start servers of their own; those that a package would start are only in the way. A system's own policy stays.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap '"${as_root[@]}" rm -f -- "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee -- "$policy" >/dev/null
    "${as_root[@]}" chmod 755 -- "$policy"
fi

say "Installing: ${missing[*]}"
updated=false
if ! every_package_known; then
    apt update >&2
    updated=true
fi
if ! apt install --no-install-recommends "${missing[@]}" >&2; then
    # Package lists of last month name versions that the archive has dropped since.
    $updated && exit 1
    apt update >&2
    apt install --no-install-recommends "${missing[@]}" >&2
fi
