"""Files to read, good, ugly and hostile, each made from a line or two."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"
SENTENCE = "Sexorna läser flytande men förstår inte."


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return content.getvalue()


def paragraph(text: str, style: str = "") -> str:
    told = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{told}<w:r><w:t>{text}</w:t></w:r></w:p>"


def document_xml(body: str, before: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{before}<w:document xmlns:w="{W}" xmlns:r="{OFFICE}">'
        f"<w:body>{body}</w:body></w:document>"
    )


def docx(body: str = paragraph(SENTENCE), parts: Mapping[str, str | bytes] | None = None) -> bytes:
    return packed(
        {
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a"'
            f' Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": document_xml(body),
            **(parts or {}),
        }
    )


def odt(
    body: str = f"<text:p>{SENTENCE}</text:p>",
    parts: Mapping[str, str | bytes] | None = None,
    kind: str = "text",
) -> bytes:
    return packed(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f'<o:document-content xmlns:o="{ODF}office:1.0" '
            f'xmlns:text="{ODF}text:1.0" xmlns:table="{ODF}table:1.0"><o:body><o:text>{body}'
            "</o:text></o:body></o:document-content>",
            **(parts or {}),
        }
    )


def drawn(lines: Sequence[str], size: int = 12, left: int = 50) -> bytes:
    told = b" ".join(
        b"(" + line.replace("(", r"\(").replace(")", r"\)").encode("cp1252", "replace") + b") Tj T*"
        for line in lines
    )
    return b"BT /F1 %d Tf %d TL %d 780 Td %s ET" % (size, size + 2, left, told)


def pdf_writer(*pages: bytes) -> PdfWriter:
    """A pdf with these drawings, a page each; to write, or to add more to."""
    writer = PdfWriter()
    font = writer._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
                NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
            }
        )
    )
    for content in pages:
        page = writer.add_blank_page(595, 842)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        stream = DecodedStreamObject()
        stream.set_data(content)
        page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    return writer


def written(writer: PdfWriter) -> bytes:
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def pdf(*pages: Sequence[str]) -> bytes:
    return written(pdf_writer(*(drawn(lines) for lines in pages)))


def with_picture(writer: PdfWriter, number: int) -> None:
    picture = DecodedStreamObject()
    picture.set_data(b"\xff")
    for key, value in (
        ("/Type", NameObject("/XObject")),
        ("/Subtype", NameObject("/Image")),
        ("/Width", NumberObject(1)),
        ("/Height", NumberObject(1)),
        ("/ColorSpace", NameObject("/DeviceGray")),
        ("/BitsPerComponent", NumberObject(8)),
    ):
        picture[NameObject(key)] = value
    resources = writer.pages[number]["/Resources"]
    assert isinstance(resources, DictionaryObject)
    resources[NameObject("/XObject")] = DictionaryObject(
        {NameObject("/Im1"): writer._add_object(picture)}
    )


def scanned(pages: int = 1) -> bytes:
    writer = pdf_writer(*[b"q 500 0 0 700 0 0 cm /Im1 Do Q"] * pages)
    for number in range(pages):
        with_picture(writer, number)
    return written(writer)


def locked_pdf(user: str, owner: str = "rektor", algorithm: str = "RC4-128") -> bytes:
    writer = pdf_writer(drawn([SENTENCE]))
    writer.encrypt(user, owner, algorithm=algorithm)
    return written(writer)


Rect = tuple[float, float, float, float]


def form_pdf(
    fields: Sequence[tuple[int, Rect, Mapping[str, object]]], *pages: Sequence[str]
) -> bytes:
    """A form: on which page, where, and what the field says of itself."""
    writer = pdf_writer(*(drawn(lines) for lines in (pages or ([],))))
    made = ArrayObject()
    for number, rect, says in fields:
        widget = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/FT"): NameObject("/Tx"),
                NameObject("/Rect"): ArrayObject(FloatObject(side) for side in rect),
            }
        )
        for key, value in says.items():
            widget[NameObject(key)] = _object(value)
        reference = writer._add_object(widget)
        page = writer.pages[number]
        if "/Annots" not in page:
            page[NameObject("/Annots")] = ArrayObject()
        notes = page["/Annots"]
        assert isinstance(notes, ArrayObject)
        notes.append(reference)
        made.append(reference)
    writer._root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/Fields"): made, NameObject("/NeedAppearances"): BooleanObject(True)}
    )
    return written(writer)


def _object(value: object) -> object:
    if isinstance(value, str):
        return NameObject(value) if value.startswith("/") else TextStringObject(value)
    if isinstance(value, int):
        return NumberObject(value)
    if isinstance(value, list):
        return ArrayObject(_object(each) for each in value)
    return value


def bomb_pdf() -> bytes:
    """A page whose drawing is 300 MB unpacked."""
    return written(pdf_writer(b" " * 300_000_000))


def looping_pdf() -> bytes:
    """A page tree that is its own child."""
    content = pdf([SENTENCE])
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    tree = writer._root_object["/Pages"]
    assert isinstance(tree, DictionaryObject)
    kids = tree["/Kids"]
    assert isinstance(kids, ArrayObject)
    kids.append(writer._root_object.raw_get("/Pages"))
    return written(writer)


def ole(*streams: str) -> bytes:
    names = b"".join(name.encode("utf-16-le") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + names + b"\x00" * 512


ENTITIES = "".join(
    f'<!ENTITY {chr(98 + n)} "{"&" + chr(97 + n) + ";"}{("&" + chr(97 + n) + ";") * 9}">'
    for n in range(9)
)
XML_BOMB = f'<!DOCTYPE w:document [<!ENTITY a "ha">{ENTITIES}]>'
XML_FETCH = '<!DOCTYPE w:document [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
