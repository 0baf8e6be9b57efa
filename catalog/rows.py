"""``Katalog`` → rows of the tables in ``schema.py``."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from catalog.citations import cite
from catalog.kinds import WITH_PAGES
from catalog.loading import Katalog
from catalog.records import Insats, Kalla, Referens, Referenslank, to_plain
from catalog.swedish import expand, sort_key, stem, tokens

Rows = dict[str, list[dict[str, Any]]]

VOCABULARY_TABLES = {
    "skolformer": "skolform",
    "arskurser": "arskurs",
    "amnen": "amne",
    "malgrupper": "malgrupp",
    "nivaer": "niva",
    "typer": "typ",
    "statusar": "status",
    "sakerheter": "sakerhet",
    "kallroller": "kallroll",
    "analysnivaer": "analysniva",
    "grupper": "grupp",
    "kostnadsband": "kostnadsband",
    "evidensgrader": "evidensgrad",
    "evidensriktningar": "evidensriktning",
    "relationsslag": "relationsslag",
    "kvalitetsomraden": "kvalitetsomrade",
    "bruk": "bruk",
    "skolinspektionen": "skolinspektionen",
}
"""Vocabulary → its table."""

INSATS_LISTS = {
    "anordnare": "anordnare",
    "program": "program",
    "skolformer": "skolform",
    "arskurser": "arskurs",
    "amnen": "amne",
    "malgrupper": "malgrupp",
    "nivaer": "niva",
}
"""Field of an insats that holds ids → the table that they are in."""


def rows_of(katalog: Katalog) -> Rows:
    """Return table → rows, ordered by id."""
    rows: Rows = defaultdict(list)
    _add_vocabularies(rows, katalog)
    _add_simple(rows, katalog)
    _add_areas(rows, katalog)
    for insats_id in sorted(katalog.insatser):
        _add_insats(rows, katalog.insatser[insats_id], katalog)
    _add_references(rows, katalog)
    _add_register(rows, katalog)
    return rows


def rows_about(katalog: Katalog, chosen: Mapping[str, Collection[str]]) -> Rows:
    """Return table → rows of some records alone: kind → ids."""
    rows: Rows = defaultdict(list)
    posts = {
        kind: {key: post for key, post in all_.items() if key in chosen.get(kind, ())}
        for kind, all_ in katalog.poster.items()
    }
    part = replace(katalog, poster=posts)
    _add_simple(rows, part)
    _add_areas(rows, part)
    for insats in part.insatser.values():
        _add_insats(rows, insats, katalog)
    _add_references(rows, part)
    return rows


def _add_vocabularies(rows: Rows, katalog: Katalog) -> None:
    for lista, table in VOCABULARY_TABLES.items():
        for number, term in enumerate(katalog.vokabular[lista]):
            row = {
                "id": term.id,
                "namn": term.namn,
                "beskrivning": term.beskrivning,
                "ordning": number,
            }
            if table == "amne":
                row["ingar_i"] = term.ingar_i
            if table == "typ":
                row["foreslas"] = int(term.foreslas)
            if table == "relationsslag":
                row["omvant"] = term.omvant or term.namn
            rows[table].append(row)
    for synonym in katalog.synonymer:
        rows["synonym"].extend({"ord": synonym.ord, "aven": aven} for aven in synonym.aven)


def _add_simple(rows: Rows, katalog: Katalog) -> None:
    for _, anordnare in sorted(katalog.anordnare.items()):
        rows["anordnare"].append(
            {
                "id": anordnare.id,
                "namn": anordnare.namn,
                "sortnyckel": sort_key(anordnare.namn),
                "kortnamn": anordnare.kortnamn,
                "beskrivning": anordnare.beskrivning,
            }
        )
        _add_aliases(rows, "anordnare", anordnare.id, anordnare.alias)
    for _, program in sorted(katalog.program.items()):
        rows["program"].append(
            {
                "id": program.id,
                "namn": program.namn,
                "sortnyckel": sort_key(program.namn),
                "beskrivning": program.beskrivning,
                "insats": program.insats,
            }
        )
        _link(rows, "program", program.id, "anordnare", program.anordnare)
        _add_aliases(rows, "program", program.id, program.alias)
    for _, faktor in sorted(katalog.paverkansfaktorer.items()):
        rows["paverkansfaktor"].append(
            {
                "id": faktor.id,
                "namn": faktor.namn,
                "sortnyckel": sort_key(faktor.namn),
                "definition": faktor.definition,
            }
        )
        _add_sources(rows, "paverkansfaktor", faktor.id, faktor.kallor)
        _link_references(rows, "paverkansfaktor", faktor.id, faktor.referenser)
        _add_aliases(rows, "paverkansfaktorer", faktor.id, faktor.alias)


def _add_areas(rows: Rows, katalog: Katalog) -> None:
    for _, area in sorted(katalog.problemomraden.items()):
        rows["problemomrade"].append(
            {
                "id": area.id,
                "namn": area.namn,
                "sortnyckel": sort_key(area.namn),
                "analysniva": area.analysniva,
                "grupp": area.grupp,
                "ingar_i": area.ingar_i,
                "definition": area.definition,
                "lucka": area.lucka,
                "skriven_av": area.skriven.av,
                "skriven_datum": area.skriven.datum,
            }
        )
        text_row = partial(_text_row, "problemomrade", area.id)
        for number, text in enumerate(area.formuleringar):
            rows["formulering"].append(text_row("liknar", number, text))
        for number, snarlik in enumerate(area.liknar_men_inte):
            rows["formulering"].append(
                text_row("liknar_men_inte", number, snarlik.text, snarlik.hor_till)
            )
        _link(rows, "problemomrade", area.id, "skolform", area.skolformer)
        _link(rows, "problemomrade", area.id, "paverkansfaktor", area.paverkansfaktorer)
        _link(rows, "problemomrade", area.id, "kvalitetsomrade", area.kvalitetsomraden)
        _link(rows, "problemomrade", area.id, "bruk", area.bruk)
        _link(rows, "problemomrade", area.id, "skolinspektionen", area.skolinspektionen)
        _link_references(rows, "problemomrade", area.id, area.referenser)
        for number, other in enumerate(area.narliggande):
            rows["problemomrade_narliggande"].append(
                {"problemomrade": area.id, "narliggande": other, "ordning": number}
            )
        _add_aliases(rows, "problemomraden", area.id, area.alias)


def _text_row(
    owner: str, owner_id: str, kind: str, number: int, text: str, belongs_to: str | None = None
) -> dict[str, Any]:
    return {
        owner: owner_id,
        "slag": kind,
        "ordning": number,
        "text": text,
        "hor_till": belongs_to,
    }


def _add_insats(rows: Rows, insats: Insats, katalog: Katalog) -> None:
    rows["insats"].append(_insats_row(insats, katalog))
    for field, table in INSATS_LISTS.items():
        _link(rows, "insats", insats.id, table, getattr(insats, field))
    for number, form in enumerate(insats.skolformer_bedomda):
        rows["insats_skolform_bedomd"].append(
            {"insats": insats.id, "skolform": form, "ordning": number}
        )
    for number, area in enumerate(insats.problemomraden):
        rows["insats_problemomrade"].append(
            {
                "insats": insats.id,
                "problemomrade": area.problemomrade,
                "styrka": area.styrka,
                "motivering": area.motivering,
                "ordning": number,
            }
        )
    for number, faktor in enumerate(insats.paverkansfaktorer):
        rows["insats_paverkansfaktor"].append(
            {
                "insats": insats.id,
                "paverkansfaktor": faktor.paverkansfaktor,
                "styrka": faktor.styrka,
                "motivering": faktor.motivering,
                "ordning": number,
            }
        )
    _link_references(rows, "insats", insats.id, insats.referenser)
    _add_relations(rows, insats)
    _add_texts(rows, insats)
    _add_sources(rows, "insats", insats.id, insats.kallor)
    _add_aliases(rows, "insatser", insats.id, insats.alias)


def _insats_row(insats: Insats, katalog: Katalog) -> dict[str, Any]:
    granskad, tid, kostnad, evidens = insats.granskad, insats.tid, insats.kostnad, insats.evidens
    return {
        "id": insats.id,
        "namn": insats.namn,
        "sortnyckel": sort_key(insats.namn),
        "typ": insats.typ,
        "status": insats.status,
        "fran": insats.fran,
        "till": insats.till,
        "belagd": insats.belagd,
        "sammanfattning": insats.sammanfattning,
        "beskrivning": insats.beskrivning,
        "anordnare_enligt_kallan": insats.anordnare_enligt_kallan,
        "genomforare": insats.genomforare,
        "omfattning": insats.omfattning,
        "timmar_min": tid.timmar_min if tid else None,
        "timmar_max": tid.timmar_max if tid else None,
        "veckor_min": tid.veckor_min if tid else None,
        "veckor_max": tid.veckor_max if tid else None,
        "tid_avser": tid.avser if tid else None,
        "start": insats.start,
        "kostnadsband": kostnad.band if kostnad else None,
        "pris": kostnad.pris if kostnad else None,
        "kostnad_omfattar": kostnad.omfattar if kostnad else None,
        "evidensgrad": evidens.grad if evidens else None,
        "evidensriktning": evidens.riktning if evidens else None,
        "evidens_mening": evidens.mening if evidens else None,
        "sakerhet": insats.sakerhet,
        "skriven_av": insats.skriven.av,
        "skriven_datum": insats.skriven.datum,
        "granskad_av": granskad.av if granskad else None,
        "granskad_datum": granskad.datum if granskad else None,
        "granskas_senast": insats.granskas_senast,
        "sokord": _search_words(insats, katalog),
    }


def _add_relations(rows: Rows, insats: Insats) -> None:
    for number, relation in enumerate(insats.relationer):
        rows["insats_relation"].append(
            {
                "insats": insats.id,
                "annan": relation.insats,
                "slag": relation.slag,
                "ordning": number,
            }
        )
    for number, bidrag in enumerate(insats.kostnad.statsbidrag if insats.kostnad else ()):
        rows["insats_statsbidrag"].append(
            {"insats": insats.id, "statsbidrag": bidrag, "ordning": number}
        )


def _add_texts(rows: Rows, insats: Insats) -> None:
    texts = {
        "formulering": insats.formuleringar,
        "passar_nar": insats.passar_nar,
        "passar_inte": insats.passar_inte,
        "forutsattning": insats.forutsattningar,
        "forsta_steg": insats.forsta_steg,
        "uppfoljning": insats.uppfoljning,
        "obekraftat": insats.obekraftat,
    }
    text_row = partial(_text_row, "insats", insats.id)
    for kind, lines in texts.items():
        rows["insatstext"].extend(text_row(kind, number, text) for number, text in enumerate(lines))
    rows["insatstext"].extend(
        text_row("liknar_men_inte", number, snarlik.text, snarlik.hor_till)
        for number, snarlik in enumerate(insats.liknar_men_inte)
    )


def _search_words(insats: Insats, katalog: Katalog) -> str:
    """Stems and synonyms: SQLite's own index knows neither Swedish endings nor abbreviations."""
    synonymer = {synonym.ord: synonym.aven for synonym in katalog.synonymer}
    anordnare = [katalog.anordnare[each] for each in insats.anordnare]
    texts = [
        insats.namn,
        insats.sammanfattning,
        insats.beskrivning or "",
        *insats.formuleringar,
        *(katalog.problemomraden[link.problemomrade].namn for link in insats.problemomraden),
        *(katalog.program[each].namn for each in insats.program),
        *(each.namn for each in anordnare),
        *(each.kortnamn or "" for each in anordnare),
    ]
    words = {word for text in texts for word in tokens(text)}
    known = expand(words, synonymer)
    return " ".join(sorted({stem(word) for word in words} | (known - words)))


def _add_references(rows: Rows, katalog: Katalog) -> None:
    csl = {key: _csl(post) for key, post in sorted(katalog.referenser.items())}
    citations = cite(csl.values())
    for key, plain in csl.items():
        post: Referens = katalog.referenser[key]
        short, full = citations[key]
        rows["referens"].append(
            {
                "id": key,
                "kort": short,
                "full": full,
                "sortnyckel": sort_key(full),
                "titel": post.title,
                "ar": post.issued.date_parts[0][0],
                "slag": post.type,
                "url": post.URL or (f"https://doi.org/{post.DOI}" if post.DOI else None),
                "doi": post.DOI,
                "note": post.note,
                "belagg": post.custom.belagg,
                "sakerhet": post.custom.sakerhet,
                "csl": json.dumps(plain, ensure_ascii=False, sort_keys=True),
            }
        )
        texts = {"amnesomrade": post.custom.amnesomraden, "namns_i": post.custom.namns_i}
        for kind, lines in texts.items():
            rows["referens_text"].extend(
                {"referens": key, "slag": kind, "ordning": number, "text": text}
                for number, text in enumerate(lines)
            )
        _link(rows, "referens", key, "paverkansfaktor", post.custom.paverkansfaktorer)
        _add_aliases(rows, "referenser", key, post.alias)


def _csl(post: Referens) -> dict[str, Any]:
    """Return a work as CSL-JSON, which knows nothing of earlier ids."""
    plain = to_plain(post)
    plain.pop("alias", None)
    return plain


def _add_register(rows: Rows, katalog: Katalog) -> None:
    """Add every id ever given, so that one without a record can be told from one never given."""
    replaced = {(row["slag"], row["alias"]) for row in rows["alias"]}
    for given in sorted(katalog.register):
        kind, _, post_id = given.partition("/")
        if kind not in WITH_PAGES:
            continue
        if post_id in katalog.poster[kind]:
            state = "gäller"
        else:
            state = "ersatt" if (kind, post_id) in replaced else "borttagen"
        rows["id_register"].append({"slag": kind, "id": post_id, "lage": state})


def _add_sources(rows: Rows, owner: str, owner_id: str, kallor: Iterable[Kalla]) -> None:
    for number, kalla in enumerate(kallor):
        rows["kalla"].append(
            {
                "insats": owner_id if owner == "insats" else None,
                "paverkansfaktor": owner_id if owner == "paverkansfaktor" else None,
                "ordning": number,
                "titel": kalla.titel,
                "utgivare": kalla.utgivare,
                "url": kalla.url,
                "last": kalla.last,
            }
        )


def _add_aliases(rows: Rows, kind: str, post_id: str, aliases: Iterable[str]) -> None:
    rows["alias"].extend({"slag": kind, "alias": alias, "id": post_id} for alias in aliases)


def _link_references(rows: Rows, owner: str, owner_id: str, links: Iterable[Referenslank]) -> None:
    for number, link in enumerate(links):
        rows[f"{owner}_referens"].append(
            {
                owner: owner_id,
                "referens": link.referens,
                "roll": link.roll,
                "sida": link.sida,
                "pastaende": link.pastaende,
                "ordning": number,
            }
        )


def _link(rows: Rows, left: str, left_id: str, right: str, right_ids: Iterable[str]) -> None:
    for number, right_id in enumerate(right_ids):
        rows[f"{left}_{right}"].append({left: left_id, right: right_id, "ordning": number})
