"""Files made here, read back."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document

from matcher import IntakeError, read_analysis

SENTENCE = "Sexorna läser flytande men förstår inte."


def make_docx() -> bytes:
    document = Document()
    document.add_heading("Elevernas resultat", level=1)
    document.add_paragraph(SENTENCE)
    document.add_paragraph("Frånvaron ökar.", style="List Bullet")
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text, cells[1].text = "Årskurs 9", "Var femte saknar betyg."
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def make_pdf(*lines: str) -> bytes:
    drawn = (
        b"BT /F1 12 Tf 14 TL 50 780 Td "
        + b" ".join(b"(" + line.encode("cp1252") + b") Tj T*" for line in lines)
        + b" ET"
    )
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    content = bytearray(b"%PDF-1.4\n")
    places = []
    for number, part in enumerate(parts, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(parts) + 1,
        start,
    )
    return bytes(content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_in_any_usual_encoding(encoding: str) -> None:
    found = read_analysis(f"RESULTAT\n\n{SENTENCE}\n".encode(encoding))
    assert (found.slag, found.stycken[0].rubrik, found.stycken[0].text) == (
        "text",
        "RESULTAT",
        SENTENCE,
    )


def test_lists_wrapped_lines_and_drawn_tables() -> None:
    text = "Resultat\n* Sexorna läser\n  men förstår inte.\n* Frånvaron ökar.\n\n| Åk 9 | 12 % |\n"
    found = [each.text for each in read_analysis(text.encode()).stycken]
    assert found == ["Sexorna läser men förstår inte.", "Frånvaron ökar.", "Åk 9", "12 %"]


def test_word_with_headings_lists_and_tables() -> None:
    found = read_analysis(make_docx(), filename="namnet-spelar-ingen-roll.txt")
    assert found.slag == "docx"
    assert [each.text for each in found.stycken] == [
        SENTENCE,
        "Frånvaron ökar.",
        "Årskurs 9",
        "Var femte saknar betyg.",
    ]
    assert {each.rubrik for each in found.stycken} == {"Elevernas resultat"}


def test_pdf_with_text() -> None:
    found = read_analysis(make_pdf("Resultat", SENTENCE))
    assert (found.slag, found.stycken[0].text, found.stycken[0].sida) == ("pdf", SENTENCE, 1)


def zip_without_word() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("a.txt", "hej")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", ""),
        (b" \n\n ", "tom.txt"),
        (b"\x00\x01\x02" * 50, "bild.png"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "gammal.doc"),
        (b"%PDF-1.4 trasig", "a.pdf"),
        (make_pdf(), "tom.pdf"),
        (b"PK\x03\x04trasig", "a.docx"),
        (zip_without_word(), "a.docx"),
        (b"x" * 10_000_001, "stor.txt"),
        (b"ord. " * 300_000, "lang.txt"),
    ],
)
def test_what_cannot_be_read_is_told_with_a_remedy(content: bytes, name: str) -> None:
    with pytest.raises(IntakeError) as raised:
        read_analysis(content, filename=name)
    assert raised.value.message.endswith(".")
    assert raised.value.remedy.endswith(".")
