"""Lists and their counts, beside a plain calculation from the whole records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog import Reader, open_reader
from catalog.reading import NAME, ORDERS, Insatsblad, Urval

FILTERS = tuple(field.name for field in fields(Urval) if field.name != "q")
UPPER = {"gymnasieskola", "anpassad-gymnasieskola"}
COMPULSORY = {"forskoleklass", "grundskola", "anpassad-grundskola", "specialskola", "sameskola"}
HOURS = {"under-10": range(10), "10-40": range(10, 41), "41-100": range(41, 101)}
Plain = Callable[[Insatsblad, str], set[str]]


@pytest.fixture(
    scope="module",
    params=["release", pytest.param("riktig_release", marks=pytest.mark.xdist_group("riktig"))],
)
def reader(request: pytest.FixtureRequest) -> Iterator[Reader]:
    with open_reader(request.getfixturevalue(request.param) / "katalog.db") as opened:
        yield opened


@pytest.fixture(scope="module")
def records(reader: Reader) -> tuple[Insatsblad, ...]:
    return reader.insatser()


@pytest.fixture(scope="module")
def plain(reader: Reader, records: tuple[Insatsblad, ...]) -> Plain:
    """The values that an insats has in each filter, worked out from its record alone."""
    wider = {
        "amne": reader.vokabular().amne_ingar_i,
        "problemomrade": {a.id: a.ingar_i.id for a in reader.problemomraden() if a.ingar_i},
    }
    forms = {form.id for form in reader.vokabular().skolformer}
    found = {
        (record.id, name): values_of(record, name, forms, wider)
        for record in records
        for name in FILTERS
    }
    return lambda record, name: found[record.id, name]


def values_of(
    insats: Insatsblad, name: str, forms: set[str], wider: dict[str, dict[str, str]]
) -> set[str]:
    given_forms = {term.id for term in insats.skolformer or insats.skolformer_bedomda} or forms
    match name:
        case "skolform":
            return given_forms
        case "arskurs" if not insats.arskurser:
            years = {"f-3", "4-6", "7-9"} if given_forms & COMPULSORY else set()
            return years | ({"gy"} if given_forms & UPPER else set())
        case "arskurs":
            return {term.id for term in insats.arskurser}
        case "evidens":
            return {insats.evidens.grad.id if insats.evidens else "saknas"}
        case "kostnad":
            return {insats.kostnad.band.id if insats.kostnad else "saknas"}
        case "timmar":
            return hours_of(insats)
        case "typ" | "status":
            return {getattr(insats, name).id}
    many = {"amne": "amnen", "malgrupp": "malgrupper", "niva": "nivaer"}.get(name, name)
    many = {"problemomrade": "problemomraden", "paverkansfaktor": "paverkansfaktorer"}.get(
        many, many
    )
    own = {link.id for link in getattr(insats, many)}
    return own | {wider[name][each] for each in own if each in wider.get(name, {})}


def hours_of(insats: Insatsblad) -> set[str]:
    if insats.tid is None or (insats.tid.timmar_min is None and insats.tid.timmar_max is None):
        return {"saknas"}
    least = insats.tid.timmar_min or insats.tid.timmar_max or 0
    taken = set(range(least, (insats.tid.timmar_max or least) + 1))
    spans = {name for name, span in HOURS.items() if taken & set(span)}
    return spans | ({"over-100"} if max(taken) > 100 else set())


@pytest.mark.parametrize("seed", range(2))
def test_every_count_is_what_a_plain_calculation_gives(
    reader: Reader, records: tuple[Insatsblad, ...], plain: Plain, seed: int
) -> None:
    every = {
        name: [value.id for value in values]
        for name, values in reader.lista(Urval()).filter.items()
    }
    assert set(every) == set(FILTERS)

    @settings(
        max_examples=60,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def compare(data: st.DataObject) -> None:
        names = data.draw(st.lists(st.sampled_from(FILTERS), max_size=3 + seed, unique=True))
        chosen = {
            name: tuple(data.draw(st.lists(st.sampled_from(every[name]), max_size=2, unique=True)))
            for name in names
        }
        urval = Urval(**chosen)
        lista = reader.lista(urval, limit=len(records))

        def left(without: str) -> list[Insatsblad]:
            return [
                record
                for record in records
                if all(
                    plain(record, name) & set(values)
                    for name, values in chosen.items()
                    if values and name != without
                )
            ]

        assert [card.id for card in lista.kort] == [record.id for record in left("")]
        assert lista.antal == reader.antal(urval) == len(left(""))
        for name in FILTERS:
            others = left(name)
            counted = {value.id: value.antal for value in lista.filter[name]}
            for value in every[name]:
                expected = sum(value in plain(record, name) for record in others)
                assert counted.get(value, 0) == expected, (chosen, name, value)
                assert value in counted or not expected

    compare()


def test_a_wider_value_stands_before_its_parts_and_counts_them(reader: Reader) -> None:
    tried = 0
    for name in ("problemomrade", "amne"):
        values = {value.id: value for value in reader.lista(Urval()).filter[name]}
        order = list(values)
        parts = [value for value in values.values() if value.ingar_i]
        tried += len(parts)
        for part in parts:
            assert part.ingar_i is not None
            assert order.index(part.ingar_i) < order.index(part.id)
            assert values[part.ingar_i].antal >= part.antal
    assert tried


KEYS: dict[str, Callable[[Insatsblad], object]] = {
    "belagd": lambda record: -(record.belagd or 0),
    "skriven": lambda record: [-int(part) for part in record.skriven_datum.split("-")],
}


@pytest.mark.parametrize("sortering", KEYS)
def test_lists_are_sorted_and_stay_in_name_order_among_equals(
    reader: Reader, records: tuple[Insatsblad, ...], sortering: str
) -> None:
    lista = reader.lista(Urval(), limit=len(records), sortering=sortering)
    expected = sorted(records, key=KEYS[sortering])  # type: ignore[arg-type]
    assert [card.id for card in lista.kort] == [record.id for record in expected]


def test_the_best_tried_come_first(reader: Reader, records: tuple[Insatsblad, ...]) -> None:
    lista = reader.lista(Urval(), limit=len(records), sortering="evidens")
    grades = [card.evidens.grad.id if card.evidens else "saknas" for card in lista.kort]
    order = [value.id for value in lista.filter["evidens"]]
    assert grades == sorted(grades, key=order.index)
    assert len(set(grades)) > 1


def test_every_order_holds_every_insats_once(reader: Reader) -> None:
    whole = {card.id for card in reader.lista(Urval(), limit=10_000).kort}
    for name in ORDERS:
        cards = reader.lista(Urval(), limit=10_000, sortering=name).kort
        assert len(cards) == len(whole)
        assert {card.id for card in cards} == whole
    assert NAME in ORDERS


def test_a_kept_register_gives_the_same(reader: Reader) -> None:
    again = Reader(reader._connection, reader.register)
    urval = Urval(skolform=("grundskola",), q="läser")
    assert again.lista(urval) == reader.lista(urval)
    ids = [card.id for card in reader.lista(Urval()).kort]
    fresh = Reader(reader._connection)
    assert again.insatskort([*ids, "finns-inte"]) == fresh.insatskort([*ids, "finns-inte"])
    for card in again.insatskort(ids):
        whole = reader.insats(card.id)
        assert whole is not None
        assert (card.tid, card.kostnad) == (whole.tid, whole.kostnad)


def test_near_areas_are_wider_narrower_or_named_by_either(reader: Reader) -> None:
    tried = 0
    for area in reader.problemomraden():
        expected = {term.id for term in (*area.narliggande, *area.delar)}
        expected |= {area.ingar_i.id} if area.ingar_i else set()
        expected |= {
            other.id
            for other in reader.problemomraden()
            if area.id in {term.id for term in other.narliggande}
        }
        near = [term.id for term in reader.narliggande([area.id])]
        assert set(near) == expected
        assert len(near) == len(set(near))
        tried += bool(near)
        if tried > 8:
            break
    assert tried
