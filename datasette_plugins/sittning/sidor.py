"""What the pages of the sitting show, a step each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from datasette_plugins.resources import Resources
from datasette_plugins.responses import PageError
from datasette_plugins.sittning import falt, markering
from datasette_plugins.sittning.arbete import Arbete, chosen_ids, clean, in_focus, prioritised
from datasette_plugins.sittning.mottagning import START, TEXT
from datasette_plugins.sittning.rattelser import KINDS, places_to_split
from datasette_plugins.uploads import Form
from matcher.arbetsfil import Arbetsfil
from matcher.formulering import papekanden
from matcher.intake import Analys, Stycke
from matcher.intake.limits import LARGEST_FILE
from matcher.intake.personal import find_personal, warning

STEPS = (
    ("/atgardsplan", "In"),
    ("/atgardsplan/problem", "Problem"),
    ("/atgardsplan/forslag", "Förslag"),
    ("/atgardsplan/paket", "Paket"),
    ("/atgardsplan/plan", "Plan"),
)
LEVELS = (
    (
        "resultat",
        "Elevernas resultat och måluppfyllelse",
        "Det som syns hos eleverna eller barnen.",
    ),
    (
        "undervisning",
        "Undervisningen och andra processer",
        "Det som händer i undervisningen och runt den.",
    ),
    ("organisation", "Organisation och ledning", "Det som rektor och huvudman styr över."),
)
ROLES = (
    ("okand", "Inte bestämt"),
    ("symtom", "Symtom: det syns"),
    ("orsak", "Orsak: det kan vara varför"),
)
SURENESS = {
    "saker": "Tydligt i texten",
    "trolig": "Troligt",
    "osaker": "Osäkert: läs och avgör",
}
DECISIONS = (("vald", "Välj"), ("kanske", "Kanske"), ("avvisad", "Avvisa"), ("", "Inte bestämt"))


def start(opened: Resources, form: Form, fel: PageError | None) -> dict[str, Any]:
    """Return what the first step shows; filled in, if it was sent and refused."""
    return {
        "steg": 1,
        "stegen": STEPS,
        "vokabular": opened.vokabular,
        "fel": fel,
        "text": clean(form.first(TEXT)),
        "skolformer": form.all("skolform"),
        "arskurser": form.all("arskurs"),
        "borja": form.first(START),
        "storst": LARGEST_FILE // 1_000_000,
    }


def common(opened: Resources, arbete: Arbete, step: int) -> dict[str, Any]:
    """Return what every later step shows."""
    fil, underlag = arbete.fil, opened.matcher.underlag
    return {
        "steg": step,
        "stegen": STEPS,
        "a": arbete,
        "fil": fil,
        "arbetsfil": fil.model_dump_json(),
        "forra": _before(arbete),
        "vokabular": opened.vokabular,
        "omradesnamn": {omrade.id: omrade.namn for omrade in underlag.omraden},
        "insatsnamn": {insats.id: insats.namn for insats in underlag.insatser},
        "nummer": {problem.id: number for number, problem in enumerate(fil.problem, start=1)},
        "prioriterade": prioritised(fil),
        "i_fokus": in_focus(fil),
        "valda": chosen_ids(fil),
        "beslut": DECISIONS,
    }


def problem(opened: Resources, arbete: Arbete) -> dict[str, Any]:
    """Return what the second step shows."""
    problems = arbete.fil.problem
    found = find_personal(_all_text(arbete.fil))
    return common(opened, arbete, 2) | {
        "personuppgifter": warning(found),
        "markerat": markering.mark(arbete.fil, found),
        "nulage": falt.nulage_of(arbete),
        "nivaer": LEVELS,
        "nivaval": [(id_, title) for id_, title, _ in LEVELS],
        "roller": ROLES,
        "sakerheter": SURENESS,
        "slagval": list(KINDS.items()),
        "orsaker": {one.id: _numbers(arbete, one.orsak_till) for one in problems},
        "papekanden": {one.id: papekanden(one.formulering) for one in problems},
        "delbara": {one.id: places_to_split(one.formulering) for one in problems},
    }


def _all_text(fil: Arbetsfil) -> Analys:
    """Return the analysis, and after it what was written here."""
    read = [Stycke(each.text, each.rubrik) for each in fil.stycken]
    known = " ".join(each.text for each in fil.stycken)
    told = [one.formulering for one in fil.problem if one.formulering not in known]
    return Analys("text", (*read, *(Stycke(text) for text in told)))


def _numbers(arbete: Arbete, ids: Iterable[str]) -> str:
    known = {one.id for one in arbete.fil.problem}
    return ", ".join(str(arbete.number(id_)) for id_ in ids if id_ in known)


def _before(arbete: Arbete) -> str:
    if arbete.forra is None:
        return ""
    return arbete.forra.model_dump_json(include={"problem", "iakttagelser"})
