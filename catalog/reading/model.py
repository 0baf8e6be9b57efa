"""The read model: frozen views of the built catalogue."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A vocabulary value, or any other thing that is named and linked to."""

    id: str
    namn: str
    beskrivning: str | None = None


@dataclass(frozen=True, slots=True)
class Lank:
    """A graded link from one thing to another, seen from either end."""

    id: str
    namn: str
    styrka: int | None
    motivering: str | None = None


@dataclass(frozen=True, slots=True)
class Kalla:
    """A page that a record was read from."""

    titel: str
    utgivare: str
    url: str | None
    last: str


@dataclass(frozen=True, slots=True)
class Referenslank:
    """A work of research as an insats uses it."""

    id: str
    kort: str
    full: str
    roll: Term
    sida: str | None
    pastaende: str | None


@dataclass(frozen=True, slots=True)
class Tid:
    """Hours and weeks of an insats, where its source states them."""

    timmar_min: int | None
    timmar_max: int | None
    veckor_min: int | None
    veckor_max: int | None
    avser: str | None


@dataclass(frozen=True, slots=True)
class Kostnad:
    """What an insats costs, and the grants that can be or could be sought for it."""

    band: Term
    pris: str | None
    omfattar: str | None
    statsbidrag: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Evidens:
    """How much is known of an insats, and which way it points."""

    grad: Term
    riktning: Term
    mening: str | None


@dataclass(frozen=True, slots=True)
class Relation:
    """Another insats; ``utgaende`` tells whether the relation is stated here or by the other."""

    slag: Term
    insats: Term
    utgaende: bool


@dataclass(frozen=True, slots=True)
class Insatskort:
    """An insats as it is shown in a list."""

    id: str
    namn: str
    typ: Term
    foreslas: bool
    anordnare: tuple[Term, ...]
    program: tuple[Term, ...]
    skolformer: tuple[Term, ...]
    skolformer_bedomda: tuple[Term, ...]
    arskurser: tuple[Term, ...]
    amnen: tuple[Term, ...]
    malgrupper: tuple[Term, ...]
    nivaer: tuple[Term, ...]
    omfattning: str | None
    status: Term
    fran: int | None
    till: int | None
    belagd: int | None
    tid: Tid | None
    kostnad: Kostnad | None
    evidens: Evidens | None
    sammanfattning: str
    sakerhet: Term
    granskad: str | None


@dataclass(frozen=True, slots=True)
class Insatsblad(Insatskort):
    """All that is known of an insats, as its own page shows it."""

    anordnare_enligt_kallan: str | None
    genomforare: str | None
    stycken: tuple[str, ...]
    passar_nar: tuple[str, ...]
    passar_inte: tuple[str, ...]
    formuleringar: tuple[str, ...]
    liknar_men_inte: tuple[tuple[str, Term], ...]
    forutsattningar: tuple[str, ...]
    start: str | None
    forsta_steg: tuple[str, ...]
    uppfoljning: tuple[str, ...]
    relationer: tuple[Relation, ...]
    problemomraden: tuple[Lank, ...]
    paverkansfaktorer: tuple[Lank, ...]
    referenser: tuple[Referenslank, ...]
    kallor: tuple[Kalla, ...]
    obekraftat: tuple[str, ...]
    alias: tuple[str, ...]
    granskad_av: str | None
    skriven_av: str
    skriven_datum: str
    granskas_senast: str | None


@dataclass(frozen=True, slots=True)
class Omradeskort:
    """A problem area as it is shown in a list."""

    id: str
    namn: str
    analysniva: Term
    grupp: Term
    definition: str
    antal_insatser: int
    lucka: str | None


@dataclass(frozen=True, slots=True)
class Omradesblad(Omradeskort):
    """All that is known of a problem area."""

    skolformer: tuple[Term, ...]
    paverkansfaktorer: tuple[Term, ...]
    narliggande: tuple[Term, ...]
    ingar_i: Term | None
    delar: tuple[Term, ...]
    kvalitetsomraden: tuple[Term, ...]
    bruk: tuple[Term, ...]
    skolinspektionen: tuple[Term, ...]
    referenser: tuple[Referenslank, ...]
    formuleringar: tuple[str, ...]
    liknar_men_inte: tuple[tuple[str, Term], ...]
    insatser: tuple[Lank, ...]


@dataclass(frozen=True, slots=True)
class Faktorblad:
    """A påverkansfaktor with what hangs on it."""

    id: str
    namn: str
    definition: str
    kallor: tuple[Kalla, ...]
    insatser: tuple[Insatskort, ...]
    problemomraden: tuple[Term, ...]
    belagg: tuple[Referenslank, ...]
    referenser: tuple[Referenskort, ...]


@dataclass(frozen=True, slots=True)
class Samlingsblad:
    """A programme or an anordnare, with its insatser."""

    id: str
    namn: str
    beskrivning: str | None
    anordnare: tuple[Term, ...]
    insats: Term | None
    insatser: tuple[Insatskort, ...]


@dataclass(frozen=True, slots=True)
class Referenskort:
    """A work of research as it is shown in a list."""

    id: str
    kort: str
    full: str
    titel: str
    ar: int | None
    slag: str
    url: str | None
    note: str
    belagg: str | None
    sakerhet: Term


@dataclass(frozen=True, slots=True)
class Referensblad(Referenskort):
    """A work of research with its use in the catalogue."""

    csl: str
    doi: str | None
    amnesomraden: tuple[str, ...]
    namns_i: tuple[str, ...]
    paverkansfaktorer: tuple[Term, ...]
    insatser: tuple[tuple[Term, Term, str | None], ...]
    problemomraden: tuple[tuple[Term, Term, str | None], ...]


@dataclass(frozen=True, slots=True)
class Filterval:
    """One value that a list can be narrowed by, and how many insatser it would leave.

    ``ingar_i`` is the id of a wider value, whose number includes this one's; ``grupp`` a heading.
    """

    id: str
    namn: str
    antal: int
    ingar_i: str | None = None
    grupp: str | None = None


@dataclass(frozen=True, slots=True)
class Urval:
    """What a list of insatser is narrowed to: field → chosen ids (any of them)."""

    problemomrade: tuple[str, ...] = ()
    skolform: tuple[str, ...] = ()
    arskurs: tuple[str, ...] = ()
    amne: tuple[str, ...] = ()
    malgrupp: tuple[str, ...] = ()
    niva: tuple[str, ...] = ()
    typ: tuple[str, ...] = ()
    anordnare: tuple[str, ...] = ()
    program: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    paverkansfaktor: tuple[str, ...] = ()
    evidens: tuple[str, ...] = ()
    kostnad: tuple[str, ...] = ()
    timmar: tuple[str, ...] = ()
    q: str = ""


@dataclass(frozen=True, slots=True)
class Lista:
    """A page of a narrowed list, with the values that can narrow it further."""

    antal: int
    kort: tuple[Insatskort, ...]
    filter: dict[str, tuple[Filterval, ...]]


@dataclass(frozen=True, slots=True)
class Nytt:
    """What is new: the last day of writing and how many were written then; begun and ended."""

    datum: str
    skrivna: int
    borjade: tuple[Insatskort, ...]
    slutade: tuple[Insatskort, ...]


@dataclass(frozen=True, slots=True)
class Vokabular:
    """The vocabularies a matcher or a form needs, in their own order."""

    skolformer: tuple[Term, ...]
    arskurser: tuple[Term, ...]
    amnen: tuple[Term, ...]
    malgrupper: tuple[Term, ...]
    nivaer: tuple[Term, ...]
    analysnivaer: tuple[Term, ...]
    amne_ingar_i: dict[str, str]
    synonymer: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Begrepp:
    """A value of a vocabulary, with the ids of those it belongs under and beside."""

    id: str
    namn: str
    beskrivning: str | None = None
    ingar_i: str | None = None
    narliggande: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Begreppslista:
    """A vocabulary; ``egna_sidor`` says that its values have pages of their own."""

    id: str
    titel: str
    beskrivning: str
    begrepp: tuple[Begrepp, ...]
    egna_sidor: bool


@dataclass(frozen=True, slots=True)
class Andring:
    """That a record was written or reviewed a certain day, by whom."""

    slag: str
    id: str
    namn: str
    sammanfattning: str
    datum: str
    handelse: str
    av: str


@dataclass(frozen=True, slots=True)
class Soksvar:
    """What a short search found, of each kind; ``for_kort`` says that the words were too short."""

    insatser: tuple[Insatskort, ...]
    problemomraden: tuple[Omradeskort, ...]
    referenser: tuple[Referenskort, ...]
    for_kort: bool
