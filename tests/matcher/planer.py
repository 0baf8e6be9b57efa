"""A whole sitting to make plans of, and the words that each form of a plan says."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from matcher import Arbetsfil, Atgardsplan, Matcher, atgardsplan, bygg_paket
from matcher.arbetsfil import Granser, Iakttagelse, Plan, Planrad, Problem, Stalle, Textstycke, Val

READING = "Eleverna läser utan att förstå vad texten säger."
ALONE = "Lärarna frågar, en elev svarar, läraren frågar igen."
FIGURES = "33 av 48 sexor klarade inte läsdelen."


def whole_sitting() -> Arbetsfil:
    """Return a sitting with something in every part of it."""
    return Arbetsfil(
        enhet="Hittepåskolan",
        huvudman="Exempelkommunen",
        skolformer=("grundskola",),
        stycken=(Textstycke(text=f"Så gick det. {FIGURES}"),),
        problem=(
            Problem(
                id="las",
                formulering=READING,
                stallen=(Stalle(stycke=0, fran=13, till=50), Stalle(stycke=9, fran=0, till=5)),
                analysniva="resultat",
                roll="symtom",
                problemomraden=("lasforstaelse",),
                prioritet=1,
                val=(
                    Val(insats="samtal-om-text", beslut="vald", motiv="Lärarna vill det."),
                    Val(insats="laslyckan-hela", beslut="avvisad", motiv="För stort nu."),
                ),
            ),
            Problem(id="fraga", formulering=ALONE, roll="orsak", orsak_till=("las",)),
            Problem(id="tak", formulering="Taket läcker.", utanfor=True),
        ),
        iakttagelser=(
            Iakttagelse(slag="elevrost", text="«Vi vill prata mer om böckerna.»"),
            Iakttagelse(slag="styrka", text="Arbetslagen är stabila."),
            Iakttagelse(slag="historik", text="Vi gick en kurs.", insatser=("tal-i-tanken",)),
        ),
        granser=Granser(timmar_per_termin=20),
        plan=Plan(
            rader=(Planrad(insats="samtal-om-text", ansvarig="Rektor", mal="60 procent."),),
            bakgrund="Första raden.\nAndra raden.",
            larande="Vi skriver upp det.",
        ),
    )


def plan_of(fil: Arbetsfil, matcher: Matcher) -> Atgardsplan:
    """Return the plan of a sitting."""
    return atgardsplan(fil, matcher.underlag, bygg_paket(fil, matcher))


PARTS = [
    "bakgrund",
    "problem",
    "orsaker",
    "insatser",
    "mal",
    "ansvar",
    "tidplan",
    "kostnad",
    "delaktighet",
    "framgangar",
    "risker",
    "uppfoljning",
    "larande",
    "kallor",
    "overenskommelse",
]


def blocks(document: Any) -> Iterator[Paragraph | Table]:
    """Yield the paragraphs and tables of a document, in order."""
    for element in document.element.body.iterchildren():
        if element.tag == qn("w:p"):
            yield Paragraph(element, document)
        elif element.tag == qn("w:tbl"):
            yield Table(element, document)


def docx_texts(content: bytes) -> list[str]:
    """Return the words of a document, in order."""
    found: list[str] = []
    for block in blocks(Document(io.BytesIO(content))):
        if isinstance(block, Table):
            found += [p.text for row in block.rows for cell in row.cells for p in cell.paragraphs]
        else:
            found.append(block.text)
    return [each for each in found if each]


def markdown_texts(text: str) -> list[str]:
    """Return the words of a Markdown text, in order."""
    found: list[str] = []
    for line in text.splitlines():
        if re.fullmatch(r"\|(?:---\|)+", line) or not line:
            continue
        if line.startswith("| "):
            cells = re.split(r"(?<!\\) \| ", line.removeprefix("| ").removesuffix(" |"))
            found += [part for cell in cells for part in cell.split("<br>")]
            continue
        bare = re.sub(r"^(?:#+ |> |- )", "", line)
        found.append(re.sub(r"^(\*\*|\*)(.*)\1$", r"\2", bare))
    return [re.sub(r"\\([\\`*_\[\]<>|~&#.)=+-])", r"\1", each) for each in found]


def json_texts(text: str) -> list[str]:
    """Return the words of a plan as JSON, in order."""
    plain = json.loads(text)
    found = [plain["titel"], *plain["inledning"]]
    for each in plain["delar"]:
        found.append(each["titel"])
        for block in each["block"]:
            if block["slag"] == "tabell":
                found += [block["titel"], *block["kolumner"]]
                for row in block["rader"]:
                    for cell in row:
                        found += cell.get("rader") or [f"[Skolan skriver: {cell['uppmaning']}]"]
            elif block["slag"] == "punkter":
                found += block["rader"]
            elif block["slag"] == "uppmaning":
                found.append(f"[Skolan skriver: {block['text']}]")
            else:
                found.append(block["text"])
    return found
