"""`make bench`: every committed measurement in turn, one JSON line each; exit code 1 if a goal is missed."""

import json
import subprocess
import sys

BENCHES = (
    "benches.bench_start",
    "benches.bench_load",
    "benches.bench_pull",
    "benches.bench_read",
    "benches.bench_gateway",
    "benches.bench_search",
    "benches.bench_portal",
    "benches.bench_open",
    "benches.bench_credit",
    "benches.bench_seals",
    "benches.bench_licence_use",
)


def main() -> int:
    missed = 0
    for name in BENCHES:
        done = subprocess.run([sys.executable, "-m", name], stdout=subprocess.PIPE, text=True, check=False)
        print(done.stdout, end="", flush=True)
        missed += done.returncode != 0
        for line in done.stdout.splitlines():
            if line.startswith("{"):
                found = json.loads(line)
                if found.get("goal") is not None and found.get("ratio") is not None:
                    missed += found["ratio"] < found["goal"]
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
