"""Licences of all installed dependencies: permissive, MPL-2.0 and LGPL for unmodified libraries; no GPL, no AGPL."""

import re
import sys
from importlib.metadata import distributions

LGPL_AS_LIBRARY = {"paramiko", "psycopg", "psycopg-binary", "psycopg-pool"}
FORBIDDEN = re.compile(r"\b(AGPL|GPL|GNU General|GNU Affero)", re.IGNORECASE)
LESSER = re.compile(r"LGPL|Lesser", re.IGNORECASE)


def licence_of(dist: object) -> str:
    meta = dist.metadata
    classifiers = [c for c in meta.get_all("Classifier") or [] if c.startswith("License")]
    words = [meta.get("License-Expression") or "", *classifiers]
    text = "; ".join(w for w in words if w)
    return text or (meta.get("License") or "unknown")[:80]


def main() -> int:
    bad = []
    for dist in sorted(distributions(), key=lambda d: d.metadata["Name"].lower()):
        name, licence = dist.metadata["Name"], licence_of(dist)
        if LESSER.search(licence):
            if name.lower() not in LGPL_AS_LIBRARY:
                bad.append(f"{name}: {licence}")
        elif FORBIDDEN.search(licence):
            bad.append(f"{name}: {licence}")
        print(f"{name:32} {licence}")
    print(*[f"NOT COMPATIBLE {line}" for line in bad], sep="\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
