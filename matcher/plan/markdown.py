"""The plan as Markdown, to paste into another program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from matcher.plan.form import (
    Atgardsplan,
    Block,
    Punkter,
    Rubrik,
    Stycke,
    Tabell,
    Uppmaning,
    cell_lines,
    said,
)

SIGNS: Final = re.compile(r"([\\`*_\[\]<>|~&])")
AT_START: Final = re.compile(r"^(#{1,6}(?= |$)|[-+=](?=[\s+=-]|$)|\d+(?=[.)]))")


def plan_markdown(plan: Atgardsplan) -> str:
    r"""Return the plan as Markdown.

    Parameters
    ----------
    plan : Atgardsplan
        From :func:`matcher.plan.atgardsplan`.

    Examples
    --------
    >>> plan_markdown(Atgardsplan("Åtgärdsplan", (), (), "1"))
    '# Åtgärdsplan\n'
    """
    lines = [f"# {escaped(plan.titel)}", "", *(f"{escaped(each)}\n" for each in plan.inledning)]
    for part in plan.delar:
        lines += [f"## {escaped(part.titel)}", ""]
        for block in part.block:
            lines += [*_lines(block), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Rubrik):
        yield f"### {escaped(block.text)}"
    elif isinstance(block, Uppmaning):
        yield f"**{escaped(said(block))}**"
    elif isinstance(block, Stycke):
        yield f"{'> ' if block.rost == 'skola' else ''}{escaped(block.text)}"
    elif isinstance(block, Punkter):
        yield from (f"- {escaped(line)}" for line in block.rader)
    else:
        yield from _table(block)


def _table(block: Tabell) -> Iterator[str]:
    yield f"*{escaped(block.titel)}*"
    yield ""
    yield f"| {' | '.join(escaped(each) for each in block.kolumner)} |"
    yield f"|{'---|' * len(block.kolumner)}"
    for row in block.rader:
        cells = ("<br>".join(escaped(line) for line in cell_lines(each)) for each in row)
        yield f"| {' | '.join(cells)} |"


def escaped(text: str) -> str:
    r"""Return text so that Markdown shows it as it is.

    Examples
    --------
    >>> print(escaped("3. Läsning * <b> | 4"))
    3\. Läsning \* \<b\> \| 4
    """
    safe = SIGNS.sub(r"\\\1", text)
    found = AT_START.match(safe)
    if found is None:
        return safe
    start = found[0]
    return f"{start}\\{safe[len(start) :]}" if start[0].isdigit() else f"\\{safe}"
