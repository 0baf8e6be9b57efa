"""What is read out of a need's own words."""

from __future__ import annotations

import pytest

from matcher.context import read_context, subjects_agree
from matcher.result import Behov, Forstatt, Last
from matcher.statements import read_years

WITHIN = {"fysik": "no", "kemi": "no"}


def read_in(text: str) -> Forstatt:
    """Return what is read in a text when nothing is stated."""
    return read_context(Behov(text=text)).last


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        ("Sexorna kan inte räkna", ("4-6",)),
        ("I fyran hackar läsningen", ("4-6",)),
        ("Var femte nia saknar betyg", ()),
        ("Niorna saknar betyg", ("7-9",)),
        ("åk 7-9 är stökigt", ("7-9",)),
        ("Årskurs 3 och åk 4", ("f-3", "4-6")),
        ("F–3 saknar material", ("f-3",)),
        ("På högstadiet är det tyst", ("7-9",)),
        ("Mellanstadielärarna", ("4-6",)),
        ("gymnasiebehörigheten sjunker i nian", ("7-9",)),
        ("Gymnasieeleverna hoppar av", ("gy",)),
        ("Tre av fyra trivs", ()),
        ("De nio eleverna", ()),
        ("4-6 elever per grupp", ()),
        ("Vi arbetar på 4–6 grupper", ()),
        ("De sitter 7–9 timmar i veckan", ()),
        ("Böckerna räcker till 1-3 barn", ()),
        ("På 7–9 är det stökigt", ("7-9",)),
        ("Lärarna på 4-6 och på F-3", ("f-3", "4-6")),
        ("årskurserna 4–9", ("4-6", "7-9")),
        ("Få blir behöriga till gymnasiet", ()),
        ("Niorna är oroliga inför gymnasiet", ("7-9",)),
        ("Niorna läser kurser på gymnasiet", ("7-9",)),
        ("Grundskolan och gymnasiet delar matsal", ()),
        ("Övergången till gymnasieskolan", ()),
        ("Programmen på gymnasiet", ("gy",)),
        ("På Ågymnasiet är frånvaron hög", ("gy",)),
        ("Få vårdnadshavare har gymnasial utbildning", ()),
        ("Årskurs 3 och 9 skriver proven", ("f-3", "7-9")),
        ("I klass 3 och 8 elever till", ("f-3",)),
    ],
)
def test_years_in_words(text: str, stages: tuple[str, ...]) -> None:
    assert read_in(text).ids("arskurser") == stages


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Barnen på förskolan", ("forskola",)),
        ("Förskolepersonalen byts ut", ("forskola",)),
        ("I förskoleklassen leker de", ("forskoleklass",)),
        ("fritids och skolan", ("fritidshem",)),
        ("elever i anpassad grundskola", ("anpassad-grundskola",)),
        ("kursdeltagarna på sfi", ("komvux",)),
        ("gymnasiet tappar elever", ("gymnasieskola",)),
        ("eleverna läser", ()),
        ("bråk på fritidsgården", ()),
        ("en meningsfull fritidssysselsättning", ()),
        ("personalen på fritidshemmet", ("fritidshem",)),
        ("Få blir behöriga till gymnasiet", ()),
        ("Niorna besöker gymnasiet", ()),
        ("I grundskolan och på gymnasiet", ()),
        ("anpassad gymnasieskola", ("anpassad-gymnasieskola",)),
        ("Yrkesgymnasiet växer", ("gymnasieskola",)),
        ("de högskoleförberedande programmen", ("gymnasieskola",)),
        ("gymnasial vuxenutbildning", ("komvux",)),
    ],
)
def test_school_forms_in_words(text: str, forms: tuple[str, ...]) -> None:
    assert read_in(text).ids("skolformer") == forms


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Matten går trögt", ("matematik",)),
        ("NO-lektionerna", ("no",)),
        ("de säger no", ("no",)),
        ("Arbetstekniken brister", ()),
        ("Eleverna når inte målen i sva", ("svenska-som-andrasprak",)),
        ("Den biologiska mamman bor kvar", ()),
        ("Kemikalier i förrådet", ()),
        ("Det geografiska läget", ()),
        ("Idrottsföreningen tar över hallen", ()),
        ("Fysiska möten ställs in", ()),
        ("Biologin och kemilektionerna", ("kemi", "biologi")),
        ("Resultaten i idrott och hälsa", ("idrott-och-halsa",)),
        ("Engelskan och matteprovet", ("matematik", "engelska")),
        ("Fysiken, geografiprovet och samhällskunskapen", ("fysik", "samhallskunskap", "geografi")),
    ],
)
def test_subjects_in_words(text: str, subjects: tuple[str, ...]) -> None:
    assert read_in(text).ids("amnen") == subjects


def test_what_is_stated_goes_before_words() -> None:
    found = read_context(Behov(text="Sexorna kan inte matte", arskurser=("7-9",)))
    assert (found.arskurser, found.arskurser_angivna) == (("7-9",), True)
    assert (found.amnen, found.amnen_angivna) == (("matematik",), False)


def test_second_years_of_upper_secondary_are_not_in_primary() -> None:
    behov = Behov(text="Tvåorna på natur", skolformer=("gymnasieskola",))
    assert read_context(behov).arskurser == ("gy",)


def test_a_stated_school_form_is_not_gainsaid_by_words() -> None:
    behov = Behov(text="De längtar bort och vill gå på gymnasiet", skolformer=("grundskola",))
    assert read_context(behov).arskurser == ()


@pytest.mark.parametrize(
    ("wanted", "offered", "agree"),
    [
        (["fysik"], ["no"], True),
        (["no"], ["fysik"], True),
        (["fysik"], ["kemi"], False),
        (["svenska"], ["svenska", "so"], True),
        ([], ["svenska"], False),
    ],
)
def test_subjects_within_each_other_agree(
    wanted: list[str], offered: list[str], agree: bool
) -> None:
    assert subjects_agree(wanted, offered, WITHIN) is agree


@pytest.mark.parametrize(
    ("value", "stages"),
    [
        ("4", ("4-6",)),
        (4, ("4-6",)),
        ("7-9", ("7-9",)),
        ("3-6", ("f-3", "4-6")),
        ("F-3", ("f-3",)),
        ("F–9", ("f-3", "4-6", "7-9")),
        ("gy", ("gy",)),
        ("IM", ("gy",)),
        ("åk 5, 8", ("4-6", "7-9")),
        ("", ()),
        ("alla", ()),
        ("alla årskurser", ()),
        ("sjuan", None),
        ("9-7", None),
    ],
)
def test_years_as_rows_state_them(value: object, stages: tuple[str, ...] | None) -> None:
    assert read_years(value) == stages


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Nämnden har inte följt upp", ("huvudman",)),
        ("EHT träffas varje vecka", ("elevhalsa",)),
        ("Rektorerna byts ut", ("ledning",)),
        ("Eleverna läser inte", ()),
    ],
)
def test_roles_in_words(text: str, roles: tuple[str, ...]) -> None:
    assert read_in(text).ids("nivaer") == roles


@pytest.mark.parametrize(
    ("text", "forms", "stages"),
    [
        ("På APL vet handledaren inte vad eleven ska lära sig", ("gymnasieskola",), ("gy",)),
        ("Barngruppen på avdelningen är stor", ("forskola",), ()),
        ("NP i åk 3 visar luckor", (), ("f-3",)),
    ],
)
def test_places_of_work_tell_the_school_form(
    text: str, forms: tuple[str, ...], stages: tuple[str, ...]
) -> None:
    found = read_in(text)
    assert (found.ids("skolformer"), found.ids("arskurser")) == (forms, stages)


def test_what_was_read_is_told_with_its_words() -> None:
    last = read_context(Behov(text="Sexorna räknar inte på NO-lektionerna, säger nämnden.")).last
    assert last.arskurser == (Last("4-6", "sexorna"),)
    assert last.amnen == (Last("no", "no-lektionerna"),)
    assert last.nivaer == (Last("huvudman", "nämnden"),)


def test_what_is_stated_is_not_read_and_reading_can_be_declined() -> None:
    stated = read_context(Behov(text="Sexorna räknar", arskurser=("7-9",)))
    assert (stated.arskurser, stated.last.arskurser) == (("7-9",), ())
    declined = read_context(Behov(text="Sexorna räknar i NO", las_sammanhang=False))
    assert (declined.arskurser, declined.amnen) == ((), ())
