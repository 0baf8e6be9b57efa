"""What is told of an insats, field by field: the rows of a comparison and the columns of a file.

One list for all of them, so that the page, the JSON, the workbook and the document say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from catalog.reading import Insatsblad, Term
from catalog.swedish import inside_sentence
from datasette_plugins.wording import sentence, status_words

CLEAR_LINK = 2
"""From this strength on, a problem is told as one that the insats is for."""

NO_YEARS = "Källan anger inga, eller så gäller de inte insatsen."


@dataclass(frozen=True, slots=True)
class Ord:
    """One thing that is told; ``vag`` is the page of what it names."""

    text: str
    vag: str | None = None


@dataclass(frozen=True, slots=True)
class Varde:
    """What is told of one insats in one respect, and remarks to it."""

    ord: tuple[Ord, ...] = ()
    tillagg: tuple[str, ...] = ()

    @property
    def texter(self) -> tuple[str, ...]:
        """The words without their links."""
        return tuple(each.text for each in self.ord)

    @property
    def saknas(self) -> bool:
        """Whether the catalogue knows nothing here."""
        return not self.ord


@dataclass(frozen=True, slots=True)
class Egenskap:
    """One respect in which insatser are described.

    ``uppraknad`` tells that the words are short and can stand in a row; the others are sentences.
    """

    id: str
    titel: str
    uppraknad: bool
    hamta: Callable[[Insatsblad], Varde]


@dataclass(frozen=True, slots=True)
class Rad:
    """One respect over several insatser, in their order."""

    id: str
    titel: str
    uppraknad: bool
    varden: tuple[Varde, ...]

    @property
    def lika(self) -> bool:
        """Whether exactly the same is known of all, remarks included."""
        return len(set(self.varden)) == 1 and not self.saknas

    @property
    def saknas(self) -> bool:
        """Whether nothing is known of any; that they are alike is then not known either."""
        return all(varde.saknas for varde in self.varden)

    @property
    def skiljer(self) -> bool:
        """Whether there is a difference to see, if only in a remark."""
        return len(set(self.varden)) > 1

    @property
    def gemensamt(self) -> frozenset[str]:
        """The words that are told of all."""
        return frozenset.intersection(*(frozenset(varde.texter) for varde in self.varden))


def compare(
    insatser: Sequence[Insatsblad], egenskaper: Iterable[Egenskap] | None = None
) -> tuple[Rad, ...]:
    """Return every respect over the insatser.

    Examples
    --------
    >>> from catalog import open_reader
    >>> with open_reader(utgava / "katalog.db") as reader:
    ...     rader = compare(reader.insatser(["samtal-om-text", "fysik-pa-riktigt"]))
    >>> [rad.titel for rad in rader if rad.uppraknad and rad.lika]
    ['Målgrupper']
    """
    return tuple(
        Rad(each.id, each.titel, each.uppraknad, tuple(each.hamta(insats) for insats in insatser))
        for each in (EGENSKAPER if egenskaper is None else egenskaper)
    )


def _words(*texts: str | None) -> tuple[Ord, ...]:
    return tuple(Ord(text) for text in texts if text)


def _terms(terms: Iterable[Term]) -> tuple[Ord, ...]:
    """Return terms as they stand inside a sentence, so that the same one is always the same."""
    return tuple(Ord(inside_sentence(term.namn)) for term in terms)


def _problems(insats: Insatsblad) -> Varde:
    return Varde(
        tuple(
            Ord(lank.namn, f"/problemomraden/{lank.id}")
            for lank in insats.problemomraden
            if (lank.styrka or 0) >= CLEAR_LINK
        )
    )


def _school_forms(insats: Insatsblad) -> Varde:
    if insats.skolformer or not insats.skolformer_bedomda:
        return Varde(_terms(insats.skolformer))
    judged = ", ".join(each.text for each in _terms(insats.skolformer_bedomda))
    return Varde((), (f"Redaktionens bedömning: {judged}.",))


def _cost(insats: Insatsblad) -> Varde:
    kostnad = insats.kostnad
    if kostnad is None or kostnad.band.id == "okand":
        return Varde((), (kostnad.pris,) if kostnad and kostnad.pris else ())
    remarks = tuple(text for text in (kostnad.pris, kostnad.omfattar) if text)
    return Varde(_words(sentence(kostnad.band.namn)), remarks)


def _evidence(insats: Insatsblad) -> Varde:
    evidens = insats.evidens
    if evidens is None:
        return Varde()
    remarks = [evidens.mening] if evidens.mening else []
    if evidens.riktning.id != "okand":
        remarks.insert(0, f"Riktning: {inside_sentence(evidens.riktning.namn)}.")
    return Varde(_words(sentence(evidens.grad.namn)), tuple(remarks))


def _status(insats: Insatsblad) -> Varde:
    remarks = (f"Började {insats.fran}.",) if insats.fran else ()
    return Varde(_words(status_words(insats)), remarks)


def _certainty(insats: Insatsblad) -> Varde:
    described = insats.sakerhet.beskrivning
    return Varde(_words(sentence(insats.sakerhet.namn)), (described,) if described else ())


def _review(insats: Insatsblad) -> Varde:
    if insats.granskad:
        return Varde(_words(f"Granskad av {insats.granskad_av}, {insats.granskad}"))
    return Varde(_words("Inte granskad av någon ansvarig organisation ännu"))


def _short(id_: str, titel: str, hamta: Callable[[Insatsblad], Varde]) -> Egenskap:
    return Egenskap(id_, titel, True, hamta)


def _long(id_: str, titel: str, hamta: Callable[[Insatsblad], tuple[str, ...]]) -> Egenskap:
    return Egenskap(id_, titel, False, lambda insats: Varde(_words(*hamta(insats))))


TYPE = _short("typ", "Typ av insats", lambda i: Varde(_words(sentence(i.typ.namn))))
SUMMARY = _long("sammanfattning", "Vad det är", lambda i: (i.sammanfattning,))
ORGANISER = _short(
    "anordnare",
    "Anordnare",
    lambda i: Varde(tuple(Ord(each.namn, f"/anordnare/{each.id}") for each in i.anordnare)),
)
TIME = _short("tid", "Tid och omfattning", lambda i: Varde(_words(sentence(i.omfattning or ""))))
COST = _short("kostnad", "Kostnad", _cost)
EVIDENCE = _short("evidens", "Evidens", _evidence)
STATUS = _short("status", "Status", _status)

EGENSKAPER: tuple[Egenskap, ...] = (
    TYPE,
    SUMMARY,
    _short("problemomraden", "Problem den är till för", _problems),
    ORGANISER,
    _short("skolformer", "Skolformer", _school_forms),
    _short(
        "arskurser",
        "Årskurser",
        lambda i: Varde(_terms(i.arskurser), () if i.arskurser else (NO_YEARS,)),
    ),
    _short(
        "amnen",
        "Ämnen",
        lambda i: Varde(_terms(i.amnen) or _words("Inte knuten till ett visst ämne")),
    ),
    _short("malgrupper", "Målgrupper", lambda i: Varde(_terms(i.malgrupper))),
    TIME,
    _long("genomforare", "Vem som genomför", lambda i: (i.genomforare,) if i.genomforare else ()),
    COST,
    EVIDENCE,
    STATUS,
    _long("passar_nar", "Passar när", lambda i: i.passar_nar),
    _long("passar_inte", "Passar inte när", lambda i: i.passar_inte),
    _long("forutsattningar", "Förutsättningar", lambda i: i.forutsattningar),
    _long("uppfoljning", "Så ser ni om det hjälper", lambda i: i.uppfoljning),
    _short("sakerhet", "Hur säkra uppgifterna är", _certainty),
    _short("granskning", "Granskning", _review),
)
"""Every respect, in the order in which they are told."""

AT_A_GLANCE: tuple[Egenskap, ...] = (TIME, COST, EVIDENCE, STATUS)
"""What a list tells beside the card."""
