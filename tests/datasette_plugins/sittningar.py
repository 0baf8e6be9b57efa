"""Helps the tests through the sitting: forms as a browser would send them, and files to bring."""

from __future__ import annotations

import io
import json
from typing import Any

from bs4 import BeautifulSoup
from docx import Document

from matcher.arbetsfil import (
    Arbetsfil,
    Iakttagelse,
    Problem,
    Stalle,
    Textstycke,
    Val,
    read_arbetsfil,
)

ANALYS = """Nulägesanalys för Påhittade skolan

Elevernas resultat

Var tredje elev i femman läser utan att förstå vad texten säger. Eleverna räknar på fingrarna.

Undervisningen

Lärarna arbetar var för sig. Taket läcker och ventilationen låter.
"""
LASER = "Var tredje elev i femman läser utan att förstå vad texten säger."
RAKNAR = "Eleverna räknar på fingrarna."
FIL = Arbetsfil(
    katalogversion="1",
    stycken=(Textstycke(text=f"{LASER} {RAKNAR}", rubrik="Resultat"), Textstycke(text="Bra bok.")),
    problem=(
        Problem(
            id="p1",
            formulering=LASER,
            stallen=(Stalle(stycke=0, fran=0, till=len(LASER)),),
            analysniva="resultat",
            roll="symtom",
            problemomraden=("lasforstaelse",),
            prioritet=1,
            val=(Val(insats="samtal-om-text", beslut="vald", motiv="Passar oss."),),
        ),
        Problem(
            id="p2",
            formulering=RAKNAR,
            stallen=(Stalle(stycke=0, fran=len(LASER) + 1, till=len(LASER) + 1 + len(RAKNAR)),),
            analysniva="resultat",
            problemomraden=("taluppfattning",),
            prioritet=2,
            orsak_till=("p1",),
        ),
        Problem(id="p3", formulering="Lärarna arbetar var för sig.", orsak_till=("p1", "p2")),
    ),
    iakttagelser=(
        Iakttagelse(slag="styrka", text="Bra bok."),
        Iakttagelse(slag="historik", text="Vi har gått kursen.", insatser=("samtal-om-text",)),
    ),
)
STEPS = ("problem", "forslag", "paket", "plan")


async def post(publik: Any, path: str, *, files: Any = None, **fields: Any) -> Any:
    """Post a form as a browser does when it has files."""
    return await publik.client.post(
        path, data=fields, files=files or {"tom": ("", b"", "application/octet-stream")}
    )


def parsed(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.text, "html.parser")


def fil_in(response: Any) -> Arbetsfil:
    """Return the working file that a page carries."""
    field = parsed(response).select_one("input[name=arbetsfil]")
    assert field is not None, response.text[:2000]
    return read_arbetsfil(str(field["value"]).encode())


def fields_of(response: Any) -> dict[str, list[str]]:
    """Return what a browser would send of the page's form, without any button."""
    form = parsed(response).select_one("form[data-sittning]")
    assert form is not None
    sent: dict[str, list[str]] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        kind = field.get("type")
        if kind in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            value = str(chosen["value"]) if chosen else ""
        elif field.name == "textarea":
            value = field.get_text().removeprefix("\n")
        else:
            value = str(field.get("value", "on"))
        sent.setdefault(str(field["name"]), []).append(value)
    return sent


async def go_on(publik: Any, response: Any, path: str, gor: str = "", **changed: Any) -> Any:
    """Send the page's form on, with a button pressed and some fields changed."""
    sent = fields_of(response) | {"gor": [gor]}
    for name, value in changed.items():
        sent[name] = value if isinstance(value, list) else [value]
    return await post(publik, path, **sent)


async def sit_down(publik: Any, fil: Arbetsfil | None = None) -> Any:
    """Begin a sitting, with the analysis above or a working file, at step 2."""
    if fil is None:
        response = await post(publik, "/atgardsplan/problem", text=ANALYS, borja="las")
    else:
        content = fil.model_dump_json().encode()
        given = {"fil": ("arbetsfil.json", content, "application/json")}
        response = await post(publik, "/atgardsplan/problem", files=given, borja="las")
    assert response.status_code == 200, response.text[:3000]
    return response


def docx_of(text: str = ANALYS) -> bytes:
    """Return a Word document; a line of four words or fewer is a heading."""
    document = Document()
    for line in text.splitlines():
        if line.strip():
            few = len(line.split()) <= 4
            document.add_paragraph(line, style="Heading 1" if few else None)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def as_json(fil: Arbetsfil) -> Any:
    return json.loads(fil.model_dump_json())
