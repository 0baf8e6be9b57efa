"""What a file says is nowhere afterwards: not printed, logged, left in a file or in a fault."""

from __future__ import annotations

import logging
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from intake_files import document_xml, docx, form_pdf, locked_pdf, odt, paragraph, pdf
from traces import MARKER, Net

from matcher import Analys, IntakeError, read_analysis, read_safely
from matcher.cli import matcha
from matcher.intake import sandbox
from matcher.intake.personal import find_personal, warning

SAID = f"Eleverna läser inte. {MARKER} läser inte alls."
GOOD: dict[str, bytes] = {
    "docx": docx(paragraph(SAID)),
    "odt": odt(f"<text:p>{SAID}</text:p>"),
    "pdf": pdf([SAID]),
    "form": form_pdf([(0, (50, 600, 300, 640), {"/T": MARKER, "/V": SAID})], ["Analys"]),
    "text": SAID.encode(),
    "utf-16": SAID.encode("utf-16"),
}
BROKEN: dict[str, bytes] = {
    "docx, trasig XML": docx(parts={"word/document.xml": f"<w:document>{MARKER}</w:p>"}),
    "docx, okänd entitet": docx(
        parts={"word/document.xml": document_xml(f"&{MARKER};", f"<!DOCTYPE {MARKER}>")}
    ),
    "docx, stilar utan text": docx(parts={"word/styles.xml": f"<{MARKER}"}),
    "docx, delens namn": docx(parts={f"word/_rels/{MARKER}.rels": "<a"}),
    "docx, avhuggen": docx(paragraph(SAID))[:-30],
    "odt, trasig": odt(parts={"content.xml": f"<a>{SAID}"}),
    "pdf, avhuggen": pdf([SAID])[:-200],
    "pdf, trasig": pdf([SAID]).replace(b"/Type /Pages", b"/Type /Sidor").replace(b"obj", b"obk"),
    "pdf, låst": locked_pdf(MARKER),
    "pdf, fält utan plats": form_pdf(
        [(0, (1, 1, 2, 2), {"/T": "a", "/V": SAID, "/Rect": [MARKER]})]
    ),
    "rtf": rb"{\rtf1 " + SAID.encode("cp1252", "replace"),
    "html": f"<html>{SAID}".encode(),
    "för lång": (SAID * 40_000).encode(),
    "binär": SAID.encode() + bytes(range(32)) * 50,
}


@pytest.fixture
def net(capfd: Any, caplog: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Net:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("TMPDIR", str(temporary))
    return Net(capfd, caplog, (temporary, Path.cwd() / "matcher"))


READERS: dict[str, Callable[[bytes], Analys]] = {
    "här": lambda content: read_analysis(content, filename=f"{MARKER}.docx"),
    "för sig": lambda content: read_safely(content, f"{MARKER}.docx"),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_leaves_nothing(net: Net, name: str, reader: str) -> None:
    found = READERS[reader](GOOD[name])
    assert MARKER in found.text
    assert (
        MARKER not in f"{found.upplysningar} {find_personal(found)} {warning(find_personal(found))}"
    )
    assert net.found_in() == []


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_leaves_nothing(net: Net, name: str, reader: str) -> None:
    try:
        READERS[reader](BROKEN[name])
    except IntakeError as fault:
        told = "".join(traceback.TracebackException.from_exception(fault).format())
    else:
        told = "läst"  # a reader may mend what is broken
    assert MARKER not in told
    assert net.found_in() == []


TAKE = "import sys, time; data = sys.stdin.buffer.read(); "
RAW = b"%PDF-1.7 " + SAID.encode()
BROKEN_READERS = [
    TAKE + "sys.stderr.buffer.write(data); raise ValueError(data)",
    TAKE + "sys.stdout.buffer.write(data)",
    TAKE + "print(data, file=sys.stderr); time.sleep(60)",
]


@pytest.mark.parametrize("program", BROKEN_READERS)
def test_a_reader_that_breaks_or_is_ended_leaves_nothing(
    net: Net, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "START", program)
    with pytest.raises(IntakeError) as raised:
        read_safely(RAW, longest=1)
    told = "".join(traceback.TracebackException.from_exception(raised.value).format())
    assert MARKER not in told
    assert net.found_in() == []


def test_a_reader_that_fails_here_leaves_nothing(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process itself answers for whatever a library raises."""
    code = sandbox.START.replace(
        "main()",
        "import matcher.intake.worker as worker\ndef fail(content):\n"
        "    print(content)\n    raise RuntimeError(content)\n"
        "worker.read_analysis = fail\nworker.main()",
    )
    monkeypatch.setattr(sandbox, "START", code)
    with pytest.raises(IntakeError, match="skadad"):
        read_safely(RAW)
    assert net.found_in() == []


def test_the_command_tells_what_is_wrong_and_nothing_more(
    net: Net, release: Path, tmp_path: Path
) -> None:
    for number, content in enumerate(BROKEN.values()):
        path = tmp_path / f"analys-{number}"
        path.write_bytes(content)
        result = CliRunner().invoke(matcha, ["fil", str(path), "--katalog", str(release)])
        assert result.exit_code in {0, 1}
        assert "Traceback" not in result.output
        if result.exit_code:
            assert MARKER not in result.output
    assert net.found_in() == []


def test_the_net_catches_what_is_printed_logged_and_written(net: Net, tmp_path: Path) -> None:
    print(MARKER)  # noqa: T201
    logging.getLogger("insatser").warning("läste %s", MARKER)
    (tmp_path / "tmp" / "kvar").write_text(MARKER, encoding="utf-8")
    assert net.found_in() == ["utskrift", "logg", str(tmp_path / "tmp" / "kvar")]
