#!/usr/bin/env bash
# The Debian package in a fresh root: it installs, works and goes away again.
#
#   package_test.sh BUILD CACHE    BUILD: a finished build with the prefix /usr; CACHE: where the fresh root is kept
#
# Exit status 77: it cannot be tried here; the reason is printed.
set -euo pipefail

build=$1 cache=$2
inside=$(dirname -- "${BASH_SOURCE[0]}")/inside_root.sh

skip() {
    echo "skipped: $*"
    exit 77
}

step() { printf '== %s (%d s)\n' "$*" "$SECONDS"; }

[ "$(id -u)" -eq 0 ] || skip "a fresh root needs root"
command -v debootstrap >/dev/null || skip "debootstrap is not installed"
unshare --mount --pid --fork true 2>/dev/null || skip "no namespaces allowed here"

# The mirror that this machine itself uses, and only Debian's own.
debian_sources() {
    apt-get indextargets --format '$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)' 'Identifier: Packages' |
        awk -F'|' '$1 == "Debian" { print "deb", $2, $3, $4 }' | sort -u
}
codename=$(. /etc/os-release && echo "${VERSION_CODENAME-}")
sources=$(debian_sources)
if [ -z "$sources" ]; then
    apt-get -q update
    sources=$(debian_sources)
fi
mirror=$(awk -v codename="$codename" '$3 == codename && $4 == "main" { print $2; exit }' <<<"$sources")
[ -n "$mirror" ] || skip "this machine knows no mirror of Debian ${codename:-(no code name)}"

work=$(mktemp -d)
trap 'rm -rf --one-file-system -- "$work"' EXIT
root=$work/root
base=$cache/root-$codename.tar
mkdir -p -- "$root" "$cache/archives"

in_root() {
    # What is started inside ends with it, and its mounts are seen by nobody else.
    unshare --mount --pid --fork --kill-child --mount-proc="$root/proc" -- \
        env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
        chroot "$root" "$@"
}

if [ -z "$(find "$base" -mtime -7 2>/dev/null)" ]; then
    step "making a fresh root of Debian $codename"
    # Of the programs below, only what a user would have for reading pages and completing lines; nothing Gantry needs.
    unshare --mount -- debootstrap --variant=minbase --include=man-db,bash-completion \
        "$codename" "$root" "$mirror" >"$work/debootstrap.log" 2>&1 || {
        tail -n 30 -- "$work/debootstrap.log"
        exit 1
    }
    printf '%s\n' "$sources" >"$root/etc/apt/sources.list"
    apt-config dump | grep -E '^Acquire::(Check-|[a-z]+::Proxy)' >"$root/etc/apt/apt.conf.d/90machine" || true
    rm -f -- "$root"/var/cache/apt/archives/*.deb
    tar -C "$root" -cf "$base.new" .
    mv -- "$base.new" "$base"
else
    tar -C "$root" -xf "$base"
fi

step "package"
cpack --config "$build/CPackConfig.cmake" -G DEB -B "$work/package" >"$work/cpack.log" 2>&1 || {
    cat -- "$work/cpack.log"
    exit 1
}
deb=$(find "$work/package" -maxdepth 1 -name '*.deb')
dpkg-deb --info "$deb"
dpkg-deb --contents "$deb"
lintian --allow-root --fail-on error,warning "$deb"
version=$(dpkg-deb --field "$deb" Version)
dpkg-deb --fsys-tarfile "$deb" | tar -xO ./usr/share/doc/gantry/changelog.gz | zcat | head -n 1 | grep -F "($version)"

step "install"
cp -- "$deb" "$root/gantry.deb"
cp -- "$inside" "$root/inside_root.sh"
cp -- /etc/resolv.conf "$root/etc/resolv.conf"
find "$cache/archives" -name '*.deb' -exec cp -t "$root/var/cache/apt/archives" -- {} +
in_root apt-get -q update
in_root apt-get -y -q -o APT::Keep-Downloaded-Packages=true install --no-install-recommends /gantry.deb
find "$root/var/cache/apt/archives" -maxdepth 1 -name '*.deb' -exec cp -u -t "$cache/archives" -- {} +

step "use"
in_root bash /inside_root.sh use

step "purge"
in_root bash /inside_root.sh purge
step "passed"
