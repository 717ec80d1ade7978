"""Fetch the browser assets we ship, from the npm registry, by name and version, without node.

The digest below is ours: it must equal what the registry declares and what the downloaded tarball has.
Run: python tools/vendor_assets.py            writes into yiyuan/web/static/web/vendor/
     python tools/vendor_assets.py --check    fetches, compares with what is there, writes nothing
"""

import base64
import hashlib
import io
import json
import sys
import tarfile
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

REGISTRY = "https://registry.npmjs.org"
VENDOR = Path(__file__).parents[1] / "yiyuan/web/static/web/vendor"


@dataclass(frozen=True, slots=True)
class Asset:
    """files: path inside the tarball → file name here."""

    name: str
    version: str
    integrity: str
    files: Mapping[str, str]


ASSETS = (
    Asset(
        "htmx.org",
        "2.0.11",
        "sha512-Thx/WtpeOQqSrqBCw/A1cwGJGg4UrVa3+sW0GmrM3p4gJgO89ecH4qtbnyzDDWFvBTqjnIMCgELTNt636dtamA==",
        {"package/dist/htmx.min.js": "htmx.min.js", "package/LICENSE": "htmx.LICENSE.txt"},
    ),
    Asset(
        "echarts",
        "6.1.0",
        "sha512-q0yaFPggC9FUdsWH4blavRWFmxdrIodbkoKNAjJudAI6CA9gNPxHtV2RcZNEepZVlk4yvBYkOkbk6HIVpIyHZA==",
        {
            "package/dist/echarts.common.min.js": "echarts.common.min.js",
            "package/LICENSE": "echarts.LICENSE.txt",
            "package/NOTICE": "echarts.NOTICE.txt",
        },
    ),
)


def fetch(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=60) as answer:
        body: bytes = answer.read()
    return body


def files_of(asset: Asset) -> dict[str, bytes]:
    """The asset's files by name here. Exits when a digest does not match."""
    declared = json.loads(fetch(f"{REGISTRY}/{asset.name}/{asset.version}"))["dist"]
    if declared["integrity"] != asset.integrity:
        sys.exit(
            f"{asset.name} {asset.version}: the registry says {declared['integrity']}, we expect {asset.integrity}"
        )
    tarball = fetch(declared["tarball"])
    algorithm, _, digest = asset.integrity.partition("-")
    if base64.b64encode(hashlib.new(algorithm, tarball).digest()).decode() != digest:
        sys.exit(f"{asset.name} {asset.version}: the download does not have the digest {asset.integrity}")
    found = {}
    with tarfile.open(fileobj=io.BytesIO(tarball), mode="r:gz") as archive:
        for inside, here in asset.files.items():
            member = archive.extractfile(inside)
            assert member is not None, f"{inside} is a file"
            found[here] = member.read()
    return found


def main() -> None:
    check = "--check" in sys.argv[1:]
    for asset in ASSETS:
        for here, content in files_of(asset).items():
            target = VENDOR / here
            if check and (not target.exists() or target.read_bytes() != content):
                sys.exit(f"{target} is not the file of {asset.name} {asset.version}")
            if not check:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            print(f"{asset.name} {asset.version}: {here} {len(content):,} bytes")


if __name__ == "__main__":
    main()
