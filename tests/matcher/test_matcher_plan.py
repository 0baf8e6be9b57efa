"""The plan: the same words in every form, nothing made up, and a document that opens."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasette_plugins.cli import cli
from matcher import (
    Arbetsfil,
    Atgardsplan,
    Matcher,
    atgardsplan,
    bygg_paket,
    open_matcher,
    plan_docx,
    plan_json,
    plan_markdown,
    write_arbetsfil,
)
from matcher.arbetsfil import Granser, Iakttagelse, Plan, Planrad, Problem, Stalle, Textstycke, Val
from matcher.plan.form import Uppmaning, clean

READING = "Eleverna läser utan att förstå vad texten säger."
ALONE = "Lärarna frågar, en elev svarar, läraren frågar igen."
FIGURES = "33 av 48 sexor klarade inte läsdelen."


@pytest.fixture(scope="module")
def matcher(release: Path) -> Matcher:
    return open_matcher(release)


def whole_sitting() -> Arbetsfil:
    return Arbetsfil(
        enhet="Hittepåskolan",
        huvudman="Exempelkommunen",
        skolformer=("grundskola",),
        stycken=(Textstycke(text=f"Så gick det. {FIGURES}"),),
        problem=(
            Problem(
                id="las",
                formulering=READING,
                stallen=(Stalle(stycke=0, fran=13, till=50), Stalle(stycke=9, fran=0, till=5)),
                analysniva="resultat",
                roll="symtom",
                problemomraden=("lasforstaelse",),
                prioritet=1,
                val=(
                    Val(insats="samtal-om-text", beslut="vald", motiv="Lärarna vill det."),
                    Val(insats="laslyckan-hela", beslut="avvisad", motiv="För stort nu."),
                ),
            ),
            Problem(id="fraga", formulering=ALONE, roll="orsak", orsak_till=("las",)),
            Problem(id="tak", formulering="Taket läcker.", utanfor=True),
        ),
        iakttagelser=(
            Iakttagelse(slag="elevrost", text="«Vi vill prata mer om böckerna.»"),
            Iakttagelse(slag="styrka", text="Arbetslagen är stabila."),
            Iakttagelse(slag="historik", text="Vi gick en kurs.", insatser=("tal-i-tanken",)),
        ),
        granser=Granser(timmar_per_termin=20),
        plan=Plan(
            rader=(Planrad(insats="samtal-om-text", ansvarig="Rektor", mal="60 procent."),),
            bakgrund="Första raden.\nAndra raden.",
            larande="Vi skriver upp det.",
        ),
    )


def plan_of(fil: Arbetsfil, matcher: Matcher) -> Atgardsplan:
    return atgardsplan(fil, matcher.underlag, bygg_paket(fil, matcher))


def part(plan: Atgardsplan, name: str) -> list[str]:
    [found] = [each for each in plan.delar if each.id == name]
    whole = Atgardsplan("", (), (found,), "")
    return list(whole.texter())[2:]


# -- what it says ---------------------------------------------------------------------------------

PARTS = [
    "bakgrund",
    "problem",
    "orsaker",
    "insatser",
    "mal",
    "ansvar",
    "tidplan",
    "kostnad",
    "delaktighet",
    "framgangar",
    "risker",
    "uppfoljning",
    "larande",
    "kallor",
    "overenskommelse",
]


def test_the_plan_has_all_that_is_asked_for_in_order(matcher: Matcher) -> None:
    assert [each.id for each in plan_of(whole_sitting(), matcher).delar] == PARTS
    assert [each.id for each in plan_of(Arbetsfil(), matcher).delar] == PARTS


SAID = [
    ("bakgrund", "Första raden."),
    ("bakgrund", "Planen utgår från nulägesanalysen för Hittepåskolan. Den tar sig an ett problem "
                 "på nivån resultat."),
    ("problem", "Problem 1: Eleverna läser utan att förstå vad texten säger"),
    ("problem", FIGURES),
    ("problem", "Lärarna frågar, en elev svarar, läraren frågar igen"),
    ("problem", "Taket läcker"),
    ("orsaker", "Lärarna frågar, en elev svarar, läraren frågar igen"),
    ("insatser", "Lärarna vill det."),
    ("insatser", "Läslyckan (problem 1): För stort nu."),
    ("insatser", "Ingen insats i planen vänder sig till huvudmannen."),
    ("mal", "60 procent."),
    ("mal", "Fler elever tar ordet i textsamtalen."),
    ("ansvar", "Rektor"),
    ("tidplan", "8 delar, 30 timmar"),
    ("tidplan", "30"),
    ("kostnad", "Materialet är fritt (2024)."),
    ("kostnad", "Bidrag för lärande"),
    ("delaktighet", "«Vi vill prata mer om böckerna.»"),
    ("framgangar", "Arbetslagen är stabila."),
    ("framgangar", "Vi gick en kurs. (i katalogen: «Tal i tanken»)"),
    ("risker", "Handledare med tid i tjänsten."),
    ("risker", "Passar inte: Eleverna knäcker inte läskoden."),
    ("risker", "Mer än ni har sagt att ni orkar: Termin 1, lärare och arbetslag: 30 timmar per "
               "deltagare; gränsen är 20."),
    ("uppfoljning", "Eleverna klarar fler tolkningsfrågor."),
    ("larande", "Vi skriver upp det."),
    ("kallor", "Om modulen ligger kvar är inte bekräftat."),
    ("kallor", "Om insatsen. Exempelverket, 2024. https://exempel.test/om"),
    ("overenskommelse", "Exempelkommunen"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), SAID)
def test_what_is_known_stands_in_its_part(matcher: Matcher, name: str, text: str) -> None:
    assert text in part(plan_of(whole_sitting(), matcher), name)


def test_what_only_the_school_knows_is_a_prompt(matcher: Matcher) -> None:
    plan = plan_of(whole_sitting(), matcher)
    for name in ("orsaker", "mal", "ansvar", "tidplan", "kostnad", "delaktighet", "risker"):
        assert any(each.startswith("[Skolan skriver: ") for each in part(plan, name)), name
    # What the school has written is not asked for again.
    assert not any("Skolan skriver" in each for each in part(plan, "bakgrund"))
    assert not any("Skolan skriver" in each for each in part(plan, "larande"))


def test_nothing_is_said_that_the_catalogue_or_the_school_did_not_say(matcher: Matcher) -> None:
    """Every number of the plan is in the catalogue's record, the school's words or the limits."""
    fil = whole_sitting()
    record = matcher.underlag.insatser[[i.id for i in matcher.underlag.insatser].index(
        "samtal-om-text"
    )]  # fmt: skip
    known = set(re.findall(r"\d+", f"{fil!r} {record!r} {matcher.katalogversion}"))
    for text in plan_of(fil, matcher).texter():
        # A term, the number of a problem, the number of insatser and the width of the chain.
        for number in re.findall(r"\d+", text):
            assert number in known | {"1", "2"}, text


def test_a_plan_without_choices_says_that_it_is_a_suggestion(matcher: Matcher) -> None:
    fil = Arbetsfil(problem=(Problem(id="p", formulering=READING, prioritet=1),))
    told = part(plan_of(fil, matcher), "insatser")
    assert told[0].startswith("Skolan har inte valt några insatser ännu.")
    assert "Samtal om text" in told


def test_many_problems_without_priority_are_not_yet_a_plan(matcher: Matcher) -> None:
    many = tuple(Problem(id=f"p{n}", formulering=READING) for n in range(6))
    told = part(plan_of(Arbetsfil(problem=many), matcher), "problem")
    assert told[1] == "[Skolan skriver: vilka problem som är viktigast att lösa först, och varför.]"
    first = many[0].model_copy(update={"prioritet": 1})
    told = part(plan_of(Arbetsfil(problem=(first, *many[1:])), matcher), "problem")
    assert told[0].startswith("Problem 1: ")
    assert "Problem som planen inte tar upp" in told


def test_a_preschool_speaks_of_children(matcher: Matcher) -> None:
    fil = Arbetsfil(
        skolformer=("forskola",),
        problem=(Problem(id="p", formulering="Ingen följer upp leken.", prioritet=1),),
        iakttagelser=(Iakttagelse(slag="elevrost", text="«Jag vill bygga.»"),),
    )
    plan = plan_of(fil, matcher)
    assert "Barnens röster i analysen" in part(plan, "delaktighet")
    assert not any("elever" in each.lower() for each in part(plan, "delaktighet"))


def test_a_removed_insats_and_another_edition_are_told_kindly(matcher: Matcher) -> None:
    fil = Arbetsfil(
        katalogversion="en-annan",
        paket=("borta", "samtal-om-text-gammal"),
        plan=Plan(rader=(Planrad(insats="samtal-om-text-gammal", ansvarig="Ansvarig A"),)),
    )
    plan = plan_of(fil, matcher)
    told = " ".join(plan.inledning)
    assert "med id borta finns inte" in told
    assert "annan utgåva" in told
    assert "Ansvarig A" in part(plan, "ansvar")


# -- golden ---------------------------------------------------------------------------------------

GOLDEN = """\
## Ansvar

*Ansvar för varje insats*

| Insats | Ansvarig | Vänder sig till | Genomförs av, enligt katalogen |
|---|---|---|---|
| Samtal om text | Rektor | Lärare | En handledare på skolan. |

**\\[Skolan skriver: vem hos huvudmannen som ansvarar för planen som helhet.\\]**

## Tidplan

*Insatserna i tid*

| Insats | När | Omfattning, enligt katalogen | Så börjar ni |
|---|---|---|---|
| Samtal om text | Termin 1 | 8 delar, 30 timmar | Materialet är fritt att använda.<br>Läs den \
första delen.<br>Utse handledare. |

### Vad som faller på vem

*Belastning per termin*

| Termin | Vem | Antal insatser | Kända timmar per deltagare |
|---|---|---|---|
| 1 | Lärare och arbetslag | 1 | 30 |

Detta går över det som ni har sagt att ni orkar:

- Termin 1, lärare och arbetslag: 30 timmar per deltagare; gränsen är 20.
"""


def test_a_part_of_the_plan_is_short_to_read(matcher: Matcher) -> None:
    written = plan_markdown(plan_of(whole_sitting(), matcher))
    start = written.index("## Ansvar")
    assert written[start : start + len(GOLDEN)] == GOLDEN


# -- every form says the same ---------------------------------------------------------------------


def blocks(document: Any) -> Iterator[Paragraph | Table]:
    for element in document.element.body.iterchildren():
        if element.tag == qn("w:p"):
            yield Paragraph(element, document)
        elif element.tag == qn("w:tbl"):
            yield Table(element, document)


def docx_texts(content: bytes) -> list[str]:
    found: list[str] = []
    for block in blocks(Document(io.BytesIO(content))):
        if isinstance(block, Table):
            found += [p.text for row in block.rows for cell in row.cells for p in cell.paragraphs]
        else:
            found.append(block.text)
    return [each for each in found if each]


def markdown_texts(text: str) -> list[str]:
    found: list[str] = []
    for line in text.splitlines():
        if re.fullmatch(r"\|(?:---\|)+", line) or not line:
            continue
        if line.startswith("| "):
            cells = re.split(r"(?<!\\) \| ", line.removeprefix("| ").removesuffix(" |"))
            found += [part for cell in cells for part in cell.split("<br>")]
            continue
        bare = re.sub(r"^(?:#+ |> |- )", "", line)
        found.append(re.sub(r"^(\*\*|\*)(.*)\1$", r"\2", bare))
    return [re.sub(r"\\([\\`*_\[\]<>|~&#.)=+-])", r"\1", each) for each in found]


def json_texts(text: str) -> list[str]:
    plain = json.loads(text)
    found = [plain["titel"], *plain["inledning"]]
    for each in plain["delar"]:
        found.append(each["titel"])
        for block in each["block"]:
            if block["slag"] == "tabell":
                found += [block["titel"], *block["kolumner"]]
                for row in block["rader"]:
                    for cell in row:
                        found += cell.get("rader") or [f"[Skolan skriver: {cell['uppmaning']}]"]
            elif block["slag"] == "punkter":
                found += block["rader"]
            elif block["slag"] == "uppmaning":
                found.append(f"[Skolan skriver: {block['text']}]")
            else:
                found.append(block["text"])
    return found


def test_document_markdown_and_json_say_the_same(matcher: Matcher) -> None:
    plan = plan_of(whole_sitting(), matcher)
    told = list(plan.texter())
    assert docx_texts(plan_docx(plan)) == told
    assert markdown_texts(plan_markdown(plan)) == told
    assert json_texts(plan_json(plan)) == told


SIGNS = st.text(
    st.one_of(
        st.sampled_from("\x00\x08\x0b\x1b\x85\ufffe\uffff\U0001f600 \n\t|*_#<>&[]`\\~-+=1."),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=40,
)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(SIGNS, SIGNS, SIGNS)
def test_no_sign_of_the_school_breaks_a_form(
    matcher: Matcher, first: str, second: str, third: str
) -> None:
    fil = Arbetsfil(
        enhet=first,
        huvudman=second,
        problem=(Problem(id="p", formulering=third, prioritet=1, anteckning=first),),
        iakttagelser=(Iakttagelse(slag="styrka", text=second),),
        paket=("samtal-om-text",),
        plan=Plan(
            rader=(Planrad(insats="samtal-om-text", ansvarig=first, mal=second, kostnad=third),),
            risker=third,
        ),
    )
    plan = plan_of(fil, matcher)
    told = list(plan.texter())
    assert docx_texts(plan_docx(plan)) == [each for each in told if each]
    assert markdown_texts(plan_markdown(plan)) == [each for each in told if each]
    for word in clean(second).split():
        assert any(word in each for each in told)


# -- a document that can be read by everyone ------------------------------------------------------


@pytest.fixture(scope="module")
def document(matcher: Matcher) -> Any:
    return Document(io.BytesIO(plan_docx(plan_of(whole_sitting(), matcher))))


def test_the_document_is_swedish_and_named(document: Any) -> None:
    assert document.core_properties.title == "Åtgärdsplan för Hittepåskolan"
    assert document.core_properties.language == "sv-SE"
    languages = {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"sv-SE"}
    fields = [each.text for each in document.sections[0].footer._element.iter(qn("w:instrText"))]
    assert [each.strip() for each in fields] == ["PAGE", "NUMPAGES"]


def test_headings_are_headings_and_none_is_skipped(document: Any) -> None:
    names = [p.style.name for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert names[0] == "Heading 1"
    assert names.count("Heading 1") == len(PARTS)
    assert set(names) == {"Heading 1", "Heading 2"}


def test_tables_have_a_repeated_head_a_name_and_no_split_rows(document: Any) -> None:
    assert len(document.tables) >= 8
    for table in document.tables:
        rows = table._tbl.tr_lst
        assert rows[0].trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))


def test_prompts_have_a_style_of_their_own(document: Any) -> None:
    prompts = [p for p in document.paragraphs if p.text.startswith("[Skolan skriver: ")]
    assert prompts
    assert {p.style.name for p in prompts} == {"Skolan skriver"}


def test_the_agreement_is_on_a_page_of_its_own(document: Any) -> None:
    [heading] = [p for p in document.paragraphs if p.text.startswith("Sammanfattning för")]
    assert heading.paragraph_format.page_break_before


def test_another_program_opens_the_document(matcher: Matcher, tmp_path: Path) -> None:
    soffice, pdftotext = shutil.which("soffice"), shutil.which("pdftotext")
    if soffice is None or pdftotext is None:
        pytest.skip("LibreOffice eller poppler-utils finns inte på den här datorn.")
    source = tmp_path / "plan.docx"
    plan = plan_of(whole_sitting(), matcher)
    source.write_bytes(plan_docx(plan))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profil'}"
    command = [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", tmp_path, source]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    seen = subprocess.run(  # noqa: S603
        [pdftotext, "-layout", tmp_path / "plan.pdf", "-"], check=True, capture_output=True
    ).stdout.decode()
    for each in plan.delar:
        assert each.titel in seen
    assert re.search(r"Sida 1 av \d", seen)
    last = seen.rstrip("\f\n").split("\f")[-1]
    assert "Sammanfattning för överenskommelsen" in last


# -- the command ----------------------------------------------------------------------------------


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["atgardsplan", *(str(each) for each in arguments)])


@pytest.mark.parametrize("ending", [".docx", ".md", ".json"])
def test_a_working_file_becomes_a_plan(release: Path, tmp_path: Path, ending: str) -> None:
    source, target = tmp_path / "arbetsfil.json", tmp_path / f"plan{ending}"
    source.write_bytes(write_arbetsfil(whole_sitting()))
    result = run(source, "--ut", target, "--katalog", release)
    assert result.exit_code == 0, result.output
    assert "väntar på skolans egna ord" in result.output
    content = target.read_bytes()
    texts = {
        ".docx": docx_texts,
        ".md": lambda raw: markdown_texts(raw.decode()),
        ".json": lambda raw: json_texts(raw.decode()),
    }[ending](content)
    assert texts[0] == "Åtgärdsplan för Hittepåskolan"


def test_an_analysis_becomes_a_plan(release: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "analys.txt", tmp_path / "plan.md"
    source.write_text(f"Resultat\n\n{READING}\n", encoding="utf-8")
    result = run(source, "--ut", target, "--katalog", release)
    assert result.exit_code == 0, result.output
    written = target.read_text(encoding="utf-8")
    assert READING.rstrip(".") in written
    assert "Skolan har inte valt några insatser ännu." in written
    assert READING not in result.output


def test_a_plan_that_exists_is_not_written_over(release: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "a.json", tmp_path / "plan.md"
    source.write_bytes(write_arbetsfil(Arbetsfil()))
    target.write_text("Skolans arbete", encoding="utf-8")
    result = run(source, "--ut", target, "--katalog", release)
    assert result.exit_code == 1
    assert "finns redan" in result.output
    assert target.read_text(encoding="utf-8") == "Skolans arbete"
    assert run(source, "--ut", target, "--katalog", release, "--skriv-over").exit_code == 0
    assert target.read_text(encoding="utf-8") != "Skolans arbete"


FAULTS = [
    ("ingen.txt", None, "plan.md", 1, "går inte att läsa"),
    ("tom.txt", b"", "plan.md", 1, "tom"),
    ("trasig.json", b"{trasig", "plan.md", 1, "inte en arbetsfil"),
    ("a.json", b"{}", "plan.pdf", 2, ".docx, .md eller .json"),
    ("a.json", b"{}", "ingen/mapp/plan.md", 1, "gick inte att skriva"),
]


@pytest.mark.parametrize(("name", "content", "target", "code", "said"), FAULTS)
def test_what_goes_wrong_is_told_in_swedish(
    release: Path,
    tmp_path: Path,
    name: str,
    content: bytes | None,
    target: str,
    code: int,
    said: str,
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = run(tmp_path / name, "--ut", tmp_path / target, "--katalog", release)
    assert result.exit_code == code
    assert said in result.output
    assert "Traceback" not in result.output


def test_without_a_catalogue_the_command_that_makes_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"{}")
    result = run(tmp_path / "a.json", "--ut", tmp_path / "p.md", "--katalog", tmp_path / "ingen")
    assert result.exit_code == 1
    assert "insatser publicera" in result.output


def test_a_prompt_is_not_a_text(matcher: Matcher) -> None:
    plain = plan_of(Arbetsfil(), matcher).to_dict()
    [background] = [each for each in plain["delar"] if each["id"] == "bakgrund"]
    assert [each["slag"] for each in background["block"]] == ["uppmaning"]
    assert isinstance(plan_of(Arbetsfil(), matcher).delar[0].block[0], Uppmaning)
