"""From a sitting and its package to the åtgärdsplan that the agreement rests on."""

from __future__ import annotations

import json

from matcher.aktualisering import bring_up_to_date
from matcher.arbetsfil import Arbetsfil
from matcher.features import Underlag
from matcher.paket import Insatspaket
from matcher.plan import analysen, insatserna, uppfoljningen
from matcher.plan.docx import plan_docx
from matcher.plan.form import Atgardsplan, clean
from matcher.plan.grund import ground
from matcher.plan.markdown import plan_markdown

__all__ = ["Atgardsplan", "atgardsplan", "plan_docx", "plan_json", "plan_markdown"]

PARTS = (
    analysen.bakgrund,
    analysen.problem,
    analysen.orsaker,
    insatserna.insatser,
    insatserna.mal,
    insatserna.ansvar,
    insatserna.tidplan,
    insatserna.kostnad,
    analysen.delaktighet,
    analysen.framgangar,
    uppfoljningen.risker,
    uppfoljningen.uppfoljning,
    uppfoljningen.larande,
    uppfoljningen.kallor,
    uppfoljningen.overenskommelse,
)
"""All that Skolverket's plan asks for, in its order."""


def atgardsplan(fil: Arbetsfil, underlag: Underlag, paket: Insatspaket) -> Atgardsplan:
    """Return a draft of the plan: what the catalogue and the school's own words say, no more.

    Parameters
    ----------
    fil : Arbetsfil
        The sitting, with what the school has written.
    underlag : Underlag
        The records of the release.
    paket : Insatspaket
        Of the same sitting; where the school has chosen nothing, its suggestion is drawn and said
        to be one.

    Returns
    -------
    Atgardsplan
        What only the school can know is an :class:`~matcher.plan.form.Uppmaning`.

    Examples
    --------
    >>> from matcher import open_matcher
    >>> from matcher.arbetsfil import Problem
    >>> from matcher.paket import bygg_paket
    >>> matcher = open_matcher(utgava)
    >>> svagt = Problem(id="p1", formulering="Eleverna ljudar ord för ord i trean.", prioritet=1)
    >>> fil = Arbetsfil(problem=(svagt,), enhet="Exempelskolan")
    >>> plan = atgardsplan(fil, matcher.underlag, bygg_paket(fil, matcher))
    >>> plan.titel, len(plan.delar)
    ('Åtgärdsplan för Exempelskolan', 15)
    """
    fil, _ = bring_up_to_date(fil, underlag)
    grund = ground(fil, underlag, paket)
    name = clean(fil.enhet) or clean(fil.huvudman)
    about = [
        "Utkast. Texten inom hakparentes visar vad bara skolan kan skriva.",
        *([f"Huvudman: {clean(fil.huvudman)}"] if clean(fil.huvudman) else []),
        f"Uppgifterna om insatserna kommer ur Insatskatalogen, utgåva {paket.katalogversion[:12]}. "
        "Det som sägs om redaktionen gäller katalogens redaktion.",
        *(clean(each) for each in (*paket.brister, *paket.anmarkningar)),
    ]
    return Atgardsplan(
        titel=f"Åtgärdsplan för {name}" if name else "Åtgärdsplan",
        inledning=tuple(about),
        delar=tuple(part(grund) for part in PARTS),
        katalogversion=paket.katalogversion,
    )


def plan_json(plan: Atgardsplan) -> str:
    """Return the plan as JSON.

    Parameters
    ----------
    plan : Atgardsplan
        From :func:`atgardsplan`.

    Examples
    --------
    >>> json.loads(plan_json(Atgardsplan("Åtgärdsplan", (), (), "1")))["titel"]
    'Åtgärdsplan'
    """
    return json.dumps(plan.to_dict(), ensure_ascii=False, indent=1) + "\n"
