"""Every benchmark, each in a process of its own, and one table of all marks at the end.

    python -m bench [NAME...]

CPU seconds are of one core. They grow too, by a third or so, when other work shares the
machine: the table says how busy it was. What the ratio compares was measured in one run.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.database import EMPTY
from bench.marks import MARKS, read, show

BENCHES = (
    "planner",
    "regimes",
    "replan",
    "month",
    "country",
    "playlist",
    "operators",
    "slot_file",
    "joints",
    "ingest",
    "areas",
    "year",
    "search",
)


def main() -> int:
    names = sys.argv[1:] or BENCHES
    began, busy = time.monotonic(), os.getloadavg()[0]
    broken = []
    with tempfile.TemporaryDirectory() as folder:
        marks = Path(folder) / "marks"
        environment = os.environ | {MARKS: str(marks), EMPTY: str(Path(folder) / "empty.sqlite3")}
        for name in names:
            print(f"\n── {name}\n", flush=True)
            done = subprocess.run(
                [sys.executable, "-m", f"bench.{name}"], env=environment, check=False
            )
            if done.returncode:
                broken.append(name)
        print(f"\n── all marks ({time.monotonic() - began:.0f} s of the clock)\n")
        show(read(marks))
    print(
        f"\n{os.cpu_count()} cores; load {busy:.1f} before, {os.getloadavg()[0]:.1f} after: "
        "with more than one process a core, CPU seconds are too high."
    )
    if broken:
        print(f"broke off: {', '.join(broken)}")
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main())
