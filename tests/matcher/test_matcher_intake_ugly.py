"""Ugly and hostile files: the words that are there, or a clear word in Swedish; bounded always."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake_files import (
    SENTENCE,
    XML_BOMB,
    XML_FETCH,
    bomb_pdf,
    document_xml,
    docx,
    drawn,
    form_pdf,
    locked_pdf,
    looping_pdf,
    odt,
    ole,
    packed,
    paragraph,
    pdf,
    pdf_writer,
    scanned,
    with_picture,
    written,
)

from matcher import Analys, IntakeError
from matcher.intake import limits, read_analysis, read_safely, sandbox

Make = Callable[[], bytes]

# A line a file: what it is, how it is made, and words of the answer.
REFUSED: list[tuple[str, Make, str]] = [
    ("tom fil", lambda: b"", "Filen är tom."),
    ("bara blanksteg", lambda: b" \n\n\t ", "ingen text"),
    ("för stor", lambda: b"x" * (limits.LARGEST_FILE + 1), "gränsen är 10 MB"),
    ("för mycket text", lambda: b"ord. " * 300_000, "1 miljon tecken"),
    ("mycket för mycket text", lambda: b"ord. " * 1_900_000, "1 miljon tecken"),
    ("tomt dokument, docx", lambda: docx(""), "ingen text"),
    ("tomt dokument, odt", lambda: odt(""), "ingen text"),
    ("tomt dokument, pdf", lambda: pdf([]), "ingen text"),
    ("tomt formulär", lambda: form_pdf([(0, (9, 9, 99, 99), {"/T": "a"})]), "ingen text"),
    ("inskannad", scanned, "PDF:en är inskannad"),
    ("201 sidor", lambda: pdf(*[["Sida"]] * 201), "201 sidor, och gränsen är 200"),
    ("låst pdf", lambda: locked_pdf("hemligt"), "låst med lösenord"),
    ("låst pdf, AES", lambda: locked_pdf("hemligt", algorithm="AES-256"), "låst med lösenord"),
    ("låst docx", lambda: ole("EncryptedPackage", "EncryptionInfo"), "låst med lösenord"),
    ("låst odt", lambda: odt(parts={"META-INF/manifest.xml": LOCKED}), "låst med lösenord"),
    ("låst odt, ny sort", lambda: packed({"encrypted-package": b"x"}), "låst med lösenord"),
    ("låst zip", lambda: flagged(docx()), "låst med lösenord"),
    ("doc", lambda: ole("WordDocument"), "äldre formatet doc"),
    ("xls", lambda: ole("Workbook"), "kalkylblad"),
    ("rtf", lambda: rb"{\rtf1\ansi Eleverna}", "rtf"),
    ("pages", lambda: packed({"Index/Document.iwa": b"x"}), "Pages"),
    ("gammal pages", lambda: packed({"index.xml": "<a/>", "preview.jpg": b""}), "Pages"),
    ("xlsx", lambda: packed({"xl/workbook.xml": "<a/>"}), "Excel"),
    ("pptx", lambda: packed({"ppt/presentation.xml": "<a/>"}), "PowerPoint"),
    ("ods", lambda: odt(kind="spreadsheet"), "kalkylblad"),
    ("odp", lambda: odt(kind="presentation"), "presentation"),
    ("zip med docx i", lambda: packed({"analys.docx": docx()}), "Packa upp den"),
    ("tom zip", lambda: packed({}), "zip-fil"),
    ("html", lambda: b"<!DOCTYPE html><p>Eleverna", "webbsida"),
    ("png", lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, "bild"),
    ("heic", lambda: b"\x00\x00\x00\x18ftypheic" + b"\x00" * 99, "bild"),
    ("7z", lambda: b"7z\xbc\xaf\x27\x1c" + b"\x00" * 99, "arkiv"),
    ("program", lambda: b"MZ\x90\x00\x03" + b"\x00" * 99, "program"),
    ("okänt", lambda: bytes(range(32)) * 50, "varken text"),
    ("trasig zip", lambda: b"PK\x03\x04trasig", "skadad"),
    ("avhuggen docx", lambda: docx()[:-40], "skadad"),
    ("trasig XML", lambda: docx(parts={"word/document.xml": "<w:document>"}), "skadad"),
    ("docx utan text", lambda: packed({"word/styles.xml": "<a/>"}), "skadad"),
    ("odt utan text", lambda: packed({"content.xml": "<a/>"}), "skadad"),
    ("djup XML", lambda: docx("<w:sdt>" * 50_000), "skadad"),
    ("trasig pdf", lambda: b"%PDF-1.4 trasig", "skadad"),
    ("slinga i pdf", looping_pdf, ""),
    ("zipbomb", lambda: docx(" " * 300_000_000), "för stor när den packas upp"),
    ("en stor del", lambda: docx(paragraph("x" * 30_000_000)), "för stor när den packas upp"),
    ("många delar", lambda: packed({f"word/{n}.xml": "" for n in range(6000)}), "för stor"),
    ("zipbomb, odt", lambda: odt(" " * 300_000_000), "för stor när den packas upp"),
    ("XML-bomb", lambda: docx(parts={"word/document.xml": BOMB}), "skada"),
    ("XML som hämtar", lambda: docx(parts={"word/document.xml": FETCH}), "skada"),
    ("XML-bomb, odt", lambda: odt(parts={"content.xml": f"{XML_BOMB}<a/>"}), "skad"),
    ("pdf-bomb", bomb_pdf, ""),
    ("oläsliga tecken", lambda: pdf(["¤" * 40 + "…§¶" * 20]), "går inte att tyda"),
]
LOCKED = '<m:manifest xmlns:m="urn:m"><m:file><m:encryption-data/></m:file></m:manifest>'
BOMB = document_xml(paragraph("&j;"), XML_BOMB)
FETCH = document_xml(paragraph("&a;"), XML_FETCH)


def flagged(content: bytes) -> bytes:
    """The same, said to be encrypted."""
    return content.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")


# A line a file that can be read in spite of all, with what is told of it.
READ: list[tuple[str, Make, str]] = [
    ("fel ändelse", docx, ""),
    ("makron", lambda: docx(parts={"word/vbaProject.bin": b"Sub Auto()"}), "makron"),
    ("bild någon annanstans", lambda: docx(parts={"word/_rels/document.xml.rels": REMOTE}), "inte"),
    ("länkar", lambda: docx(parts={"word/_rels/document.xml.rels": LINK}), ""),
    ("bomb i bilaga", lambda: docx(parts={"word/embeddings/a.zip": b"\0" * 10**8}), ""),
    ("låst bara mot ändring", lambda: locked_pdf(""), ""),
    ("låst bara mot ändring, AES", lambda: locked_pdf("", algorithm="AES-256"), ""),
    ("en inskannad sida", lambda: partly_scanned(), "Sidan 2 har ingen text"),
    ("200 sidor", lambda: pdf([SENTENCE], *[["Mer text på sidan."]] * 199), ""),
    ("skräp före pdf", lambda: b"\n\n\x00annat" + pdf([SENTENCE]), ""),
    ("latin-1", lambda: SENTENCE.encode("latin-1"), ""),
    ("gammal Mac", lambda: SENTENCE.encode("mac_roman"), ""),
    ("DOS", lambda: SENTENCE.encode("cp850"), ""),
    ("utf-16", lambda: SENTENCE.encode("utf-16"), ""),
    ("utf-16 utan märke", lambda: SENTENCE.encode("utf-16-le"), ""),
    ("utf-16 baklänges", lambda: SENTENCE.encode("utf-16-be"), ""),
    ("utf-32", lambda: SENTENCE.encode("utf-32"), ""),
    ("utf-8 med en skadad byte", lambda: (SENTENCE + "\n\n").encode() * 9 + b"\xff", ""),
    ("NUL-tecken", lambda: SENTENCE.replace(" ", " \0").encode(), ""),
    ("radmatning och sidbrytning", lambda: SENTENCE.replace(" ", "\r\n", 1).encode() + b"\f", ""),
    ("enorm rad", lambda: (SENTENCE + " ").encode() * 20_000, ""),
    ("enormt ord", lambda: SENTENCE.encode() + b"\n\n" + b"x" * 900_000, ""),
    ("isärskrivna bokstäver", lambda: SENTENCE.replace("ä", "a\u0308").encode(), ""),
    ("strikt docx", lambda: docx(parts={"word/document.xml": STRICT}), ""),
]
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
REMOTE = (
    f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r" Type="{OFFICE}/image" '
    'TargetMode="External" Target="http://127.0.0.1:9/spion.png"/></Relationships>'
)
LINK = REMOTE.replace("/image", "/hyperlink")
STRICT = document_xml(paragraph(SENTENCE)).replace(
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)


def partly_scanned() -> bytes:
    writer = pdf_writer(drawn([SENTENCE]), b"/Im1 Do")
    with_picture(writer, 1)
    return written(writer)


@pytest.mark.parametrize(
    ("make", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_cannot_be_read_is_told_with_a_remedy(make: Make, said: str) -> None:
    with pytest.raises(IntakeError) as raised:
        read_safely(make(), "analys.docx")
    assert said in str(raised.value)
    assert raised.value.message.endswith(".")
    assert raised.value.remedy.endswith(".")
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None


@pytest.mark.parametrize(("make", "told"), [row[1:] for row in READ], ids=[row[0] for row in READ])
def test_what_can_be_read_is_read(make: Make, told: str) -> None:
    found = read_safely(make(), "analys.txt")
    assert SENTENCE in found.text.replace("\n", " ")
    assert told in " ".join(found.upplysningar)
    assert bool(told) == bool(found.upplysningar)
    assert all(len(each.text) <= limits.LONGEST_STYCKE for each in found.stycken)


def test_a_file_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "START", "import time; time.sleep(600)")
    begun = time.monotonic()
    with pytest.raises(IntakeError, match="för lång tid"):
        read_safely(docx(), longest=0.2)
    assert time.monotonic() - begun < limits.LONGEST_WAIT


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("print('skräp')", "för lång tid"),
        ("import os; os.abort()", "för lång tid"),
        ("raise SystemExit(3)", "för lång tid"),
        ("import sys; sys.stdout.write('x' * 20_000_000)", "för lång tid"),
        ("print('[1]')", "för lång tid"),
    ],
)
def test_whatever_the_process_does_the_answer_is_clear(
    monkeypatch: pytest.MonkeyPatch, program: str, said: str
) -> None:
    monkeypatch.setattr(sandbox, "START", program)
    with pytest.raises(IntakeError, match=said):
        read_safely(docx())


LIMITED = sandbox.START.replace(
    "main()", "import matcher.intake.worker as worker\nworker._answer = attempt\nworker.main()"
).replace("\nfrom", "\nimport json\nfrom")


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/tmp/insatser-prov', 'w')",
        "__import__('os').open('/tmp/insatser-prov', 65)",
        "__import__('socket').socket()",
        "__import__('subprocess').Popen(['/bin/true'])",
        "__import__('os').system('true')",
        "__import__('os').fork()",
        "__import__('os').remove('/tmp/insatser-prov')",
        "bytearray(2_000_000_000)",
    ],
)
def test_the_process_cannot(monkeypatch: pytest.MonkeyPatch, attempt: str) -> None:
    code = (
        "\ndef attempt(content):\n    try:\n        " + attempt + "\n    except "
        "(PermissionError, MemoryError):\n        return json.dumps({'fel': ['Hindrat.', 'Bra.']})"
        "\n    return json.dumps({'fel': ['Gick.', 'Illa.']})\n"
    )
    monkeypatch.setattr(
        sandbox,
        "START",
        LIMITED.replace("import matcher.intake.w", f"{code}import matcher.intake.w"),
    )
    with pytest.raises(IntakeError, match=r"Hindrat\."):
        read_safely(docx())


def test_a_kept_process_reads_one_file_and_is_replaced() -> None:
    sandbox.warm_up()
    try:
        first = sandbox._Reader._waiting
        assert first is not None
        assert SENTENCE in read_safely(docx()).text
        assert first._process.poll() is not None
        assert sandbox._Reader._waiting not in (None, first)
        assert SENTENCE in read_safely(odt()).text
    finally:
        sandbox.cool_down()
    assert sandbox._Reader._waiting is None


def test_a_kept_process_that_has_died_is_replaced() -> None:
    sandbox.warm_up()
    try:
        waiting = sandbox._Reader._waiting
        assert waiting is not None
        waiting._process.kill()
        waiting._process.wait()
        assert SENTENCE in read_safely(docx()).text
    finally:
        sandbox.cool_down()


def test_too_many_at_once_wait_and_are_then_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_turns", threading.BoundedSemaphore(1))
    monkeypatch.setattr(sandbox, "LONGEST_QUEUE", 0.05)
    with sandbox._turns, pytest.raises(IntakeError, match="Många filer läses just nu"):
        read_safely(docx())
    assert SENTENCE in read_safely(docx()).text


GOOD = {
    "docx": docx(paragraph("Resultat", "Heading1") + paragraph(SENTENCE)),
    "odt": odt(f'<text:h text:outline-level="1">Resultat</text:h><text:p>{SENTENCE}</text:p>'),
    "pdf": pdf(["Resultat", SENTENCE], ["Mer."]),
    "form": form_pdf([(0, (50, 600, 300, 640), {"/T": "Resultat", "/V": SENTENCE})], ["Analys"]),
    "text": f"Resultat\n\n* {SENTENCE}\n\n| Åk | Läser |\n|---|---|\n| 6 | 61 % |".encode(),
}


def answered(content: bytes) -> None:
    told = None
    try:
        found = read_analysis(content)
    except IntakeError as fault:
        told = fault
    if told is None:
        assert isinstance(found, Analys)
        assert found.stycken
    else:
        assert told.message.endswith(".")
        assert told.__context__ is None


@pytest.mark.parametrize("name", GOOD)
@given(data=st.data())
@settings(max_examples=60)
def test_any_damage_is_answered(name: str, data: st.DataObject) -> None:
    content = bytearray(GOOD[name])
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        if not content:
            break
    answered(bytes(content))


@pytest.mark.parametrize("name", GOOD)
@given(data=st.data())
@settings(max_examples=40)
def test_any_cut_is_answered(name: str, data: st.DataObject) -> None:
    content = GOOD[name]
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(content))] * 2)))
    answered(content[:end])
    answered(content[start:])


@given(st.binary(max_size=400))
@settings(max_examples=60)
def test_any_bytes_are_answered(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\xff\xfe"):
        answered(start + content)
