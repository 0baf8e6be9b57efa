"""What kind of file some bytes are. Their name is never asked: it is often wrong."""

from __future__ import annotations

from matcher.errors import IntakeError
from matcher.intake.packed import Packed, locked

OLE = b"\xd0\xcf\x11\xe0"
SEARCHED = 1024
PASTE = "klistra in texten"
SAVE_AS = f"Öppna den, spara den som docx, odt eller pdf, och välj den nya filen, eller {PASTE}."

PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")
ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe")


def is_packed(content: bytes) -> bool:
    """Return whether the bytes are a zip, as docx and odt are."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"))


def is_pdf(content: bytes) -> bool:
    """Return whether the bytes are a pdf; some programs put other bytes before."""
    return b"%PDF-" in content[:SEARCHED]


def packed_kind(packed: Packed) -> str:
    """Return ``docx`` or ``odt``, or tell what the packed file is instead."""
    names = packed.names
    if any(name.startswith("word/") for name in names):
        return "docx"
    if "content.xml" in names or "encrypted-package" in names:
        kind = packed.part("mimetype") if "mimetype" in names else b""
        if b"spreadsheet" in kind:
            raise _other("ett kalkylblad")
        if b"presentation" in kind or b"graphics" in kind:
            raise _other("en presentation eller en teckning")
        return "odt"
    if any(name.startswith("xl/") for name in names):
        raise _other("ett kalkylblad (Excel)")
    if any(name.startswith("ppt/") for name in names):
        raise _other("en presentation (PowerPoint)")
    if any(name.startswith("Index/") or name.endswith((".iwa", "index.apxl")) for name in names):
        raise _other("ett dokument från Pages, Numbers eller Keynote")
    if "Index.zip" in names or "index.xml" in names:
        raise _other("ett dokument från Pages")
    raise IntakeError(
        "Filen är en zip-fil utan något Word- eller OpenDocument-dokument.",
        f"Packa upp den och välj själva dokumentet, eller {PASTE}.",
    )


def refuse_known(content: bytes) -> None:
    """Tell what a file is, when it is of a kind that is known but not read.

    Raises
    ------
    IntakeError
        With the name of the kind and what to do.
    """
    start = content[:SEARCHED].lstrip().lower()
    if content.startswith(OLE):
        raise _old_office(content)
    if start.startswith(b"{\\rtf"):
        raise _other("i formatet rtf")
    if start.startswith((b"<!doctype html", b"<html")):
        raise _other("en webbsida (html)")
    if start.startswith(b"mime-version:") and b"multipart/related" in start:
        raise _other("en webbsida (mht)")
    if content.startswith(PICTURES) or content[4:12] in {b"ftypheic", b"ftypmif1", b"ftypheix"}:
        raise IntakeError(
            "Filen är en bild, och text i bilder går inte att läsa.",
            f"Välj dokumentet som bilden togs av, eller {PASTE}.",
        )
    if content.startswith(ARCHIVES):
        raise IntakeError(
            "Filen är ett packat arkiv.",
            f"Packa upp den och välj själva dokumentet, eller {PASTE}.",
        )
    if content.startswith(PROGRAMS) and b"\x00" in content[:SEARCHED]:
        raise IntakeError(
            "Filen är ett program och inget dokument.",
            f"Välj analysen som docx, odt, pdf eller text, eller {PASTE}.",
        )


def _old_office(content: bytes) -> IntakeError:
    if _names(content, "EncryptedPackage"):
        return locked()
    if _names(content, "Workbook") or _names(content, "PowerPoint Document"):
        return _other("ett kalkylblad eller en presentation i ett äldre format")
    return _other("ett Word-dokument i det äldre formatet doc")


def _names(content: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") in content


def _other(what: str) -> IntakeError:
    return IntakeError(f"Filen är {what} och kan inte läsas.", SAVE_AS)
