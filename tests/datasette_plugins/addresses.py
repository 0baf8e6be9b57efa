"""Every address of the site over the mini catalogue; tests are made from the list."""

from __future__ import annotations

from pathlib import Path

MINI = Path(__file__).resolve().parent.parent / "minikatalog"
KINDS = {
    "insatser": "insatser",
    "problemomraden": "problemomraden",
    "paverkansfaktorer": "paverkansfaktorer",
    "program": "program",
    "anordnare": "anordnare",
    "referenser": "kallor",
}
"""Folder of records → first segment of their pages."""

RECORDS = tuple(
    f"/{segment}/{path.stem}"
    for folder, segment in KINDS.items()
    for path in sorted((MINI / folder).glob("*.yaml"))
)
LISTS = tuple(f"/{segment}" for segment in KINDS.values())
ABOUT = ("/om", "/om/metod", "/om/integritet", "/om/data", "/om/tillganglighet")
_FOUR = "insats=samtal-om-text&insats=fysik-pa-riktigt&insats=tal-i-tanken&insats=narvaroteam"
OTHERS = (
    "/",
    "/sok",
    "/sok?q=text",
    "/sok?q=finnsinte",
    "/sok?q=a",
    "/matcha",
    "/matcha/resultat?problemomrade=lasforstaelse",
    "/matcha/resultat?problemomrade=lasforstaelse&skolform=grundskola&arskurs=4-6&amne=svenska",
    "/insatser?skolform=grundskola&amne=svenska",
    "/insatser?q=text&typ=modul",
    "/insatser?skolform=forskola&amne=fysik",
    "/jamfor",
    "/jamfor?insats=samtal-om-text",
    "/jamfor?insats=samtal-om-text&q=text",
    "/jamfor?insats=samtal-om-text&insats=fysik-pa-riktigt",
    "/jamfor?insats=samtal-om-text&insats=fysik-pa-riktigt&visa=skillnader",
    f"/jamfor?{_FOUR}",
    "/lista",
    "/lista?q=finnsinte",
    "/lista?insats=samtal-om-text",
    "/lista?insats=samtal-om-text&insats=fysik-pa-riktigt&q=text",
    f"/lista?{_FOUR}&insats=forebild-i-utlandet",
)
PAGES = (*OTHERS, *LISTS, *RECORDS, *ABOUT)
"""Our own pages."""

JSON_PAGES = (
    *(f"{path}.json" for path in (*LISTS, *RECORDS)),
    "/sok.json?q=text",
    "/matcha/resultat.json?problemomrade=lasforstaelse",
    "/insatser.json?skolform=grundskola",
    "/jamfor.json?insats=samtal-om-text&insats=fysik-pa-riktigt",
    "/lista.json?insats=samtal-om-text",
)
FILES = ("/lista.xlsx", "/lista.docx", "/lista.csv")
"""What a list can be fetched as, with ``?insats=…``."""

DATASETTE_PAGES = (
    "/katalog",
    "/katalog/insats",
    "/katalog/insats_bladdra",
    "/katalog/byggnad/version",
    "/katalog?sql=select+id+from+insats",
)
KIND_OF_PAGE = (
    "/",
    "/insatser?skolform=grundskola",
    "/insatser?skolform=forskola&amne=fysik",
    "/insatser/samtal-om-text",
    "/insatser/forebild-i-utlandet",
    "/problemomraden",
    "/problemomraden/lasforstaelse",
    "/paverkansfaktorer",
    "/paverkansfaktorer/tillit",
    "/program",
    "/program/laslyckan",
    "/anordnare",
    "/kallor",
    "/kallor/exempelsson-2012",
    "/sok?q=text",
    "/matcha",
    "/matcha/resultat?problemomrade=lasforstaelse",
    "/jamfor",
    "/jamfor?insats=samtal-om-text",
    "/jamfor?insats=samtal-om-text&insats=fysik-pa-riktigt",
    f"/jamfor?{_FOUR}",
    f"/jamfor?{_FOUR}&insats=forebild-i-utlandet",
    "/lista",
    f"/lista?{_FOUR}&insats=forebild-i-utlandet",
    *ABOUT,
    "/finns-inte",
)
"""One of each kind, for the browser."""
