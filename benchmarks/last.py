"""A load on the site with wrk: many visitors at once on mixed pages; errors and p99 are told.

Every record's page, lists with two choices, searches, JSON and files, in an order that is shuffled
but the same each time. wrk is Debian's package ``wrk``.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.sidor import DATABASE, ZIPPED, column, serving
from catalog import open_reader
from datasette_plugins.smoke import FIXED, record_paths

SCRIPT = """
local paths = {{ {paths} }}
local at = {seed}
init = function(args) at = math.random(#paths) end
request = function()
  at = at % #paths + 1
  return wrk.format("GET", paths[at], {{ ["Accept-Encoding"] = "{encoding}" }})
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("svar %d, fel %d\\n", summary.requests,
    e.connect + e.read + e.write + e.timeout + e.status))
  io.write(string.format("p50 %.1f ms, p99 %.1f ms, längst %.1f ms, %.0f svar/s\\n",
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
    summary.requests / summary.duration * 1000000))
end
"""


def mixed() -> list[str]:
    """Return the addresses, in an order that is shuffled but the same each time."""
    with open_reader(DATABASE) as reader:
        # Whole files of the catalogue are no pages; they would fill the line, not the server.
        paths = [path for path in FIXED if not path.startswith("/nedladdning")]
        paths += record_paths(reader)
    forms, subjects = column("select id from skolform"), column("select id from amne")
    paths += [f"/insatser?skolform={form}&amne={subject}" for form in forms for subject in subjects]
    paths += [f"/sok?q={word}" for word in ("samtal", "matematik", "rektor", "elevhalsa")]
    paths += [f"/insatser/{id_}.json" for id_ in column("select id from insats limit 100")]
    random.Random(5).shuffle(paths)  # noqa: S311 - the same order each time
    return paths


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--klienter", type=int, default=50)
    parser.add_argument("--sekunder", type=int, default=60)
    parser.add_argument("--arbetare", type=int, default=2)
    parser.add_argument("--adress", help="en server som redan går, till exempel bakom nginx")
    asked = parser.parse_args()
    with ExitStack() as stack:
        address = asked.adress
        if not address:
            command = [sys.executable, "-m", "datasette_plugins", "servera", "publik"]
            server = stack.enter_context(serving([*command, "--arbetare", str(asked.arbetare)]))
            address = server.address
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        script = Path(folder) / "blandat.lua"
        paths = ", ".join(f'"{path}"' for path in mixed())
        encoding = ZIPPED["Accept-Encoding"]
        script.write_text(SCRIPT.format(paths=paths, seed=1, encoding=encoding), encoding="utf-8")
        load = ["-t2", f"-c{asked.klienter}", f"-d{asked.sekunder}s", "--timeout", "30s"]
        print(f"{asked.klienter} klienter i {asked.sekunder} s mot {address}")
        subprocess.run(["wrk", *load, "-s", str(script), address], check=True)  # noqa: S607


if __name__ == "__main__":
    main()
