"""Proposals and git: a commit in the writer's name, or a patch to take elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from email.header import Header
from email.utils import formataddr
from pathlib import Path

from catalog.editing import REGISTER
from catalog.proposals.model import SLAG, Filandring, Forslag
from catalog.proposals.store import ProposalStore
from catalog.prospect import register_text
from catalog.swedish import slug

SECONDS = 60
LINES = re.compile(r"[^\n]*\n|[^\n]+")
TRAILER = "Forslag"
COMMITTER = ("Insatskatalogens redaktion", "redaktion@redaktion.invalid")


@dataclass(frozen=True)
class Git:
    """How approved proposals are committed.

    Parameters
    ----------
    personer : mapping
        Who writes → name and e-mail address in the log, such as «Åsa Ek <asa@skola.test>».
    doman : str
        Domain for those who are not listed; the default is one that nobody can have.
    """

    personer: Mapping[str, str] = field(default_factory=dict)
    doman: str = "redaktion.invalid"

    def author(self, person: str) -> str:
        """Return name and address as git writes them.

        Examples
        --------
        >>> Git().author("Åsa Ek")
        'Åsa Ek <asa-ek@redaktion.invalid>'
        """
        plain = re.sub(r"[<>\n]", "", person).strip()
        return self.personer.get(person, f"{plain} <{slug(plain)}@{self.doman}>")

    def why_not(self, data: Path) -> str:
        """Return why a data folder cannot be committed, in git's words; nothing if it can."""
        asked = run(data, "rev-parse", "--is-inside-work-tree")
        if asked.stdout.strip() == "true":
            asked = run(data, "check-ignore", "--quiet", str(data.resolve()))
            return "mappen står i .gitignore" if asked.returncode == 0 else ""
        return _said(asked).splitlines()[0]

    def commit(self, data: Path, forslag: Forslag, files: Sequence[str]) -> tuple[str | None, str]:
        """Commit the files of a proposal; return the commit, or none and what went wrong.

        Files that someone else has staged are left alone. What git cannot do never undoes what has
        been written.
        """
        changed = run(data, "status", "--porcelain", "--", *files)
        if changed.returncode:
            return None, f"Filerna är skrivna, men inte i git: {_said(changed)}"
        if changed.stdout.strip():
            for arguments in (
                ("add", "-A", "--", *files),
                (
                    "commit",
                    "--quiet",
                    f"--author={self.author(forslag.forfattare)}",
                    f"--message={message(forslag, self)}",
                    "--",
                    *files,
                ),
            ):
                done = run(data, *arguments)
                if done.returncode:
                    return None, f"Filerna är skrivna, men inte i git: {_said(done)}"
        found = run(data, "log", "-1", "--format=%H", "--", *files)
        return found.stdout.strip() or None, ""


def run(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run git in a data folder, without ever waiting for someone to answer."""
    environment = {
        **os.environ,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_COMMITTER_NAME": COMMITTER[0],
        "GIT_COMMITTER_EMAIL": COMMITTER[1],
        "GIT_OPTIONAL_LOCKS": "0",
        "LC_ALL": "C.UTF-8",
    }
    command = ["git", "-c", "core.quotepath=off", "-C", str(data), *arguments]
    try:
        return subprocess.run(  # noqa: S603 - a list, and file names come after «--»
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=SECONDS,
            check=False,
        )
    except FileNotFoundError:
        return subprocess.CompletedProcess(command, 127, "", "git finns inte på datorn")
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 124, "", "git svarade inte i tid")
    except OSError as error:
        words = f"git gick inte att starta ({error.strerror})"
        return subprocess.CompletedProcess(command, 126, "", words)


def message(forslag: Forslag, git: Git | None = None) -> str:
    """Return what the commit says: what, why, who reviewed, and the proposal's number."""
    what = "/".join(part for part in (forslag.postslag, forslag.post_id) if part)
    lines = [f"{SLAG[forslag.slag]}: {what}", ""]
    if forslag.skal.strip():
        lines += [forslag.skal.strip(), ""]
    granskare = forslag.granskare or "–"
    if git is not None:
        granskare = git.personer.get(granskare, granskare)
    lines += [f"Granskad-av: {granskare}", f"{TRAILER}: {forslag.nummer}"]
    return "\n".join(lines)


def export_patch(
    store: ProposalStore, number: int, data: Path, *, git: Git | None = None, prefix: str = "data/"
) -> str:
    r"""Return a proposal as a patch that ``git apply`` and ``git am`` take.

    Parameters
    ----------
    store : ProposalStore
        Where the proposal lies.
    number : int
        Its number.
    data : Path
        The data folder, for the register of ids.
    git : Git, optional
        Names and addresses of those who write.
    prefix : str
        Path of the data folder within the repository.

    Examples
    --------
    >>> from catalog.proposals import ProposalStore, new_record
    >>> store = ProposalStore(mapp / "forslag.db")
    >>> plan = new_record("program", "ny", "id: ny\nnamn: Ny\nanordnare: [a]\n")
    >>> patch = export_patch(store, store.create_draft(*plan, by="asa").nummer, data)
    >>> patch.splitlines()[-4:]
    ['@@ -0,0 +1,3 @@', '+id: ny', '+namn: Ny', '+anordnare: [a]']
    >>> store.close()
    """
    forslag = store.get(number)
    name, _, address = (git or Git()).author(forslag.forfattare).rpartition(" <")
    subject, _, rest = message(forslag, git).partition("\n")
    head = [
        f"From {'0' * 40} Mon Sep 17 00:00:00 2001",
        f"From: {formataddr((name, address.rstrip('>')), 'utf-8')}",
        f"Subject: [PATCH] {Header(subject, 'utf-8').encode()}",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        rest.strip(),
        "---",
        "",
    ]
    changes = [each for each in forslag.filer if each.fore != each.efter]
    if forslag.register:
        path = data / REGISTER
        before = path.read_text(encoding="utf-8") if path.is_file() else None
        changes.insert(
            0, Filandring(REGISTER, before, register_text(before or "", forslag.register))
        )
    return "\n".join(head) + "".join(_file_patch(prefix, each) for each in changes)


def _file_patch(prefix: str, change: Filandring) -> str:
    name = prefix + change.fil
    lines = [f"diff --git a/{name} b/{name}\n"]
    if change.fore is None:
        lines.append("new file mode 100644\n")
    if change.efter is None:
        lines.append("deleted file mode 100644\n")
    lines += unified_diff(
        LINES.findall(change.fore or ""),
        LINES.findall(change.efter or ""),
        "/dev/null" if change.fore is None else f"a/{name}",
        "/dev/null" if change.efter is None else f"b/{name}",
    )
    whole = [
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    ]
    return "".join(whole)


def _said(done: subprocess.CompletedProcess[str]) -> str:
    return (done.stderr or done.stdout).strip() or f"git slutade med {done.returncode}"
