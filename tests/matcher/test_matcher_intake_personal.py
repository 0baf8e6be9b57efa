"""What looks like details of persons, and what only resembles it. Both tables grow by a line."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher import Analys, Stycke
from matcher.intake.personal import Personuppgift, find_personal, warning

# All numbers, names and addresses are made up. «» marks what is to be found.
FOUND = [
    ("namn", "Fråga «Lina Holm» på expeditionen."),
    ("namn", "«Amina» har svårt att följa med när klassen räknar."),
    ("namn", "I 4B slår «Kalle» andra barn."),
    ("namn", "Vi har pratat med «Annas» mamma."),
    ("namn", "Eleven «Xerxim» är sällan här."),
    ("namn", "Pappa «Qadin» kommer inte på möten."),
    ("namn", "Rektor: «Björn Eklöv»"),
    ("namn", "Sammanställd av «Berit Lund-Ek» och ledningsgruppen."),
    ("namn", "Det säger «Anna-Karin Östlund»."),
    ("namn", "Biträdande rektor «Tindra Quist» skriver."),
    ("namn", "Läraren «Zofka Andersson» slutar."),
    ("namn", "Vi frågade «Per Olsson» och hans klass."),
    ("namn", "«Mohammed Ali Hassan» går i sexan."),
    ("namn", "Enligt «A. Lindström» behövs mer tid."),
    ("personnummer", "Eleven («850101-0006») saknar betyg."),
    ("personnummer", "Nummer «19850101-0006»."),
    ("personnummer", "«8501010006» står i listan."),
    ("personnummer", "Samordningsnummer «701063-2391»."),
    ("telefonnummer", "Ring «070-123 45 67» om något händer."),
    ("telefonnummer", "Mobil: «0701234567»."),
    ("telefonnummer", "Nås på «+46 70 123 45 67»."),
    ("telefonnummer", "Expeditionen: «08-123 456 78»."),
    ("epost", "Skriv till «lina.holm@skolan.example.se» i dag."),
    ("adress", "Familjen bor på «Videvägen 12 B» sedan maj."),
    ("adress", "Bor på «Stora gatan 3»."),
]

NOT_FOUND = [
    "Bornholmsmodellen används i förskoleklassen.",
    "Ann är inte ett namn som räcker, och Björk är ett träd.",
    "Linnéuniversitetet och Karlstads universitet ger kursen.",
    "Vi går på Astrid Lindgrens skola.",
    "Elsa Brändströms skola har två paralleller.",
    "Mariaskolan, Annaskolan och Sankt Eriks gymnasium.",
    "Avdelningen Iris och huset Linnea delar gård.",
    "Saga och drama i årskurs 2. Per elev finns en dator. Tom klass på fredagar.",
    "Vår och höst. Maj och juni. August är en månad.",
    "Anna-modellen prövades 2019.",
    "Läslyftet, Matematiklyftet och Specialpedagogik för lärande.",
    "Åk 9: 219 205 608 elever, meritvärde 234, 12 345 kr.",
    "2019-2020 gick 850101 kronor åt, se dnr 2024-0123.",
    "Läsåret 2023/24–2025/26: 0,5 0,75 och 08:15-09:00.",
    "Diarienummer 850101-0007 och org.nr 556016-0680.",
    "Det visar John Hattie och Helen Timperley.",
    "Andersson och Holm (2019) har mätt det.",
    "Enligt Anna Berg (2021) hjälper det.",
    "Eleven Vi skrev om. Rektor Har bestämt.",
    "Mossbruksskolan, Bergådalen, Hjälmtuna och Övre Tjärsele.",
    "Rektorns analys. Lärare Svenska. Elever Resultat.",
    "Skriv till rektor@skolan.example.se eller info@example.se.",
    "Kapitel 3, sidan 12. Backen 3 elever.",
    "I Stockholm och Göteborg finns fler.",
    "Skolverket, Skolinspektionen och SPSM.",
    "I Lund och på studieväg 1 gick det bra. Hade eleven B i engelska?",
    "Mina starka elever. Rita först. Det heter Vårt samhälle. På väg 3 timmar.",
    "Serien är gjord av Stiftelsen Allmänna Barnhuset. Vi läser Kalle Anka.",
    "Vi läste sagan Alfons Åberg och boken Matilda.",
]


def analysed(text: str) -> Analys:
    return Analys("text", (Stycke("Före."), Stycke(text)))


@pytest.mark.parametrize(("slag", "marked"), FOUND)
def test_details_of_persons_are_found(slag: str, marked: str) -> None:
    start, end = marked.index("«"), marked.index("»") - 1
    found = find_personal(analysed(marked.replace("«", "").replace("»", "")))
    assert [dataclasses.astuple(each) for each in found] == [(slag, 1, start, end, False)]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_only_resembles_is_left(text: str) -> None:
    found = find_personal(analysed(text))
    assert [text[each.fran : each.till] for each in found] == []


def test_a_heading_is_told_once() -> None:
    analys = Analys("text", tuple(Stycke(text, "Samtal med Lina Holm") for text in "ab"))
    assert find_personal(analys) == (Personuppgift("namn", 0, 11, 20, True),)


def test_the_words_themselves_are_not_told() -> None:
    found = find_personal(analysed("Fråga Lina Holm, 070-123 45 67."))
    assert "Lina" not in repr(found) + str(warning(found))
    assert warning(found) == (
        "Texten tycks innehålla uppgifter om personer: ett namn och ett telefonnummer."
    )
    assert warning([]) is None


@given(st.text(max_size=300))
@settings(max_examples=150)
def test_places_are_in_the_text_and_do_not_overlap(text: str) -> None:
    end = 0
    for each in find_personal(Analys("text", (Stycke(text),))):
        assert end <= each.fran < each.till <= len(text)
        end = each.till
