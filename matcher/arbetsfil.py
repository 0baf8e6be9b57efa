"""The working file of a sitting: all that a school has read, chosen and written so far.

The server keeps nothing; this is what travels between the visitor's page and the server, and what
the visitor may save as a file and open again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import from_json

from matcher.errors import ArbetsfilError

FORMAT: Final = 1
BOM: Final = b"\xef\xbb\xbf"
"""What some programs put first in a file that they save again."""

LARGEST = 4_000_000
"""Bytes of a working file at most."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=120)]
Rad = Annotated[str, StringConstraints(max_length=1_000)]
Stycketext = Annotated[str, StringConstraints(max_length=20_000)]

Analysniva = Literal["resultat", "undervisning", "organisation"]
Roll = Literal["symtom", "orsak", "okand"]
"""Whether a problem shows in results, or is thought to be why."""

Sakerhet = Literal["saker", "trolig", "osaker"]


class _Del(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Textstycke(_Del):
    """A paragraph, list item or table cell of the analysis, as it was read.

    Cells of one row of a table have the same ``rad`` and follow each other.
    """

    text: Stycketext
    rubrik: Rad | None = None
    sida: int | None = Field(default=None, ge=1)
    rad: int | None = Field(default=None, ge=0)


class Stalle(_Del):
    """Where words stand: characters ``fran`` to ``till`` of a paragraph, counted from 0."""

    stycke: int = Field(ge=0)
    fran: int = Field(ge=0)
    till: int = Field(ge=0)


class Val(_Del):
    """What was decided about an insats for a problem, and why."""

    insats: Id
    beslut: Literal["vald", "kanske", "avvisad"]
    motiv: Rad = ""
    anteckning: Rad = ""


class Problem(_Del):
    """A problem of the school, found in its analysis or written by hand.

    ``prioritet`` is 1 for the first; None for those that are not prioritised. ``orsak_till`` holds
    ids of problems that this one is thought to cause.
    """

    id: Id
    formulering: Stycketext
    stallen: tuple[Stalle, ...] = ()
    analysniva: Analysniva = "undervisning"
    roll: Roll = "okand"
    problemomraden: tuple[Id, ...] = ()
    sakerhet: Sakerhet = "saker"
    utanfor: bool = False
    prioritet: int | None = Field(default=None, ge=1, le=20)
    orsak_till: tuple[Id, ...] = ()
    anteckning: Rad = ""
    val: tuple[Val, ...] = ()


class Iakttagelse(_Del):
    """What the analysis tells that is not a problem.

    ``historik`` is what has been tried already (``insatser`` are those of the catalogue that it
    names); ``styrka`` what works; ``elevrost`` the words of pupils or children.
    """

    slag: Literal["styrka", "historik", "elevrost"]
    text: Stycketext
    stallen: tuple[Stalle, ...] = ()
    insatser: tuple[Id, ...] = ()
    problemomraden: tuple[Id, ...] = ()


class Granser(_Del):
    """What the school can take on; None where it has not said."""

    terminer: int = Field(default=4, ge=1, le=8)
    samtidiga: int | None = Field(default=None, ge=1, le=20)
    timmar_per_termin: int | None = Field(default=None, ge=1, le=500)
    hogsta_kostnad: Id | None = None
    insatser_hogst: int = Field(default=5, ge=1, le=12)


class Planrad(_Del):
    """One insats of the plan, with what only the school can know."""

    insats: Id
    termin_fran: int = Field(default=1, ge=1, le=8)
    termin_till: int = Field(default=1, ge=1, le=8)
    mal: Stycketext = ""
    effekt: Stycketext = ""
    ansvarig: Rad = ""
    kostnad: Rad = ""
    uppfoljning: Stycketext = ""


class Plan(_Del):
    """What the school writes in its plan, a text a part; empty where nothing is written yet."""

    rader: tuple[Planrad, ...] = ()
    bakgrund: Stycketext = ""
    delaktighet: Stycketext = ""
    framgangar: Stycketext = ""
    risker: Stycketext = ""
    uppfoljning: Stycketext = ""
    utvardering: Stycketext = ""
    larande: Stycketext = ""
    overenskommelse: Stycketext = ""


class Arbetsfil(_Del):
    """A whole sitting.

    Examples
    --------
    >>> fil = Arbetsfil(problem=(Problem(id="p1", formulering="Eleverna ljudar i trean."),))
    >>> read_arbetsfil(write_arbetsfil(fil)) == fil
    True
    """

    format: Literal[1] = FORMAT
    katalogversion: Rad = ""
    huvudman: Rad = ""
    enhet: Rad = ""
    skolformer: tuple[Id, ...] = ()
    arskurser: tuple[Id, ...] = ()
    stycken: tuple[Textstycke, ...] = ()
    problem: tuple[Problem, ...] = ()
    iakttagelser: tuple[Iakttagelse, ...] = ()
    granser: Granser = Granser()
    paket: tuple[Id, ...] = ()
    plan: Plan = Plan()


UPGRADES: Final[dict[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {}
"""How a file of an earlier format becomes one of the next; none is needed yet."""


def read_arbetsfil(content: bytes) -> Arbetsfil:
    """Read a working file, also one that an earlier version saved.

    Parameters
    ----------
    content : bytes
        JSON, as :func:`write_arbetsfil` writes it.

    Returns
    -------
    Arbetsfil
        What was saved.

    Raises
    ------
    ArbetsfilError
        When it is too large, no working file, or made by a later version; what it says is in
        Swedish and holds nothing of the file.

    Examples
    --------
    >>> read_arbetsfil(b'{"format": 1, "enhet": "Exempelskolan"}').enhet
    'Exempelskolan'
    """
    if len(content) > LARGEST:
        raise ArbetsfilError(
            f"Arbetsfilen är för stor: gränsen är {LARGEST // 1_000_000} MB.",
            "Välj den arbetsfil som du sparade härifrån.",
        )
    where: tuple[str, ...] = ()
    try:
        plain = _upgraded(from_json(content.removeprefix(BOM), allow_inf_nan=False))
        return Arbetsfil.model_validate(plain)
    except ValidationError as fault:
        where = _place(fault)
    except ValueError:
        pass
    # Outside the handlers, so that the fault, which holds the school's text, does not travel on.
    raise ArbetsfilError(
        "Filen är inte en arbetsfil som går att öppna."
        + (f" Felet står i {'.'.join(where)}." if where else ""),
        "Välj den arbetsfil (json) som du sparade härifrån, eller börja om med analysen.",
    )


def write_arbetsfil(fil: Arbetsfil) -> bytes:
    """Return a working file as JSON, to save.

    Parameters
    ----------
    fil : Arbetsfil
        The sitting.

    Returns
    -------
    bytes
        What :func:`read_arbetsfil` reads.

    Examples
    --------
    >>> read_arbetsfil(write_arbetsfil(Arbetsfil(enhet="Exempelskolan"))).enhet
    'Exempelskolan'
    """
    return (fil.model_dump_json(indent=1) + "\n").encode()


def _upgraded(plain: object) -> object:
    """Return what was read in the format of today."""
    if not isinstance(plain, dict):
        return plain
    number = plain.get("format", FORMAT)
    if isinstance(number, int) and number > FORMAT:
        raise ArbetsfilError(
            "Arbetsfilen är sparad av en senare version av katalogen.",
            "Öppna den där den sparades, eller be att få den här katalogen uppdaterad.",
        )
    while isinstance(number, int) and number != FORMAT and number in UPGRADES:
        plain = UPGRADES[number](plain)
        number = plain.get("format", FORMAT)
    return plain


def _place(fault: ValidationError) -> tuple[str, ...]:
    """Return where in the file a fault is, without any name that is not ours."""
    where = fault.errors(include_input=False, include_context=False, include_url=False)[0]["loc"]
    return tuple(str(part) for part in where if isinstance(part, int) or part in NAMES)


NAMES: Final = frozenset(
    name
    for part in (Arbetsfil, Textstycke, Stalle, Val, Problem, Iakttagelse, Granser, Planrad, Plan)
    for name in part.model_fields
)


def to_dict(fil: Arbetsfil) -> dict[str, Any]:
    """Return plain values, as they are written to JSON."""
    return fil.model_dump(mode="json")
