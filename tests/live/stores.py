"""Real S3 stores on loopback: Ceph's gateway and OpenStack Swift, as Debian packages them."""

import os
import pwd
import secrets
import uuid
from pathlib import Path

from s3_client import S3Client
from servers import Server, ServerFailure, answers, free_ports, wait_until

REGION = "us-east-1"
BUCKET = "rushes"


class Store(Server):
    """What both have in common: a bucket, and keys to it."""

    access = ""
    checks_region = False
    has_lifecycle = False

    def __init__(self, folder: Path, secret: str | None = None, page: int = 1000,
                 min_part: int = 5 * 1024 * 1024) -> None:
        """page: the most that one answer lists; min_part: the smallest part but the last."""
        super().__init__(folder)
        self.secret = secret or secrets.token_hex(20)
        self.page, self.min_part = page, min_part

    def client(self, bucket: str = BUCKET) -> S3Client:
        return S3Client(self.port, self.access, self.secret, bucket, REGION)

    def stop_front(self) -> None:
        """What answers the clients; what is stored stays."""
        raise NotImplementedError

    def start_front(self) -> None:
        raise NotImplementedError

    def _furnish(self) -> None:
        self.client().make_bucket()


CEPH_CONF = """[global]
fsid = {fsid}
mon initial members = a
mon host = {monitor}
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv4 = true
ms bind ipv6 = false
ms bind port min = {osd_port}
ms bind port max = {last_osd_port}
auth cluster required = none
auth service required = none
auth client required = none
ms mon client mode = crc
auth allow insecure global id reclaim = false
run dir = {folder}/run
admin socket = {folder}/run/$name.asok
pid file = {folder}/run/$name.pid
log file = {folder}/log/$name.log
crash dir = {folder}/log
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon warn on pool no redundancy = false
mon max pg per osd = 2000
osd max pg per osd hard ratio = 10
[mon.a]
mon data = {folder}/mon
mon cluster log file = {folder}/log/cluster.log
paxos propose interval = 0.05
paxos min wait = 0.01
mon data avail warn = 2
mon data avail crit = 1
[osd.0]
osd data = {folder}/osd
osd objectstore = memstore
memstore device bytes = 8589934592
osd class update on start = true
osd memory target = 939524096
[client.rgw.a]
rgw data = {folder}/rgw
rgw frontends = beast endpoint=127.0.0.1:{port}
rgw max listing results = {page}
rgw multipart min part size = {min_part}
rgw enable usage log = false
rgw enable ops log = false
rgw gc obj min wait = 2
rgw gc processor period = 2
rgw gc processor max time = 2
"""


OSD_PORTS = 12  # it takes eight: old and new protocol, for clients, for OSDs, and for two kinds of heartbeats


class CephRgw(Store):
    """A monitor, one OSD that keeps everything in memory, and the gateway."""

    kind = "Ceph RGW"
    access = "GANTRYLIVEACCESSKEY1"
    programs = ["ceph-mon", "ceph-osd", "radosgw", "radosgw-admin", "monmaptool", "ceph", "setpriv"]
    has_lifecycle = True

    def stop_front(self) -> None:
        self._end("rgw")

    def start_front(self) -> None:
        self._spawn("rgw", "radosgw", *self._conf, "-n", "client.rgw.a", "-f")
        wait_until("radosgw answers", lambda: answers(f"http://127.0.0.1:{self.port}/"))

    def _start(self) -> None:
        self.port, monitor, monitor_v1, *osd = free_ports(3 + OSD_PORTS)
        for name in ("mon", "osd", "rgw"):
            (self.folder / name).mkdir()
        fsid, addresses = str(uuid.uuid4()), f"[v2:127.0.0.1:{monitor},v1:127.0.0.1:{monitor_v1}]"
        conf = self.folder / "ceph.conf"
        conf.write_text(CEPH_CONF.format(fsid=fsid, monitor=addresses, osd_port=osd[0], last_osd_port=osd[-1],
                                         folder=self.folder, port=self.port, page=self.page,
                                         min_part=self.min_part))
        self._conf = ["-c", str(conf)]
        self._run("monmaptool", *self._conf, "--create", "--clobber", "--fsid", fsid, "--addv", "a", addresses, "monmap")
        self._run("ceph-mon", *self._conf, "-i", "a", "--mkfs", "--monmap", "monmap")
        self._spawn("mon", "ceph-mon", *self._conf, "-i", "a", "-f")
        wait_until("the monitor is in quorum", lambda: self._ceph("mon", "stat"))
        osd_uuid = str(uuid.uuid4())
        self._run("ceph", *self._conf, "osd", "new", osd_uuid, "0")
        self._run("ceph-osd", *self._conf, "-i", "0", "--mkfs", "--osd-uuid", osd_uuid)
        self._spawn("osd", "ceph-osd", *self._conf, "-i", "0", "-f")
        wait_until("the OSD is up", lambda: "1 up" in self._ceph("osd", "stat"))
        # It makes the pools of the default zone, too.
        self._run("radosgw-admin", *self._conf, "-n", "client.rgw.a", "user", "create", "--uid=live",
                  "--display-name=live", f"--access-key={self.access}", f"--secret-key={self.secret}")
        self.start_front()

    def _ceph(self, *question: str) -> str:
        try:
            return self._run("ceph", *self._conf, "--connect-timeout", "5", *question)
        except ServerFailure:
            return ""


SWIFT_CONF = """[swift-hash]
swift_hash_path_prefix = {prefix}
swift_hash_path_suffix = {suffix}
[storage-policy:0]
name = Policy-0
default = yes
"""

SWIFT_SERVER_CONF = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}/etc
devices = {folder}/devices
mount_check = false
fallocate_reserve = 0
disable_fallocate = true
log_level = WARNING
recon_cache_path = {folder}/cache
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
network_chunk_size = 1048576
disk_chunk_size = 1048576
"""

SWIFT_PROXY_CONF = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}/etc
log_level = WARNING
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck cache listing_formats s3api tempauth copy slo dlo versioned_writes symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
object_chunk_size = 1048576
client_chunk_size = 1048576
node_timeout = 60
recoverable_node_timeout = 60
[filter:s3api]
use = egg:swift#s3api
location = {region}
max_upload_part_num = 10000
max_parts_listing = {page}
min_segment_size = {min_part}
storage_domain = localhost
[filter:tempauth]
use = egg:swift#tempauth
user_{group}_{name} = {secret} .admin
[filter:slo]
use = egg:swift#slo
max_manifest_segments = 10000
rate_limit_under_size = 0
max_manifest_size = 8388608
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:{cache_port}
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_object_versioning = true
"""
SWIFT_FILTERS = ["catch_errors", "gatekeeper", "healthcheck", "listing_formats", "copy", "dlo", "symlink"]

# Run by the system's Python, which has Swift.
SWIFT_RINGS = """
import sys
from swift.common.ring import RingBuilder
folder = sys.argv[1]
for kind, port in zip(("account", "container", "object"), map(int, sys.argv[2:])):
    builder = RingBuilder(3, 1, 0)  # 8 partitions, one replica
    builder.add_dev({"region": 1, "zone": 1, "device": "d1", "weight": 100.0, "meta": "", "ip": "127.0.0.1",
                     "port": port, "replication_ip": "127.0.0.1", "replication_port": port})
    builder.rebalance()
    builder.get_ring().save(folder + "/" + kind + ".ring.gz")
"""


class Swift(Store):
    """Proxy, account, container and object server with one device in the folder, which has to take user xattrs."""

    kind = "Swift"
    access = "live:admin"
    programs = ["swift-proxy-server", "swift-account-server", "swift-container-server", "swift-object-server",
                "memcached", "setpriv"]
    checks_region = True

    def stop_front(self) -> None:
        self._end("proxy")

    def start_front(self) -> None:
        self._spawn("proxy", "swift-proxy-server", self.folder / "etc" / "proxy-server.conf", "-v")
        wait_until("swift-proxy-server answers", lambda: answers(f"http://127.0.0.1:{self.port}/healthcheck"))

    def _start(self) -> None:
        etc = self.folder / "etc"
        for name in ("etc", "devices/d1", "cache"):
            (self.folder / name).mkdir(parents=True)
        try:
            os.setxattr(self.folder / "devices" / "d1", "user.swift.metadata", b"x" * 1000)
            os.removexattr(self.folder / "devices" / "d1", "user.swift.metadata")
        except OSError as error:
            raise ServerFailure(f"Swift needs user xattrs, and {self.folder} has none: {error}. "
                               "Set TMPDIR to a folder on ext4 or xfs") from error
        self.port, cache, *backs = free_ports(5)
        user = pwd.getpwuid(os.getuid()).pw_name
        group, name = self.access.split(":")
        (etc / "swift.conf").write_text(SWIFT_CONF.format(prefix=secrets.token_hex(12), suffix=secrets.token_hex(12)))
        (etc / "proxy-server.conf").write_text(
            SWIFT_PROXY_CONF.format(folder=self.folder, port=self.port, cache_port=cache, user=user, group=group, name=name,
                                    secret=self.secret, region=REGION, page=self.page, min_part=self.min_part) +
            "".join(f"[filter:{each}]\nuse = egg:swift#{each}\n" for each in SWIFT_FILTERS))
        self._run("/usr/bin/python3", "-c", SWIFT_RINGS, etc, *map(str, backs))
        self._spawn("memcached", "memcached", "-u", user, "-l", "127.0.0.1", "-p", str(cache), "-U", "0", "-m", "64")
        for kind, port in zip(("account", "container", "object"), backs):
            conf = etc / f"{kind}-server.conf"
            conf.write_text(SWIFT_SERVER_CONF.format(folder=self.folder, kind=kind, port=port, user=user))
            self._spawn(kind, f"swift-{kind}-server", conf, "-v")
        for port in backs:
            wait_until("Swift's servers answer", lambda port=port: answers(f"http://127.0.0.1:{port}/healthcheck"))
        self.start_front()


STORES: dict[str, type[Store]] = {"ceph_rgw": CephRgw, "swift": Swift}
