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
VOCABULARIES = (
    "/vokabular",
    *(
        f"/vokabular/{path.stem}"
        for path in sorted((MINI / "vokabular").glob("*.yaml"))
        if path.stem not in ("synonymer", "klarsprak")
    ),
    "/vokabular/problemomraden",
    "/vokabular/paverkansfaktorer",
)
LISTS = tuple(f"/{segment}" for segment in KINDS.values())
ABOUT = ("/om", "/om/metod", "/om/integritet", "/om/data", "/om/tillganglighet", "/om/foresla")
_FOUR = "insats=samtal-om-text&insats=fysik-pa-riktigt&insats=tal-i-tanken&insats=narvaroteam"
OTHERS = (
    "/",
    "/sok",
    "/sok?q=text",
    "/sok?q=finnsinte",
    "/sok?q=a",
    "/matcha",
    "/atgardsplan",
    "/matcha/resultat?problemomrade=lasforstaelse",
    "/matcha/resultat?problemomrade=lasforstaelse&skolform=grundskola&arskurs=4-6&amne=svenska",
    "/oversikt",
    "/oversikt?skolform=grundskola",
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
    "/insatser?evidens=effektstudie&kostnad=kostnadsfri&timmar=10-40",
    "/insatser?sortera=evidens",
    "/insatser?q=xyzzyx&problemomrade=lasforstaelse&sortera=belagd",
)
PAGES = (*OTHERS, *LISTS, *RECORDS, *VOCABULARIES, *ABOUT)
"""Our own pages."""

JSON_PAGES = (
    *(f"{path}.json" for path in (*LISTS, *RECORDS, *VOCABULARIES)),
    "/sok.json",
    "/oversikt.json",
    "/sok.json?q=text",
    "/matcha/resultat.json?problemomrade=lasforstaelse",
    "/insatser.json?skolform=grundskola",
    "/jamfor.json?insats=samtal-om-text&insats=fysik-pa-riktigt",
    "/lista.json?insats=samtal-om-text",
)
LIST_FILES = ("/lista.xlsx", "/lista.docx", "/lista.csv")
"""What a list can be fetched as, with ``?insats=…``."""

FILES = (
    "insatskatalogen-csv.zip",
    "insatskatalogen.json",
    "insatskatalogen-yaml.zip",
    "referenser.csl.json",
)
JSON_LD = tuple(
    f"{path}.jsonld"
    for path in (*RECORDS, *VOCABULARIES[1:])
    if path.split("/")[1] in ("insatser", "kallor", "vokabular")
)
GONE = tuple(f"/{segment}/borttagen" for segment in KINDS.values())
"""Ids of the register that no record has and that nothing stands in for."""

REPLACED = {
    "/insatser/samtal-om-text-gammal": "/insatser/samtal-om-text",
    "/problemomraden/lasforstaelse-gammal": "/problemomraden/lasforstaelse",
    "/paverkansfaktorer/fortroende": "/paverkansfaktorer/tillit",
    "/program/raknelust-gammal": "/program/raknelust",
    "/anordnare/exempelnamnden": "/anordnare/exempelverket",
    "/kallor/pahittad-2019": "/kallor/pahittad-2020",
}
"""Earlier address → the address that holds now."""
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
    "/katalog/amne",
    "/katalog/insats_amne",
    "/katalog/insats?status=aktiv&_facet=typ&_search=text",
    "/katalog?_show_hidden=1",
    "/katalog?sql=select+id+from+insats",
    "/katalog?sql=select+id+from+insats+where+typ+%3D+%3Atyp&typ=modul",
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
    "/atgardsplan",
    "/matcha/resultat?problemomrade=lasforstaelse",
    "/jamfor",
    "/jamfor?insats=samtal-om-text",
    "/jamfor?insats=samtal-om-text&insats=fysik-pa-riktigt",
    f"/jamfor?{_FOUR}",
    f"/jamfor?{_FOUR}&insats=forebild-i-utlandet",
    "/lista",
    f"/lista?{_FOUR}&insats=forebild-i-utlandet",
    "/vokabular",
    "/vokabular/amnen",
    *ABOUT,
    "/finns-inte",
    "/insatser/borttagen",
)
"""One of each kind, for the browser."""
