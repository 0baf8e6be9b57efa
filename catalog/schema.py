"""The tables, link tables, indexes, full-text table of ``katalog.db``, in one place.

All tables are STRICT and keyed by the ids of the data. Descriptions are Swedish, since Datasette
shows them beside the tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from catalog.views import VIEWS

if TYPE_CHECKING:
    from sqlite_utils import Database

SCHEMA_NUMBER = 3

ID = "Postens id."
NAMN = "Namn, så som det visas."
SORT = "Ordnar svenskt när den jämförs tecken för tecken (å, ä, ö sist)."
ORDNING = "Plats i listan."
STYRKA = "3 = för just detta, 2 = hjälper tydligt, 1 = hjälper till en del."
MOTIVERING = "Varför kopplingen finns."


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``points_at`` names the table whose ``id`` it holds."""

    name: str
    description: str
    type: type = str
    required: bool = True
    points_at: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its key; ``indexes`` lists columns that are looked up from the other end."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    indexes: tuple[str, ...] = ()


def _text(name: str, description: str, *, required: bool = True) -> Column:
    return Column(name, description, required=required)


def _vocabulary(name: str, description: str, *more: Column) -> Table:
    columns = (
        _text("id", "Värdet, så som det skrivs i posterna."),
        _text("namn", NAMN),
        _text("beskrivning", "Vad värdet betyder.", required=False),
        Column("ordning", ORDNING, int),
        *more,
    )
    return Table(name, description, columns)


def _link(left: str, right: str, description: str, *more: Column, name: str | None = None) -> Table:
    columns = (
        Column(left, f"Id i tabellen {left}.", points_at=left),
        Column(right, f"Id i tabellen {right}.", points_at=right),
        *more,
        Column("ordning", ORDNING, int),
    )
    return Table(
        name or f"{left}_{right}", description, columns, key=(left, right), indexes=(right,)
    )


def _reference_link(owner: str, description: str) -> Table:
    return Table(
        f"{owner}_referens",
        description,
        (
            Column(owner, f"Id i tabellen {owner}.", points_at=owner),
            Column("referens", "Referensen.", points_at="referens"),
            Column("roll", "Hur referensen används.", points_at="kallroll"),
            _text("sida", "Sidor det gäller.", required=False),
            _text("pastaende", "Vad referensen visar.", required=False),
            Column("ordning", ORDNING, int),
        ),
        key=(owner, "referens", "roll"),
        indexes=("referens",),
    )


STYRKA_MOTIVERING = (
    Column("styrka", STYRKA, int, required=False),
    _text("motivering", MOTIVERING, required=False),
)

TABLES: tuple[Table, ...] = (
    Table(
        "byggnad",
        "Databasens version och hur mycket den innehåller.",
        (_text("nyckel", "Vad raden säger."), _text("varde", "Värdet.")),
        key=("nyckel",),
    ),
    _vocabulary("skolform", "Skolformer, från förskola till komvux."),
    _vocabulary("arskurs", "Stadier och årskurser."),
    _vocabulary(
        "amne",
        "Skolans ämnen.",
        Column("ingar_i", "Ett vidare ämne.", required=False, points_at="amne"),
    ),
    _vocabulary("malgrupp", "De som gör eller går en insats."),
    _vocabulary("niva", "Var i styrkedjan en insats verkar."),
    _vocabulary(
        "typ", "Slag av insats.", Column("foreslas", "1 om slaget kan föreslås, annars 0.", int)
    ),
    _vocabulary("status", "Om insatsen finns att få."),
    _vocabulary("sakerhet", "Hur säkra uppgifterna är."),
    _vocabulary("kallroll", "Hur en insats använder en referens."),
    _vocabulary("analysniva", "Nulägesanalysens nivåer."),
    _vocabulary("grupp", "Grupper av problemområden."),
    _vocabulary("kostnadsband", "Hur mycket en insats kostar."),
    _vocabulary("evidensgrad", "Hur mycket som är känt om en insats."),
    _vocabulary("evidensriktning", "Vad studierna visade."),
    _vocabulary(
        "relationsslag",
        "Hur två insatser hänger ihop.",
        _text("omvant", "Namnet sett från den andra insatsen."),
    ),
    _vocabulary("kvalitetsomrade", "Nationella kvalitetssystemets prioriterade områden."),
    _vocabulary("bruk", "Områden i självskattningen BRUK."),
    _vocabulary("skolinspektionen", "Områden som Skolinspektionen granskar."),
    Table(
        "anordnare",
        "Organisationer som erbjuder insatser.",
        (
            _text("id", ID),
            _text("namn", NAMN),
            _text("sortnyckel", SORT),
            _text("kortnamn", "Vedertagen förkortning.", required=False),
            _text("beskrivning", "Vad organisationen är.", required=False),
        ),
    ),
    Table(
        "paverkansfaktor",
        "Faktorer som skolor förbättras genom.",
        (
            _text("id", ID),
            _text("namn", NAMN),
            _text("sortnyckel", SORT),
            _text("definition", "Vad faktorn är."),
        ),
    ),
    Table(
        "problemomrade",
        "Slag av problem som en nulägesanalys kan ta upp.",
        (
            _text("id", ID),
            _text("namn", NAMN),
            _text("sortnyckel", SORT),
            Column("analysniva", "Nulägesanalysens nivå.", points_at="analysniva"),
            Column("grupp", "Grupp av områden.", points_at="grupp"),
            Column("ingar_i", "Ett vidare område.", required=False, points_at="problemomrade"),
            _text("definition", "Vad området är, och vad det inte är."),
            _text("lucka", "Vad som saknas bland insatserna.", required=False),
            _text("skriven_av", "Vem som skrev posten."),
            _text("skriven_datum", "När posten skrevs."),
        ),
        indexes=("analysniva", "grupp", "ingar_i"),
    ),
    Table(
        "insats",
        "Insatser som en skola eller huvudman kan använda.",
        (
            _text("id", ID),
            _text("namn", NAMN),
            _text("sortnyckel", SORT),
            Column("typ", "Slag av insats.", points_at="typ"),
            Column("status", "Om insatsen finns att få.", points_at="status"),
            Column("fran", "År då insatsen började.", int, required=False),
            Column("till", "År då insatsen slutade.", int, required=False),
            Column("belagd", "Senaste år då en källa visar insatsen.", int, required=False),
            _text("sammanfattning", "En mening om insatsen."),
            _text("beskrivning", "Vad insatsen är, i stycken.", required=False),
            _text("anordnare_enligt_kallan", "Källans ord om anordnaren.", required=False),
            _text("genomforare", "Vem som leder arbetet på plats.", required=False),
            _text("omfattning", "Tid och längd, som källan anger dem.", required=False),
            Column("timmar_min", "Minsta antal timmar.", int, required=False),
            Column("timmar_max", "Största antal timmar.", int, required=False),
            Column("veckor_min", "Minsta antal veckor.", int, required=False),
            Column("veckor_max", "Största antal veckor.", int, required=False),
            _text("tid_avser", "Vad timmar och veckor gäller.", required=False),
            _text("start", "När och hur det går att börja.", required=False),
            Column("kostnadsband", "Vad det kostar.", required=False, points_at="kostnadsband"),
            _text("pris", "Pris, som källan anger det.", required=False),
            _text("kostnad_omfattar", "Vad kostnaden täcker.", required=False),
            Column(
                "evidensgrad", "Hur mycket som är känt.", required=False, points_at="evidensgrad"
            ),
            Column(
                "evidensriktning",
                "Vad studierna visade.",
                required=False,
                points_at="evidensriktning",
            ),
            _text("evidens_mening", "Vad som är känt, med en mening.", required=False),
            Column("sakerhet", "Hur säkra uppgifterna är.", points_at="sakerhet"),
            _text("skriven_av", "Vem som skrev posten."),
            _text("skriven_datum", "När posten skrevs."),
            _text("granskad_av", "Vem som granskade posten.", required=False),
            _text("granskad_datum", "När posten granskades.", required=False),
            _text("granskas_senast", "När uppgifterna ska ses över igen.", required=False),
            _text("sokord", "Ordstammar och synonymer för sökningen."),
        ),
        indexes=("typ", "status", "sortnyckel"),
    ),
    Table(
        "program",
        "Program som flera insatser ingår i.",
        (
            _text("id", ID),
            _text("namn", NAMN),
            _text("sortnyckel", SORT),
            _text("beskrivning", "Vad programmet är.", required=False),
            Column("insats", "Insatsen om hela programmet.", required=False, points_at="insats"),
        ),
    ),
    Table(
        "referens",
        "Forskning och utvärderingar.",
        (
            _text("id", ID),
            _text("kort", "Kort hänvisning."),
            _text("full", "Full hänvisning (APA)."),
            _text("sortnyckel", SORT),
            _text("titel", "Verkets titel."),
            Column("ar", "Utgivningsår.", int, required=False),
            _text("slag", "CSL-slag."),
            _text("url", "Webbadress.", required=False),
            _text("doi", "DOI utan adress.", required=False),
            _text("note", "Vad verket visar."),
            _text("belagg", "Slag av studie.", required=False),
            Column("sakerhet", "Hur säkra uppgifterna är.", points_at="sakerhet"),
            _text("csl", "Posten som CSL-JSON."),
        ),
    ),
    Table(
        "formulering",
        "Så kan en skola skriva om ett problemområde, och det som bara liknar.",
        (
            Column("problemomrade", "Området som texten står hos.", points_at="problemomrade"),
            _text("slag", "liknar eller liknar_men_inte."),
            Column("ordning", ORDNING, int),
            _text("text", "Formuleringen."),
            Column(
                "hor_till",
                "Området som texten egentligen gäller.",
                required=False,
                points_at="problemomrade",
            ),
        ),
        key=("problemomrade", "slag", "ordning"),
        indexes=("hor_till",),
    ),
    Table(
        "insatstext",
        "Insatsernas korta texter: lägen, förutsättningar, steg, tecken och obekräftat.",
        (
            Column("insats", "Insatsen.", points_at="insats"),
            _text(
                "slag",
                "formulering, liknar_men_inte, passar_nar, passar_inte, forutsattning, "
                "forsta_steg, uppfoljning eller obekraftat.",
            ),
            Column("ordning", ORDNING, int),
            _text("text", "Texten."),
            Column(
                "hor_till",
                "Området som ett liknande läge egentligen gäller.",
                required=False,
                points_at="problemomrade",
            ),
        ),
        key=("insats", "slag", "ordning"),
        indexes=("hor_till",),
    ),
    Table(
        "kalla",
        "Sidor som uppgifterna är hämtade från.",
        (
            Column("insats", "Insatsen.", required=False, points_at="insats"),
            Column("paverkansfaktor", "Faktorn.", required=False, points_at="paverkansfaktor"),
            Column("ordning", ORDNING, int),
            _text("titel", "Sidans namn."),
            _text("utgivare", "Vem som står bakom sidan."),
            _text("url", "Webbadress.", required=False),
            _text("last", "När källan är daterad eller lästes."),
        ),
        key=(),
        indexes=("insats", "paverkansfaktor"),
    ),
    Table(
        "alias",
        "Tidigare id och det som gäller nu.",
        (
            _text("slag", "Slag av post: insatser, problemomraden och så vidare."),
            _text("alias", "Tidigare id."),
            _text("id", "Id som gäller nu."),
        ),
        key=("slag", "alias"),
    ),
    Table(
        "id_register",
        "Alla id som någonsin har getts åt poster med egen sida. Inget används igen.",
        (
            _text("slag", "Slag av post: insatser, problemomraden och så vidare."),
            _text("id", "Id:t."),
            _text("lage", "gäller, ersatt (se tabellen alias) eller borttagen."),
        ),
        key=("slag", "id"),
    ),
    Table(
        "synonym",
        "Ord som betyder samma sak.",
        (_text("ord", "Katalogens ord."), _text("aven", "Ett annat ord för samma sak.")),
        key=("ord", "aven"),
    ),
    Table(
        "referens_text",
        "Ämnesområden och omnämnanden för referenser.",
        (
            Column("referens", "Referensen.", points_at="referens"),
            _text("slag", "amnesomrade eller namns_i."),
            Column("ordning", ORDNING, int),
            _text("text", "Texten."),
        ),
        key=("referens", "slag", "ordning"),
    ),
    _link("insats", "anordnare", "Vem som anordnar en insats."),
    _link("insats", "program", "Program som en insats ingår i."),
    _link("insats", "skolform", "Skolformer som en insats är till för, enligt dess källa."),
    _link(
        "insats",
        "skolform",
        "Skolformer som redaktionen bedömer att en insats är till för, när källan inte säger det.",
        name="insats_skolform_bedomd",
    ),
    _link("insats", "arskurs", "Årskurser som en insats är till för."),
    _link("insats", "amne", "Ämnen som en insats gäller."),
    _link("insats", "malgrupp", "De som gör eller går en insats."),
    _link("insats", "niva", "Var i styrkedjan en insats verkar."),
    _link("insats", "problemomrade", "Problem som en insats svarar på.", *STYRKA_MOTIVERING),
    _link("insats", "paverkansfaktor", "Vad en insats verkar genom.", *STYRKA_MOTIVERING),
    _reference_link("insats", "Forskning och utvärderingar om en insats."),
    Table(
        "insats_statsbidrag",
        "Statsbidrag som går eller har gått att söka för en insats.",
        (
            Column("insats", "Insatsen.", points_at="insats"),
            Column("statsbidrag", "Bidraget.", points_at="insats"),
            Column("ordning", ORDNING, int),
        ),
        key=("insats", "statsbidrag"),
        indexes=("statsbidrag",),
    ),
    Table(
        "insats_relation",
        "Hur insatser hänger ihop.",
        (
            Column("insats", "Insatsen.", points_at="insats"),
            Column("annan", "Den andra insatsen.", points_at="insats"),
            Column("slag", "Hur de hänger ihop.", points_at="relationsslag"),
            Column("ordning", ORDNING, int),
        ),
        key=("insats", "annan", "slag"),
        indexes=("annan",),
    ),
    _link("program", "anordnare", "Vem som står bakom ett program."),
    _link("problemomrade", "skolform", "Skolformer där ett problem förekommer."),
    _link("problemomrade", "paverkansfaktor", "Faktorer som ett problem hänger ihop med."),
    _link("problemomrade", "kvalitetsomrade", "Prioriterade områden som ett problem hör till."),
    _link("problemomrade", "bruk", "Områden i BRUK som ett problem hör till."),
    _link("problemomrade", "skolinspektionen", "Skolinspektionens områden för ett problem."),
    _reference_link("problemomrade", "Forskning om ett problemområde."),
    _reference_link("paverkansfaktor", "Forskning om en påverkansfaktor."),
    Table(
        "problemomrade_narliggande",
        "Problemområden som ofta följs åt.",
        (
            Column("problemomrade", "Området.", points_at="problemomrade"),
            Column("narliggande", "Det andra området.", points_at="problemomrade"),
            Column("ordning", ORDNING, int),
        ),
        key=("problemomrade", "narliggande"),
        indexes=("narliggande",),
    ),
    _link("referens", "paverkansfaktor", "Faktorer som ett verk handlar om."),
)

FULL_TEXT = ("namn", "sammanfattning", "beskrivning", "sokord")


def create(database: Database) -> None:
    """Create every table, index and view in an empty database."""
    for table in TABLES:
        database.table(table.name).create(
            {column.name: column.type for column in table.columns},
            pk=(table.key if len(table.key) > 1 else table.key[0]) if table.key else None,
            foreign_keys=[
                (column.name, column.points_at, "id")
                for column in table.columns
                if column.points_at
            ],
            not_null={column.name for column in table.columns if column.required},
            strict=True,
        )
        for column_name in table.indexes:
            database.table(table.name).create_index([column_name])
    for name, (_, select) in VIEWS.items():
        database.create_view(name, select)


def create_full_text(database: Database) -> None:
    """Create the search table; after VACUUM, which may renumber rows."""
    database.table("insats").enable_fts(
        FULL_TEXT, tokenize="unicode61 remove_diacritics 0", create_triggers=False
    )
