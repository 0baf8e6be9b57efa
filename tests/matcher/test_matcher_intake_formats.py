"""What a file says is read as it is meant: forms, tables, notes, headings; nothing else."""

# ruff: noqa: E501 - a line a thing to read

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from intake_files import (
    SENTENCE,
    W,
    docx,
    drawn,
    form_pdf,
    odt,
    paragraph,
    pdf,
    pdf_writer,
    written,
)

from matcher import Analys, Stycke, read_analysis


def told(analys: Analys) -> list[tuple[str | None, str]]:
    return [(each.rubrik, each.text) for each in analys.stycken]


def run(inner: str) -> str:
    return f"<w:p><w:r>{inner}</w:r></w:p>"


def control(inner: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"


P = paragraph
NOTE = '<w:footnoteReference w:id="2"/>'
FOOTNOTES = (
    f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2"><w:p><w:r><w:t>Enligt enkäten.</w:t></w:r>'
    "</w:p></w:footnote></w:footnotes>"
)
BOX = f"<w:pict><w:txbxContent>{P('Gammal ruta.')}</w:txbxContent></w:pict>"
NEW_BOX = (
    '<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice><w:drawing><w:txbxContent>'
    f"{P('I rutan.')}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback>{BOX}</mc:Fallback>"
    "</mc:AlternateContent>"
)
STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="R1"><w:name w:val="heading 1"/>'
    '</w:style><w:style w:type="paragraph" w:styleId="Egen"><w:name w:val="Vår egen"/>'
    '<w:basedOn w:val="R1"/></w:style><w:style w:type="paragraph" w:styleId="U"><w:name w:val="U"/>'
    '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style></w:styles>'
)
BOLD = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Trygghet</w:t></w:r></w:p>"

# A line a thing that Word can do: the body, and what is read of it.
INNER = f"<w:tbl>{row(P('A.'), P('B.'))}{row(P('C.'), P(''))}</w:tbl>"
FRAME = (
    f"<w:tbl>{row(P('Styrkor'), P('Brister'))}{row(P('1. Resultat'), INNER)}"
    f"{row(P('D.'), P(''))}</w:tbl>{P('E.')}"
)
"""A table that only orders text: what stands first in a row heads it, else the column does."""

WORD: list[tuple[str, str, list[tuple[str | None, str]]]] = [
    ("innehållskontroll", control(P("Svaret.")), [(None, "Svaret.")]),
    ("ifylls här", control(P("Klicka här"), "<w:showingPlcHdr/>") + P("A."), [(None, "A.")]),
    ("i stycket", f"<w:p>{control('<w:r><w:t>Ja.</w:t></w:r>')}</w:p>", [(None, "Ja.")]),
    ("fotnot", run(f"<w:t>Läser.</w:t>{NOTE}"), [(None, "Läser."), (None, "Enligt enkäten.")]),
    ("textruta", run(f"<w:t>Före.</w:t>{NEW_BOX}"), [(None, "Före."), (None, "I rutan.")]),
    ("gammal textruta", run(BOX), [(None, "Gammal ruta.")]),
    ("struket", "<w:p><w:del><w:r><w:t>Nej</w:t></w:r></w:del><w:r><w:t>Ja.</w:t></w:r></w:p>", [(None, "Ja.")]),
    ("tillagt", "<w:p><w:ins><w:r><w:t>Ja.</w:t></w:r></w:ins></w:p>", [(None, "Ja.")]),
    ("dolt", run("<w:rPr><w:vanish/></w:rPr><w:t>Nej</w:t>") + P("Ja."), [(None, "Ja.")]),
    ("fältkod", run("<w:instrText>PAGE</w:instrText><w:t>Tre</w:t>"), [(None, "Tre")]),
    ("radbrytning", run("<w:t>Ett</w:t><w:br/><w:t>två</w:t><w:tab/><w:t>tre</w:t>"), [(None, "Ett två tre")]),
    ("bindestreck", run("<w:t>skol</w:t><w:noBreakHyphen/><w:t>bok</w:t>"), [(None, "skol-bok")]),
    ("rubrik", P("Resultat", "R1") + P("A."), [("Resultat", "A.")]),
    ("egen rubrik", P("Resultat", "Egen") + P("A."), [("Resultat", "A.")]),
    ("dispositionsnivå", P("Resultat", "U") + P("A."), [("Resultat", "A.")]),
    ("rubrik utan text", P("Övergångar", "U") + P("Resultat", "U") + P("A."), [(None, "Övergångar"), ("Resultat", "A.")]),
    ("fet rad", BOLD + P("A."), [("Trygghet", "A.")]),
    ("ram runt text", f"<w:tbl>{row(P('Resultat', 'R1') + P('A.'))}</w:tbl>", [("Resultat", "A.")]),
    ("tabell i tabell", f"<w:tbl>{row(P('A.'), '<w:tbl>' + row(P('B.'), P('C.')) + '</w:tbl>')}</w:tbl>",
     [(None, "A."), (None, "B."), (None, "C.")]),
    ("ram med rubriker", FRAME, [("1. Resultat", "A."), ("1. Resultat", "B."), ("1. Resultat", "C."), ("Styrkor", "D."), (None, "E.")]),
    ("cell i kontroll", f"<w:tbl>{row(P('Mål'), control(P('Läsa.')))}</w:tbl>", [(None, "Mål"), (None, "Läsa.")]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "read"), [row[1:] for row in WORD], ids=[row[0] for row in WORD])
def test_word(body: str, read: list[tuple[str | None, str]]) -> None:
    parts = {
        "word/footnotes.xml": FOOTNOTES,
        "word/styles.xml": STYLES,
        "word/header1.xml": f'<w:hdr xmlns:w="{W}">{P("Sidhuvud")}</w:hdr>',
        "word/comments.xml": f'<w:comments xmlns:w="{W}">{P("Kommentar")}</w:comments>',
    }
    assert told(read_analysis(docx(body, parts))) == read


def test_the_cells_of_a_row_are_read_together() -> None:
    body = (
        P("Resultat", "R1")
        + f"<w:tbl>{row(P('Mått'), P('2023'), P('2024'))}{row(P('F i engelska'), P('14 %'), P(''))}"
        + f"{row(P('Examen'), P('80 %'), P('82 %') + P('Bättre.'))}</w:tbl><w:tbl>"
        + f"{row(P('A'), P('b'))}</w:tbl>"
    )
    found = read_analysis(docx(body, {"word/styles.xml": STYLES}))
    assert [(each.rad, each.kolumnrubrik, each.text) for each in found.stycken] == [
        (0, None, "Mått"),
        (0, None, "2023"),
        (0, None, "2024"),
        (1, "Mått", "F i engelska"),
        (1, "2023", "14 %"),
        (2, "Mått", "Examen"),
        (2, "2023", "80 %"),
        (2, "2024", "82 %"),
        (2, "2024", "Bättre."),
        (3, None, "A"),
        (3, None, "b"),
    ]
    assert found.sammanhang(4) == "Mått: F i engelska | 2023: 14 %"


ODF_TABLE = (
    "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Mått</text:p>"
    "</table:table-cell><table:table-cell><text:p>2024</text:p></table:table-cell></table:table-row>"
    "</table:table-header-rows><table:table-row><table:table-cell><text:p>Läser</text:p>"
    "</table:table-cell><table:table-cell><text:p>61 %</text:p></table:table-cell>"
    "</table:table-row></table:table>"
)
ODF: list[tuple[str, str, list[tuple[str | None, str]]]] = [
    ("rubrik", "<text:h>Resultat</text:h><text:p>A.</text:p>", [("Resultat", "A.")]),
    ("rubrik utan text", "<text:h>A</text:h><text:h>B</text:h><text:p>C.</text:p><text:h>D</text:h>",
     [(None, "A"), ("B", "C."), (None, "D")]),
    ("lista", "<text:list><text:list-item><text:p>A.</text:p></text:list-item></text:list>", [(None, "A.")]),
    ("fotnot", "<text:p>A.<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>N."
     "</text:p></text:note-body></text:note> B.</text:p>", [(None, "A. B."), (None, "N.")]),
    ("kommentar", "<text:p>A.<o:annotation><text:p>Nej</text:p></o:annotation> B.</text:p>", [(None, "A. B.")]),
    ("struket", "<text:tracked-changes><text:p>Nej</text:p></text:tracked-changes><text:p>A.</text:p>", [(None, "A.")]),
    ("delar", "<text:p>A<text:span>B</text:span><text:s/>C<text:tab/>D<text:line-break/>E</text:p>", [(None, "AB C D E")]),
    ("avsnitt", "<text:section><text:p>A.</text:p></text:section>", [(None, "A.")]),
    ("tabell", ODF_TABLE, [(None, "Mått"), (None, "2024"), (None, "Läser"), (None, "61 %")]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "read"), [row[1:] for row in ODF], ids=[row[0] for row in ODF])
def test_opendocument(body: str, read: list[tuple[str | None, str]]) -> None:
    assert told(read_analysis(odt(body))) == read


def test_opendocument_tables_have_column_headings() -> None:
    assert read_analysis(odt(ODF_TABLE)).sammanhang(3) == "Mått: Läser | 2024: 61 %"


TEXT: list[tuple[str, str, list[tuple[str | None, str]]]] = [
    ("hårda radbrytningar", "Sexorna läser flytande men\nförstår inte.", [(None, SENTENCE)]),
    ("rubrik", "Resultat\n\nDe läser.", [("Resultat", "De läser.")]),
    ("ingen rubrik", "Vår skola har\ntvå hus.", [(None, "Vår skola har två hus.")]),
    ("korta rader", "Trygghet\nArbetsro\nFrånvaro", [(None, "Trygghet"), (None, "Arbetsro"), (None, "Frånvaro")]),
    ("understruken", "Elevernas egna resultat i år och förut\n======\nA.", [("Elevernas egna resultat i år och förut", "A.")]),
    ("rubriker utan text", "# R\n## Hem\n## Skola\nA.\n## Fritids", [("R", "Hem"), ("Skola", "A."), ("R", "Fritids")]),
    ("märkt rubrik", "## Resultat ##\nA.", [("Resultat", "A.")]),
    ("fetstil", "# R\n**Läsning**: de [läser](http://x.se) inte.", [("R", "Läsning: de läser inte.")]),
    ("över en lista", "Det här har vi redan gjort nu\n* Läslyftet.", [("Det här har vi redan gjort nu", "Läslyftet.")]),
    ("punkter", "1. Ett.\n2) Två\n   mer.\n• Tre.", [(None, "Ett."), (None, "Två mer."), (None, "Tre.")]),
    ("flikar", "Mått\t2024\nLäser\t61 %", [(None, "Mått"), (None, "2024"), (None, "Läser"), (None, "61 %")]),
    ("flik efter punkt", "•\tEtt.\n•\tTvå.", [(None, "Ett."), (None, "Två.")]),
    ("ritad", "+--+----+\n| A1 | Gråter i\n+--+----+", [(None, "A1"), (None, "Gråter i")]),
    ("cell på två rader", "| A1 | De gråter |\n|    | i hallen |\n| A2 | B. |",
     [(None, "A1"), (None, "De gråter i hallen"), (None, "A2"), (None, "B.")]),
    ("orsak i cellen", "| A1 | De gråter |\n|    | Orsak: hallen |", [(None, "A1"), (None, "De gråter"), (None, "Orsak: hallen")]),
    ("ramtecken", "┌──┬──┐\n│ A │ b │\n└──┴──┘", [(None, "A"), (None, "b")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "read"), [row[1:] for row in TEXT], ids=[row[0] for row in TEXT])
def test_text(text: str, read: list[tuple[str | None, str]]) -> None:
    assert told(read_analysis(text.encode())) == read


def test_paragraphs_items_and_divided_words_of_a_pdf() -> None:
    lines = [
        "Eleverna i sexan läser med flyt men för-",
        "står inte vad de läser, och så har det",
        "varit.",
    ]
    page = drawn(lines) + b" " + drawn(["Trygghet"], size=18).replace(b"780", b"700")
    page += b" " + drawn(["- Ett", "- Två"]).replace(b"780", b"660")
    found = read_analysis(written(pdf_writer(page)))
    assert told(found) == [
        (
            None,
            "Eleverna i sexan läser med flyt men förstår inte vad de läser, och så har det varit.",
        ),
        ("Trygghet", "Ett"),
        ("Trygghet", "Två"),
    ]


def test_headers_and_page_numbers_are_left_out() -> None:
    pages = [drawn([f"{SENTENCE} {letter}."]).replace(b"780", b"500") for letter in "ABC"]
    margins = [
        drawn(["Exempelkommunen"]).replace(b"780", b"815")
        + drawn([f"Sida {n} av 3"]).replace(b"780", b"20")
        for n in (1, 2, 3)
    ]
    found = read_analysis(written(pdf_writer(*map(bytes.__add__, pages, margins))))
    assert [each.text for each in found.stycken] == [f"{SENTENCE} {letter}." for letter in "ABC"]
    assert [each.sida for each in found.stycken] == [1, 2, 3]


def test_a_table_in_a_pdf() -> None:
    rows = [("Skola", "Elever", "Läser"), ("Norra", "312", "61 %"), ("Södra", "268", "74 %")]
    page = b" ".join(
        drawn([cell], left=60 + 150 * place).replace(b"780", str(700 - 20 * number).encode())
        for number, cells in enumerate(rows)
        for place, cell in enumerate(cells)
    )
    found = read_analysis(written(pdf_writer(page)))
    assert [each.text for each in found.stycken] == [cell for cells in rows for cell in cells]
    assert found.sammanhang(8) == "Skola: Södra | Elever: 268 | Läser: 74 %"


AT, LOWER = (50.0, 600.0, 300.0, 640.0), (50.0, 500.0, 300.0, 520.0)
BESIDE = (250.0, 770.0, 400.0, 790.0)
FORM = [
    ("etikett", (AT, {"/T": "f1", "/TU": "Elevernas resultat", "/V": SENTENCE}), ("Elevernas resultat", SENTENCE)),
    ("tryckt bredvid", (BESIDE, {"/T": "Text1", "/V": "Norra skolan."}), ("Skolans namn", "Norra skolan.")),
    ("tryckt ovanför", ((50.0, 700.0, 300.0, 770.0), {"/T": "Text1", "/V": "A."}), ("Skolans namn", "A.")),
    ("fältets namn", (AT, {"/T": "Vad_har_ni_gjort", "/V": "A."}), ("Vad har ni gjort", "A.")),
    ("inget namn", (AT, {"/T": "Textfält 3", "/V": "A."}), ("Skolans namn", "A.")),
    ("kryss", (AT, {"/T": "b", "/FT": "/Btn", "/TU": "Grundskola", "/V": "/Ja", "/AS": "/Ja"}), ("Grundskola", "Ja")),
    ("val", (AT, {"/T": "c", "/FT": "/Ch", "/TU": "Nivå", "/V": "2", "/Opt": [["1", "Låg"], ["2", "Hög"]]}), ("Nivå", "Hög")),
]  # fmt: skip


@pytest.mark.parametrize(("field", "read"), [row[1:] for row in FORM], ids=[row[0] for row in FORM])
def test_fields_of_a_form(
    field: tuple[tuple[float, float, float, float], dict[str, object]], read: tuple[str | None, str]
) -> None:
    found = read_analysis(form_pdf([(0, *field)], ["Skolans namn:"]))
    assert read in told(found)
    assert found.slag == "pdf"


def test_a_form_is_read_page_by_page_and_each_field_once() -> None:
    content = form_pdf(
        [
            (1, AT, {"/T": "d", "/TU": "Tredje", "/V": "C."}),
            (0, LOWER, {"/T": "b", "/TU": "Andra", "/V": "Ett.\r\rTvå."}),
            (0, AT, {"/T": "a", "/TU": "Första", "/V": "A."}),
            (0, LOWER, {"/T": "hemligt", "/Ff": 1 << 13, "/V": "Lösenordet"}),
            (0, LOWER, {"/T": "tomt", "/V": " "}),
        ],
        [],
        [],
    )
    assert [(each.sida, each.rubrik, each.text) for each in read_analysis(content).stycken] == [
        (1, "Första", "A."),
        (1, "Andra", "Ett."),
        (1, "Andra", "Två."),
        (2, "Tredje", "C."),
    ]


def test_a_label_is_not_read_as_a_paragraph_too() -> None:
    found = read_analysis(form_pdf([(0, BESIDE, {"/T": "Text1", "/V": "Norra."})], ["Namn:"]))
    assert told(found) == [("Namn", "Norra.")]


@pytest.mark.parametrize("folder", sorted(Path("data/exempelanalyser").iterdir()), ids=str)
def test_the_marked_places_of_the_examples_are_in_one_paragraph_or_row(folder: Path) -> None:
    marked = yaml.safe_load((folder / "om.yaml").read_text(encoding="utf-8"))
    found = read_analysis((folder / "text.md").read_bytes(), filename="text.md")
    rows: dict[int | None, list[str]] = {}
    for each in found.stycken:
        rows.setdefault(each.rad, []).append(each.text)
    texts = [*(each.text for each in found.stycken), *map(" | ".join, rows.values())]
    assert marked
    for each in marked["problemomraden"]:
        span = " ".join(each["span"].split()).strip("| ")
        assert any(span in text for text in texts), each["id"]


def test_a_pasted_text_in_word_is_joined_again() -> None:
    lines = [
        "* Ett första stycke som är brutet på ett sätt som ingen hade tänkt",
        "sig från början.",
    ]
    found = read_analysis(docx("".join(map(P, lines * 5))))
    assert [each.text for each in found.stycken] == [f"{lines[0][2:]} {lines[1]}"] * 5


def test_paragraphs_are_made_by_place() -> None:
    assert Stycke("a", "b", 3) == Stycke(text="a", rubrik="b", sida=3)
    assert pdf(["x"]).startswith(b"%PDF")
