"""What a curator writes: one closed, frozen model for each kind of record.

The fields stand in the order of the canonical form. Titles and descriptions are Swedish, because
forms, the field tables in ``data/README.md`` and the editors' JSON Schema are made from them.
The models know nothing of files or SQL, and not whether an id that they hold exists.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StringConstraints,
)

Id = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120),
]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=False)]


def _real_day(text: str) -> str:
    date.fromisoformat(text)
    return text


DATUM = r"^\d{4}-\d{2}-\d{2}$"
WEBBADRESS = r"^https?://\S+$"
Datum = Annotated[str, StringConstraints(pattern=DATUM), AfterValidator(_real_day)]
Webbadress = Annotated[str, StringConstraints(pattern=WEBBADRESS)]
Styrka = Literal[1, 2, 3]


class Post(BaseModel):
    """Base of every model: unknown fields are refused and a record never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Signatur(Post):
    """Who wrote or reviewed a record, and when."""

    av: Text = Field(title="Av", description="Person eller redaktion.")
    datum: Datum = Field(title="Datum", description="Dag, skriven som ÅÅÅÅ-MM-DD inom citattecken.")


class Kalla(Post):
    """A page or document that a record was read from."""

    titel: Text = Field(title="Titel", description="Sidans eller dokumentets namn.")
    utgivare: Text = Field(title="Utgivare", description="Vem som står bakom sidan.")
    url: Webbadress | None = Field(title="Webbadress", description="null om källan saknar adress.")
    last: Text = Field(
        title="Läst version",
        description="När källan är daterad eller lästes, som «2018–2024» eller «odaterad».",
    )


class Problemomradeslank(Post):
    """How strongly an insats answers a problem area."""

    problemomrade: Id = Field(title="Problemområde", description="Id i data/problemomraden/.")
    styrka: Styrka = Field(
        title="Styrka",
        description="3 = insatsen är till för detta, 2 = hjälper tydligt, 1 = hjälper till en del.",
    )
    motivering: Text | None = Field(
        default=None, title="Motivering", description="Varför kopplingen finns, i en mening."
    )


class Paverkansfaktorslank(Post):
    """How strongly an insats works through a påverkansfaktor."""

    paverkansfaktor: Id = Field(
        title="Påverkansfaktor", description="Id i data/paverkansfaktorer/."
    )
    styrka: Styrka | None = Field(
        default=None, title="Styrka", description="1–3, om den är bedömd."
    )
    motivering: Text | None = Field(
        default=None, title="Motivering", description="Varför kopplingen finns, i en mening."
    )


class Referenslank(Post):
    """How an insats uses a work of research."""

    referens: Id = Field(title="Referens", description="Id i data/referenser/.")
    roll: Id = Field(title="Roll", description="Id i data/vokabular/kallroller.yaml.")
    sida: Text | None = Field(default=None, title="Sida", description="Sidor det gäller.")
    pastaende: Text | None = Field(
        default=None, title="Påstående", description="Vad referensen visar om insatsen."
    )


class Insats(Post):
    """One offer that a school or huvudman can use."""

    id: Id = Field(title="Id", description="Filens namn utan ändelse. Ändras aldrig.")
    namn: Text = Field(title="Namn", description="Det namn som anordnaren använder.")
    typ: Id = Field(title="Typ", description="Id i data/vokabular/typer.yaml.")
    anordnare: tuple[Id, ...] = Field(
        min_length=1, title="Anordnare", description="Id i data/anordnare/, ansvarig först."
    )
    anordnare_enligt_kallan: Text | None = Field(
        default=None,
        title="Anordnare enligt källan",
        description="Källans ord, när de säger mer än anordnarnas namn.",
    )
    program: tuple[Id, ...] = Field(
        default=(), title="Program", description="Program som insatsen ingår i."
    )
    skolformer: tuple[Id, ...] = Field(
        default=(), title="Skolformer", description="Id i data/vokabular/skolformer.yaml."
    )
    arskurser: tuple[Id, ...] = Field(
        default=(),
        title="Årskurser",
        description="Id i data/vokabular/arskurser.yaml. Tomt = gäller inte årskurser.",
    )
    amnen: tuple[Id, ...] = Field(
        default=(), title="Ämnen", description="Tomt = alla ämnen, eller inte om ett ämne."
    )
    malgrupper: tuple[Id, ...] = Field(
        default=(), title="Målgrupper", description="De som gör eller går insatsen."
    )
    nivaer: tuple[Id, ...] = Field(
        default=(), title="Nivåer", description="Var i styrkedjan insatsen verkar."
    )
    omfattning: Text | None = Field(
        default=None, title="Omfattning", description="Tid och längd som källan anger dem."
    )
    status: Id = Field(title="Status", description="Id i data/vokabular/statusar.yaml.")
    sammanfattning: Text = Field(
        title="Sammanfattning", description="En mening som en rektor förstår."
    )
    beskrivning: Text | None = Field(
        default=None,
        title="Beskrivning",
        description="Egen text i vanliga stycken, åtskilda av en tom rad.",
    )
    formuleringar: tuple[Text, ...] = Field(
        default=(),
        title="Formuleringar",
        description="Lägen där insatsen är svaret, som en skola skulle säga dem.",
    )
    passar_inte: tuple[Text, ...] = Field(
        default=(), title="Passar inte", description="Lägen då insatsen inte är svaret."
    )
    problemomraden: tuple[Problemomradeslank, ...] = Field(
        default=(), title="Problemområden", description="Problem som insatsen svarar på."
    )
    paverkansfaktorer: tuple[Paverkansfaktorslank, ...] = Field(
        default=(), title="Påverkansfaktorer", description="Vad insatsen verkar genom."
    )
    referenser: tuple[Referenslank, ...] = Field(
        default=(), title="Referenser", description="Forskning och utvärderingar om insatsen."
    )
    kallor: tuple[Kalla, ...] = Field(
        default=(),
        title="Källor",
        description="Sidor som uppgifterna är hämtade från. Får bara saknas när säkerheten är låg.",
    )
    sakerhet: Id = Field(
        title="Säkerhet", description="Hur säkra uppgifterna är: id i vokabular/sakerheter.yaml."
    )
    obekraftat: tuple[Text, ...] = Field(
        default=(),
        title="Obekräftat",
        description="Uppgifter som ingen läst källa bekräftar. Visas på sidan som obekräftade.",
    )
    alias: tuple[Id, ...] = Field(
        default=(), title="Alias", description="Tidigare id för samma insats."
    )
    anteckning: Text | None = Field(
        default=None, title="Anteckning", description="För redaktionen. Visas inte på sidan."
    )
    skriven: Signatur = Field(title="Skriven", description="Vem som skrev posten, och när.")
    granskad: Signatur | None = Field(
        title="Granskad", description="null tills en ansvarig organisation har granskat posten."
    )


class Snarlik(Post):
    """A wording that looks like one problem area but belongs to another."""

    text: Text = Field(title="Text", description="Formuleringen.")
    hor_till: Id = Field(title="Hör till", description="Problemområdet som den egentligen gäller.")


class Problemomrade(Post):
    """A kind of problem that a nulägesanalys can name."""

    id: Id = Field(title="Id", description="Filens namn utan ändelse. Ändras aldrig.")
    namn: Text = Field(title="Namn", description="Kort namn i klarspråk.")
    analysniva: Id = Field(
        title="Analysnivå", description="Nulägesanalysens nivå: id i vokabular/analysnivaer.yaml."
    )
    grupp: Id = Field(title="Grupp", description="Id i data/vokabular/grupper.yaml.")
    definition: Text = Field(title="Definition", description="Vad området är, och vad det inte är.")
    skolformer: tuple[Id, ...] = Field(
        default=(), title="Skolformer", description="Var problemet förekommer."
    )
    paverkansfaktorer: tuple[Id, ...] = Field(
        default=(), title="Påverkansfaktorer", description="Faktorer som problemet hänger ihop med."
    )
    narliggande: tuple[Id, ...] = Field(
        default=(), title="Närliggande", description="Problemområden som ofta följs åt."
    )
    formuleringar: tuple[Text, ...] = Field(
        min_length=1, title="Formuleringar", description="Så kan en skola skriva om problemet."
    )
    liknar_men_inte: tuple[Snarlik, ...] = Field(
        default=(),
        title="Liknar men är inte",
        description="Formuleringar som lätt förväxlas, med det område de hör till.",
    )
    alias: tuple[Id, ...] = Field(
        default=(), title="Alias", description="Tidigare id för samma område."
    )
    anteckning: Text | None = Field(
        default=None, title="Anteckning", description="För redaktionen. Visas inte på sidan."
    )
    skriven: Signatur = Field(title="Skriven", description="Vem som skrev posten, och när.")


class Paverkansfaktor(Post):
    """One of the factors through which schools improve."""

    id: Id = Field(title="Id", description="Filens namn utan ändelse. Ändras aldrig.")
    namn: Text = Field(title="Namn", description="Kort namn.")
    definition: Text = Field(title="Definition", description="Vad faktorn är.")
    kallor: tuple[Kalla, ...] = Field(
        default=(), title="Källor", description="Sidor som uppgifterna är hämtade från."
    )


class Program(Post):
    """A programme that several insatser belong to."""

    id: Id = Field(title="Id", description="Filens namn utan ändelse. Ändras aldrig.")
    namn: Text = Field(title="Namn", description="Programmets namn.")
    anordnare: tuple[Id, ...] = Field(
        default=(), title="Anordnare", description="Id i data/anordnare/, ansvarig först."
    )
    beskrivning: Text | None = Field(
        default=None, title="Beskrivning", description="Vad programmet är, i några meningar."
    )
    insats: Id | None = Field(
        default=None,
        title="Insats",
        description="Den insats som beskriver programmet i sin helhet, om den finns.",
    )


class Anordnare(Post):
    """An organisation that offers insatser."""

    id: Id = Field(title="Id", description="Filens namn utan ändelse. Ändras aldrig.")
    namn: Text = Field(title="Namn", description="Organisationens namn.")
    kortnamn: Text | None = Field(
        default=None, title="Kortnamn", description="Vedertagen förkortning, till exempel SPSM."
    )
    beskrivning: Text | None = Field(
        default=None, title="Beskrivning", description="Vad organisationen är, i en mening."
    )


class Namn(Post):
    """A person's name (CSL)."""

    family: Text | None = Field(default=None, title="Efternamn", description="CSL family.")
    given: Text | None = Field(default=None, title="Förnamn", description="CSL given.")
    literal: Text | None = Field(
        default=None, title="Organisation", description="CSL literal: namn som inte delas upp."
    )
    dropping_particle: Text | None = Field(
        default=None, alias="dropping-particle", title="Partikel", description="CSL."
    )
    non_dropping_particle: Text | None = Field(
        default=None, alias="non-dropping-particle", title="Fast partikel", description="CSL."
    )


class CslDatum(Post):
    """A date (CSL)."""

    date_parts: Annotated[
        tuple[Annotated[tuple[StrictInt, ...], Field(min_length=1)], ...], Field(min_length=1)
    ] = Field(alias="date-parts", title="Datum", description="CSL date-parts: [[år, månad, dag]].")


class Belagg(Post):
    """What we say of a work, beside its bibliographic facts (CSL custom)."""

    paverkansfaktorer: tuple[Id, ...] = Field(
        default=(), title="Påverkansfaktorer", description="Faktorer som verket handlar om."
    )
    amnesomraden: tuple[Text, ...] = Field(
        default=(), title="Ämnesområden", description="Vad verket handlar om, i fria ord."
    )
    belagg: Text | None = Field(
        default=None, title="Belägg", description="Slag av studie, till exempel «översikt»."
    )
    namns_i: tuple[Text, ...] = Field(
        default=(), title="Nämns i", description="Dokument som hänvisar till verket."
    )
    sakerhet: Id = Field(
        title="Säkerhet", description="Hur säkra uppgifterna är: id i vokabular/sakerheter.yaml."
    )


class Referens(Post):
    """A work of research, in CSL-JSON's own field names."""

    id: Id = Field(title="Id", description="Filens namn utan ändelse. Ändras aldrig.")
    type: Text = Field(title="Slag", description="CSL-slag: book, report, article-journal …")
    title: Text = Field(title="Titel", description="Verkets titel.")
    author: tuple[Namn, ...] = Field(default=(), title="Författare", description="CSL author.")
    editor: tuple[Namn, ...] = Field(default=(), title="Redaktör", description="CSL editor.")
    issued: CslDatum = Field(title="Utgiven", description="CSL issued.")
    container_title: Text | None = Field(
        default=None, alias="container-title", title="Ingår i", description="Tidskrift eller bok."
    )
    collection_title: Text | None = Field(
        default=None, alias="collection-title", title="Serie", description="Skriftserie."
    )
    collection_number: Text | None = Field(
        default=None, alias="collection-number", title="Serienummer", description="Nummer i serien."
    )
    volume: Text | None = Field(default=None, title="Volym", description="CSL volume.")
    issue: Text | None = Field(default=None, title="Nummer", description="CSL issue.")
    page: Text | None = Field(default=None, title="Sidor", description="CSL page.")
    number: Text | None = Field(default=None, title="Rapportnummer", description="CSL number.")
    genre: Text | None = Field(default=None, title="Genre", description="Till exempel avhandling.")
    publisher: Text | None = Field(default=None, title="Utgivare", description="CSL publisher.")
    publisher_place: Text | None = Field(
        default=None, alias="publisher-place", title="Utgivningsort", description="CSL."
    )
    language: Text | None = Field(default=None, title="Språk", description="Språkkod.")
    DOI: Text | None = Field(default=None, title="DOI", description="Utan https://doi.org/.")
    ISBN: Text | None = Field(default=None, title="ISBN", description="CSL ISBN.")
    URL: Webbadress | None = Field(default=None, title="Webbadress", description="CSL URL.")
    note: Text = Field(title="Vad den visar", description="Vad verket visar, i våra egna ord.")
    custom: Belagg = Field(title="Belägg", description="Våra egna uppgifter om verket.")


class Term(Post):
    """One value of a vocabulary."""

    id: Id = Field(title="Id", description="Värdet som skrivs i posterna.")
    namn: Text = Field(title="Namn", description="Det som människor läser.")
    beskrivning: Text | None = Field(
        default=None, title="Beskrivning", description="Vad värdet betyder."
    )
    ingar_i: Id | None = Field(
        default=None, title="Ingår i", description="Ett vidare värde i samma lista."
    )
    foreslas: StrictBool = Field(
        default=True,
        title="Föreslås",
        description="false för insatser som visas men aldrig föreslås (bara i typer).",
    )


class Synonym(Post):
    """Ways to write the same thing."""

    ord: Text = Field(title="Ord", description="Det ord som katalogen använder.")
    aven: tuple[Text, ...] = Field(
        min_length=1, title="Även", description="Förkortningar och andra ord för samma sak."
    )


class Pastaende(Post):
    """A problem statement with every insats that fits it, as judges graded them."""

    id: Id = Field(title="Id", description="Filens namn utan ändelse. Ändras aldrig.")
    text: Text = Field(title="Text", description="Påståendet, som en skola skulle skriva det.")
    analysniva: Id | None = Field(
        default=None, title="Analysnivå", description="Id i vokabular/analysnivaer.yaml."
    )
    skolform: Id | None = Field(
        default=None, title="Skolform", description="Id i vokabular/skolformer.yaml."
    )
    arskurser: Text | None = Field(
        default=None, title="Årskurser", description="Till exempel «4» eller «7-9»."
    )
    amne: Id | None = Field(default=None, title="Ämne", description="Id i vokabular/amnen.yaml.")
    omrade: Text | None = Field(
        default=None, title="Område", description="Ungefärligt område, för överblick."
    )
    kalla_typ: Text | None = Field(
        default=None, title="Slag av källa", description="Vad påståendet är omskrivet efter."
    )
    url: Webbadress | None = Field(
        default=None, title="Webbadress", description="Sidan som gav uppslaget."
    )
    bedomare: Text = Field(title="Bedömare", description="Vilka som bedömde, och hur.")
    bedomningar: dict[Id, Annotated[StrictFloat, Field(gt=0, le=3)]] = Field(
        title="Bedömningar",
        description="Insats → grad: 3 rakt på, 2 tydligt, 1 till en del. Tomt = ingen passar.",
    )


class Undantag(Post):
    """An exception from a rule, with a reason and a last day."""

    regel: Text = Field(title="Regel", description="Regelns kod, till exempel K205.")
    post: Text = Field(title="Post", description="Filens väg från data/, utan ändelse.")
    skal: Text = Field(title="Skäl", description="Varför regeln inte gäller här.")
    sista_dag: Datum = Field(title="Sista dag", description="Då undantaget slutar gälla.")


def to_plain(post: Post) -> dict[str, Any]:
    """Return a record as plain values, in field order, without what is left at its default."""
    return post.model_dump(mode="json", by_alias=True, exclude_defaults=True)


class MarktProblem(Post):
    """A passage of an example analysis that a reader marked as a problem."""

    id: Id = Field(title="Id", description="Eget id för stället. Ändras aldrig.")
    span: Text = Field(title="Textställe", description="Ordagrant ur text.md.")
    analysniva: Id = Field(title="Analysnivå", description="Id i vokabular/analysnivaer.yaml.")
    etikett: Text = Field(title="Etikett", description="Problemet i några få ord.")
    utanfor: StrictBool = Field(
        default=False, title="Utanför", description="true där ingen insats kan hjälpa."
    )


class Exempelanalys(Post):
    """An invented nulägesanalys with its problems marked; its text lies in ``text.md``."""

    id: Id = Field(title="Id", description="Mappens namn. Ändras aldrig.")
    titel: Text = Field(title="Titel", description="Analysens namn.")
    pahittad: StrictBool = Field(
        title="Påhittad", description="Alltid true: inga riktiga skolor ligger här."
    )
    miljo: Text = Field(title="Miljö", description="Vilken verksamhet analysen gäller.")
    problemomraden: tuple[MarktProblem, ...] = Field(
        min_length=1, title="Problem", description="De problem som en läsare hittar."
    )
