"""A reference pasted in BibTeX: what is read, what is refused and why, and what is never done."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasette_plugins.redaktion.bibtex import READ, read_bibtex
from datasette_plugins.redaktion.citing import LONGEST, read_citation
from datasette_plugins.responses import PageError

DIVA = r"""@phdthesis{diva2:123456,
   author = {Exempel, Anna and von Prov, Bo},
   institution = {Uppsala universitet},
   pages = {210},
   school = {Uppsala universitet, Institutionen},
   title = {Att l{\"a}sa : 50% av {PISA}, K{\"o}n \& klass},
   series = {Acta Exempla},
   number = {7},
   ISBN = {978-91-554-0000-1},
   keywords = {l{\"a}sning, skola},
   abstract = {Något långt, med klammer {så} och = tecken.},
   url = {http://urn.example.se/resolve?urn=urn%3Anbn%3A\_1},
   year = {2012}
}"""
READS: list[tuple[str, dict[str, Any]]] = [
    (
        DIVA,
        {
            "type": "thesis",
            "title": "Att läsa : 50% av PISA, Kön & klass",
            "author": [
                {"family": "Exempel", "given": "Anna"},
                {"family": "Prov", "given": "Bo", "non-dropping-particle": "von"},
            ],
            "issued": {"date-parts": [[2012]]},
            "publisher": "Uppsala universitet",
            "collection-title": "Acta Exempla",
            "number": "7",
            "page": "210",
            "ISBN": "978-91-554-0000-1",
            "URL": "http://urn.example.se/resolve?urn=urn%3Anbn%3A_1",
        },
    ),
    (
        '@article(a, title="Att läsa", journal=skolt, number=1, volume=3, pages={5--9})\n'
        '@string(skolt = "Skoltidskrift")',
        {
            "type": "article-journal",
            "title": "Att läsa",
            "container-title": "Skoltidskrift",
            "volume": "3",
            "issue": "1",
            "page": "5–9",
        },
    ),
    (
        "% Encoding: UTF-8\n\n@Book{b, Title={A}, Subtitle={B}, number={12}, address={Lund},"
        ' language={swedish}, year=2001, month = "5~" # okt}',
        {
            "type": "book",
            "title": "A: B",
            "collection-number": "12",
            "publisher-place": "Lund",
            "language": "sv",
            "issued": {"date-parts": [[2001, 10]]},
        },
    ),
    (
        "@incollection{c, title={A}, booktitle={B}, editor={Prov, B. and others},"
        " date={2012-05/2013}}",
        {
            "type": "chapter",
            "title": "A",
            "container-title": "B",
            "editor": [{"family": "Prov", "given": "B."}],
            "issued": {"date-parts": [[2012, 5], [2013]]},
        },
    ),
    (
        r"@misc{d, title={A}, author={{Statens skolverk} and Skolverket and King, Jr., M. L.},"
        r" howpublished={\url{https://www.example.se/a_b}}}",
        {
            "type": "document",
            "title": "A",
            "author": [
                {"literal": "Statens skolverk"},
                {"literal": "Skolverket"},
                {"family": "King", "given": "M. L., Jr."},
            ],
            "URL": "https://www.example.se/a_b",
        },
    ),
    (
        r"@techreport{e, title={A}, doi={https://doi.org/10.1234/a\_b}, number={5},"
        r" url={https://doi.org/10.1234/a_b}}",
        {"type": "report", "title": "A", "number": "5", "DOI": "10.1234/a_b"},
    ),
    (
        "@online{f, title={A}, title={A}, note={x}, note={y}, eprint=arxiv, abstract={a} # {b}}",
        {"type": "webpage", "title": "A"},
    ),
]


@pytest.mark.parametrize(("text", "fields"), READS, ids=range(len(READS)))
def test_a_reference_is_read(text: str, fields: dict[str, Any]) -> None:
    assert read_citation(text) == fields


FAULTS = [
    ("@book{x,\n title = {A", "tar slut innan den är klar (rad 1)", "varje {"),
    ("Se:\n\n@book{x,\n title = {A},\n", "tar slut innan den är klar (rad 3)", "varje {"),
    ("@book{x\n title = {A}}", "går inte att läsa vid rad 2", "kommatecken"),
    ("@book{x,\n title = {A},\n@book{y,\n title = {B}}", "vid rad 3", "kommatecken"),
    (
        "@book{x,\n title = {A}\n year = {2012}\n}",
        "«title» går inte att läsa (rad 2)",
        "kommatecken",
    ),
    ("@book{x,\n abstract = {A}\n title = {A}}", "«abstract» går inte att läsa (rad 2)", "kommat"),
    ("@book{x, title={A},\n pages = 5--9}", "«pages» går inte att läsa (rad 2)", "{värde}"),
    ("@book{x,\n title={A},\n\n title={B}}", "«title» står två gånger (rad 4)", "Ta bort"),
    ("@book{x,\n title = laslust}", "«title» säger «laslust», en förkortning", "@string"),
    ('@book{x,\n title = "a" # "b"}', "«title» sätts ihop av delar med # ", "{ }"),
    ("@book{x, title = {A},\n author = {A, B, C, D}}", "Namnet «A, B, C, D»", "and mellan"),
    ("@book{x, title = {A},\n author = {A}}}", "", ""),
    ("@book{x, year = {2012}}", "Posten saknar titel (title) (rad 1)", "Lägg till"),
    ("@book{x, title = {{}}}", "Posten saknar titel", "Lägg till"),
    ("@book{x}", "Posten saknar titel", "Lägg till"),
    ("@book{x, title={A}}\n@book{x, title={A}}", "Texten har 2 referenser", "en i taget"),
    ("@comment{x}\n@string{a = 1}", "har ingen referens", "@article{nyckel"),
    ("@book x", "har ingen referens", "@article{nyckel"),
]


@pytest.mark.parametrize(("text", "told", "remedy"), FAULTS, ids=range(len(FAULTS)))
def test_a_fault_is_told_with_its_place_and_what_to_do(text: str, told: str, remedy: str) -> None:
    if not told:
        assert read_citation(text)["title"] == "A"
        return
    with pytest.raises(PageError) as raised:
        read_citation(text)
    assert told.strip() in raised.value.message
    assert remedy in raised.value.remedy
    assert raised.value.status == 400


def book(**fields: str) -> str:
    return "@book{x," + ",".join(f"{key}={{{value}}}" for key, value in fields.items()) + "}"


HOSTILE = [
    (book(title="{" * 300 + "}" * 300), "koder (LaTeX)"),
    (book(title=r"\sqrt[\sqrt[" * 60), "koder (LaTeX)"),
    (book(title="a" * 1001), "längre än 1\N{NO-BREAK SPACE}000"),
    (book(title=r"\'" * 9000), "längre än 1\N{NO-BREAK SPACE}000"),
    (book(title="A", author="a" * 5001), "längre än 5\N{NO-BREAK SPACE}000"),
    (book(title="A", author="A, B and " * 301 + "C"), "fler än 300 namn"),
    ("@book{" * 3000, "rad 1"),
    ("@" * 19_000, "har ingen referens"),
    ("@book{x, title={" + "{" * 19_000, "tar slut"),
    ("@book{x,\n" + "title={A},\n" * 1500, "tar slut"),
    (
        "".join(f"@string{{a{n} = a{n - 1} # a{n - 1}}}\n" for n in range(1, 300))
        + "@book{x, title=a299}",
        "«title» sätts ihop av delar med #",
    ),
    ("@string{a = a}@book{x, title=a}", "«title» säger «a»"),
    ("@book{x, title={A}}" + " " * LONGEST + "x", "längre än 20\N{NO-BREAK SPACE}000"),
]


@pytest.mark.parametrize(("text", "told"), HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_within_its_bounds(text: str, told: str) -> None:
    with pytest.raises(PageError, match=told.replace("(", r"\(").replace(")", r"\)")):
        read_citation(text)


@pytest.mark.parametrize(
    ("title", "read"),
    [
        (r"A\input{/etc/hostname}", "A"),
        (r"A\include{pyproject.toml}", "A"),
        (r"\newcommand{\egen}{\egen\egen}A\egen", "A"),
        (r"\def\egen{\egen\egen}A", "A"),
        (r"A\immediate\write18{x}", "A18x"),
        (r"<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_no_macro_is_run(title: str, read: str) -> None:
    assert read_bibtex(book(title=title))["title"].replace(" ", "") == read.replace(" ", "")


SYNTAX = '@book{x, @string{ @comment{ title= author= year= { } " , = # ( )'
LATEX = r"\ \' % & $ ~ \textbf{ \begin{a} -- A å 2012 and"
PIECES = st.sampled_from([*SYNTAX.split(), *LATEX.split(), " ", "\n"])


@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_is_pasted_is_read_or_refused(text: str) -> None:
    try:
        found = read_bibtex(text)
    except PageError as error:
        told = error.remedy
    else:
        told = found["title"]
    assert told


def texts(alphabet: str) -> Any:
    return st.text(alphabet, min_size=1, max_size=30).map(str.strip).filter(bool)


@given(texts("abcåäöÅÄÖéü 123.:;?!–"), texts("abcåäö"), texts("ABCåäö"))
def test_a_plain_reference_goes_in_as_it_is(title: str, given_name: str, family: str) -> None:
    text = book(title=f"{{{title}}}", author=f"{family}, {given_name}")
    found = read_bibtex(text)
    assert found["title"] == " ".join(title.split())
    [person] = found["author"]
    assert person["given"] == given_name
    assert person.get("family") == family


def test_the_parser_says_nothing_of_the_text_in_a_log(caplog: pytest.LogCaptureFixture) -> None:
    broken = ("@book{hemligt\n@book{", r"@book{x, title={\frac hemligt $ \begin{a}}}")
    with caplog.at_level(logging.DEBUG):
        for text in (*broken, DIVA):
            with suppress(PageError):
                read_citation(text)
    assert caplog.records == []


def test_every_field_that_is_read_can_be_told_twice_only_if_alike() -> None:
    for name in READ - {"month"}:
        with pytest.raises(PageError, match="två gånger"):
            read_bibtex(f"@book{{x, title={{A}}, {name}={{1}}, {name}={{2}}}}")
