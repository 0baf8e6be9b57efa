"""The command ``atgardsplan``: an analysis or a working file in, a draft of the plan out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import click

from matcher.arbetsfil import Arbetsfil, read_arbetsfil
from matcher.cli_shared import or_exit, release_option, stop
from matcher.intake import read_analysis
from matcher.matching import Matcher, open_matcher
from matcher.needs import till_arbetsfil
from matcher.paket import bygg_paket
from matcher.plan import Atgardsplan, atgardsplan, plan_docx, plan_json, plan_markdown
from matcher.plan.form import Tabell, Uppmaning

WRITERS: Final[dict[str, Callable[[Atgardsplan], bytes]]] = {
    ".docx": plan_docx,
    ".md": lambda plan: plan_markdown(plan).encode(),
    ".json": lambda plan: plan_json(plan).encode(),
}


def _known_ending(_context: click.Context, _option: click.Parameter, path: Path) -> Path:
    if path.suffix.lower() not in WRITERS:
        raise click.BadParameter("filens namn ska sluta på .docx, .md eller .json.")
    return path


@click.command("atgardsplan")
@click.argument("fil", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--ut",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    callback=_known_ending,
    help="Filen som planen skrivs till: .docx, .md eller .json.",
)
@click.option("--skriv-over", "overwrite", is_flag=True, help="Ersätt filen om den redan finns.")
@release_option
def command(fil: Path, target: Path, overwrite: bool, release: Path) -> None:
    """Skriv ett utkast till åtgärdsplan ur FIL: en nulägesanalys eller en sparad arbetsfil.

    Det som bara skolan kan veta står som uppmaningar i planen.
    """
    if target.exists() and not overwrite:
        # Someone may have written in it.
        stop(f"{target} finns redan. Välj ett annat namn, eller lägg till --skriv-over.")
    try:
        content = fil.read_bytes()
    except OSError:
        stop(f"Filen {fil} går inte att läsa. Kontrollera sökvägen.")
    matcher = or_exit(lambda: open_matcher(release))
    sitting = or_exit(lambda: open_sitting(content, fil.name, matcher))
    paket = or_exit(lambda: bygg_paket(sitting, matcher))
    plan = or_exit(lambda: atgardsplan(sitting, matcher.underlag, paket))
    written = WRITERS[target.suffix.lower()](plan)
    try:
        target.write_bytes(written)
    except OSError:
        stop(f"Det gick inte att skriva {target}. Kontrollera att mappen finns.")
    for each in (*paket.brister, *paket.anmarkningar):
        click.echo(each, err=True)
    left = sum(_prompts(plan))
    click.echo(f"Skrev {target}. {left} ställen väntar på skolans egna ord.")


def open_sitting(content: bytes, name: str, matcher: Matcher) -> Arbetsfil:
    """Return the working file that a file is, or that an analysis gives.

    Examples
    --------
    >>> open_sitting(b'{"enhet": "Exempelskolan"}', "a.json", open_matcher(utgava)).enhet
    'Exempelskolan'
    """
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return read_arbetsfil(content)
    analys = read_analysis(content, filename=name)
    return till_arbetsfil(analys, matcher.read_needs(analys), matcher.katalogversion)


def _prompts(plan: Atgardsplan) -> list[int]:
    return [
        sum(isinstance(each, Uppmaning) for row in block.rader for each in row)
        if isinstance(block, Tabell)
        else int(isinstance(block, Uppmaning))
        for part in plan.delar
        for block in part.block
    ]
