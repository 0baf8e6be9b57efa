"""What the crash tests run in a process of its own, to be ended in the middle of.

Usage: forslag_process.py DATABASE DATA NUMBER REVIEWER STEP [--git] [--nobody] [--largest BYTES]
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from pathlib import Path

from catalog.proposals import Git, ProposalError, ProposalStore, apply_proposal

NOBODY = 65534


def main(words: list[str]) -> int:
    path, data, number, reviewer, fatal = words[:5]
    if "--nobody" in words:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    store = ProposalStore(Path(path))
    fatal_name, _, count = fatal.partition(":")
    left = int(count or 1)

    def step(name: str) -> None:
        nonlocal left
        if name == "godkant" and "--largest" in words:
            most = int(words[words.index("--largest") + 1])
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        if name == fatal_name:
            left -= 1
            if not left:
                if "--wait" in words:
                    print("står", flush=True)  # noqa: T201
                    time.sleep(60)
                os.kill(os.getpid(), signal.SIGKILL)

    try:
        done = apply_proposal(
            store,
            int(number),
            Path(data),
            reviewer=reviewer,
            git=Git() if "--git" in words else None,
            step=step,
        )
    except ProposalError as error:
        print(type(error).__name__, error)  # noqa: T201
        return 3
    print("infort", *done.filer)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
