"""Files of every kind that a visitor may bring, made here with a given text in them."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from sittningar import docx_of

ODT = "application/vnd.oasis.opendocument.text"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def odt_of(text: str) -> bytes:
    """Return an OpenDocument text."""
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.splitlines() if line)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        f'xmlns:office="{OFFICE}" xmlns:text="{TEXT}" office:version="1.2">'
        f"<office:body><office:text>{lines}</office:text></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODT}"/>'
        "</manifest:manifest>"
    )
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo("mimetype"), ODT)
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", manifest)
    return kept.getvalue()


def pdf_of(text: str, *, filled_in: str = "") -> bytes:
    """Return a pdf of one page; ``filled_in`` stands in a field of a form."""
    lines = [line for line in text.splitlines() if line.strip()]
    drawn = " ".join(f"({_string(line)}) Tj 0 -18 Td" for line in lines)
    stream = f"BT /F1 11 Tf 50 780 Td {drawn} ET".encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] /DA (/F1 0 Tf) >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> /Annots [6 0 R] >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (problem) /TU (Problem) /Rect [50 50 400 80]"
        b" /V (%s) /P 3 0 R >>" % _string(filled_in).encode("cp1252"),
    ]
    kept = io.BytesIO(b"")
    kept.write(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(kept.tell())
        kept.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = kept.tell()
    kept.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    kept.writelines(b"%010d 00000 n \n" % place for place in places)
    kept.write(b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1))
    kept.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return kept.getvalue()


def _string(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def every_kind(text: str) -> dict[str, bytes]:
    """Return the text in a file of each kind that can be read."""
    return {
        "analys.docx": docx_of(text),
        "analys.odt": odt_of(text),
        "analys.pdf": pdf_of(text),
        "blankett.pdf": pdf_of("Blankett", filled_in=text.splitlines()[0]),
        "analys.txt": text.encode(),
        "analys.md": f"# Analys\n\n{text}".encode(),
        "gammal.txt": text.encode("cp1252"),
    }
