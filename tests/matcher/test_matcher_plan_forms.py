"""The plan as a document, Markdown and JSON: the same words, and a document that opens."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from planer import PARTS, docx_texts, json_texts, markdown_texts, plan_of, whole_sitting

from matcher import Arbetsfil, Matcher, open_matcher, plan_docx, plan_json, plan_markdown
from matcher.arbetsfil import Iakttagelse, Plan, Planrad, Problem
from matcher.plan.form import clean


@pytest.fixture(scope="module")
def matcher(release: Path) -> Matcher:
    return open_matcher(release)


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
