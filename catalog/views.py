"""The views of ``katalog.db``: what is asked for often, in words that people read."""

from __future__ import annotations

POSSIBLE_FORMS = """
    select insats, skolform from insats_skolform
    union select insats, skolform from insats_skolform_bedomd
    union select i.id, s.id from insats i, skolform s
      where not exists (select 1 from insats_skolform l where l.insats = i.id)
        and not exists (select 1 from insats_skolform_bedomd l where l.insats = i.id)
"""
POSSIBLE_YEARS = """
    select insats, arskurs from insats_arskurs
    union select f.insats, a.id from insats_skolform_mojlig f, arskurs a
      where not exists (select 1 from insats_arskurs l where l.insats = f.insats)
        and case a.id when 'gy' then f.skolform in ('gymnasieskola', 'anpassad-gymnasieskola')
          else f.skolform in ('forskoleklass', 'grundskola', 'anpassad-grundskola', 'specialskola',
            'sameskola') end
"""

VIEWS: dict[str, tuple[str, str]] = {
    "insats_skolform_mojlig": (
        "Skolformer som en insats kan vara till för: källans, annars redaktionens, annars alla.",
        POSSIBLE_FORMS,
    ),
    "insats_arskurs_mojlig": (
        "Stadier som en insats kan vara till för: källans, annars alla i de möjliga skolformerna.",
        POSSIBLE_YEARS,
    ),
    "insats_bladdra": (
        "Insatser med alla uppgifter i klartext, för den som vill söka och filtrera själv.",
        """
        select i.rowid as rad, i.id, i.namn, typ.namn as typ, status.namn as status,
          (select json_group_array(a.namn) from insats_anordnare l join anordnare a
            on a.id = l.anordnare where l.insats = i.id) as anordnare,
          (select json_group_array(s.namn) from insats_skolform l join skolform s
            on s.id = l.skolform where l.insats = i.id) as skolformer,
          (select json_group_array(a.namn) from insats_arskurs l join arskurs a
            on a.id = l.arskurs where l.insats = i.id) as arskurser,
          (select json_group_array(a.namn) from insats_amne l join amne a
            on a.id = l.amne where l.insats = i.id) as amnen,
          (select json_group_array(m.namn) from insats_malgrupp l join malgrupp m
            on m.id = l.malgrupp where l.insats = i.id) as malgrupper,
          i.belagd, i.omfattning, kostnadsband.namn as kostnad, evidensgrad.namn as evidens,
          evidensriktning.namn as riktning, i.sammanfattning, sakerhet.namn as sakerhet,
          i.granskad_datum
        from insats i
          join typ on typ.id = i.typ
          join status on status.id = i.status
          join sakerhet on sakerhet.id = i.sakerhet
          left join kostnadsband on kostnadsband.id = i.kostnadsband
          left join evidensgrad on evidensgrad.id = i.evidensgrad
          left join evidensriktning on evidensriktning.id = i.evidensriktning
        order by i.sortnyckel, i.id
        """,
    ),
    "problemomrade_insatser": (
        "Varje problemområde med de insatser som är kopplade till det.",
        """
        select p.id as problemomrade, p.namn as problemomrade_namn, l.styrka, l.motivering,
          i.id as insats, i.namn as insats_namn
        from insats_problemomrade l
          join problemomrade p on p.id = l.problemomrade
          join insats i on i.id = l.insats
        order by p.sortnyckel, p.id, l.styrka desc, i.sortnyckel, i.id
        """,
    ),
    "paverkansfaktor_insatser": (
        "Varje påverkansfaktor med de insatser som verkar genom den.",
        """
        select f.id as paverkansfaktor, f.namn as paverkansfaktor_namn,
          i.id as insats, i.namn as insats_namn
        from insats_paverkansfaktor l
          join paverkansfaktor f on f.id = l.paverkansfaktor
          join insats i on i.id = l.insats
        order by f.sortnyckel, f.id, i.sortnyckel, i.id
        """,
    ),
    "program_innehall": (
        "Varje program med sina insatser.",
        """
        select p.id as program, p.namn as program_namn, i.id as insats, i.namn as insats_namn
        from insats_program l
          join program p on p.id = l.program
          join insats i on i.id = l.insats
        order by p.sortnyckel, p.id, i.sortnyckel, i.id
        """,
    ),
    "referens_anvandning": (
        "Varje referens med de insatser som använder den.",
        """
        select r.id as referens, r.kort, l.roll, l.pastaende, i.id as insats, i.namn as insats_namn
        from insats_referens l
          join referens r on r.id = l.referens
          join insats i on i.id = l.insats
        order by r.sortnyckel, r.id, i.sortnyckel, i.id
        """,
    ),
    "redaktionslage": (
        "Det som behöver arbete: insatser utan granskning, problemområde eller säker källa.",
        """
        select i.id, i.namn, i.status, i.sakerhet, i.skriven_datum,
          i.belagd, i.granskas_senast, i.granskad_datum is null as ogranskad,
          not exists (select 1 from insats_problemomrade l where l.insats = i.id)
            as utan_problemomrade,
          not exists (select 1 from insats_referens l where l.insats = i.id) as utan_referens,
          (select count(*) from insatstext t where t.insats = i.id and t.slag = 'obekraftat')
            as obekraftade_uppgifter
        from insats i
        order by i.sortnyckel, i.id
        """,
    ),
}
"""View → (description, select)."""
