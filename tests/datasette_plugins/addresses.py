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
OTHERS = (
    "/",
    "/sok",
    "/sok?q=text",
    "/sok?q=finnsinte",
    "/sok?q=a",
    "/matcha",
    "/matcha/resultat?problemomrade=lasforstaelse",
    "/matcha/resultat?problemomrade=lasforstaelse&skolform=grundskola&arskurs=4-6&amne=svenska",
    "/oversikt",
    "/oversikt?skolform=grundskola",
    "/insatser?skolform=grundskola&amne=svenska",
    "/insatser?q=text&typ=modul",
    "/insatser?skolform=forskola&amne=fysik",
    "/insatser?evidens=effektstudie&kostnad=kostnadsfri&timmar=10-40",
    "/insatser?sortera=evidens",
    "/insatser?q=xyzzyx&problemomrade=lasforstaelse&sortera=belagd",
)
PAGES = (*OTHERS, *LISTS, *RECORDS, *ABOUT)
"""Our own pages."""

JSON_PAGES = (
    *(f"{path}.json" for path in (*LISTS, *RECORDS)),
    "/oversikt.json",
    "/sok.json?q=text",
    "/matcha/resultat.json?problemomrade=lasforstaelse",
    "/insatser.json?skolform=grundskola",
)
WITH_WORDS = (
    "/sok?q=text",
    "/sok.json?q=text",
    "/insatser?q=text&typ=modul",
    "/insatser.json?q=text",
    "/insatser?okand=text",
    "/katalog?sql=select+id+from+insats",
    "/katalog/insats?_search=text",
    "/katalog/insats?namn__contains=text",
)
"""Addresses that hold what a visitor wrote; nobody else may keep the answer."""

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
    "/insatser?q=xyzzyx&problemomrade=lasforstaelse&sortera=belagd",
    "/insatser/samtal-om-text",
    "/insatser/forebild-i-utlandet",
    "/problemomraden",
    "/problemomraden/lasforstaelse",
    "/oversikt",
    "/oversikt?skolform=grundskola",
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
    *ABOUT,
    "/finns-inte",
)
"""One of each kind, for the browser."""
