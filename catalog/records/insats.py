"""An insats: an offer that a school or huvudman can use."""

from __future__ import annotations

from pydantic import Field, StrictInt

from catalog.records.base import (
    Ar,
    Datum,
    Id,
    Kalla,
    Post,
    Referenslank,
    Signatur,
    Snarlik,
    Styrka,
    Text,
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


class Tid(Post):
    """Time of an insats as numbers, where its source states them."""

    timmar_min: StrictInt | None = Field(
        default=None, ge=1, title="Timmar, minst", description="Minsta antal timmar."
    )
    timmar_max: StrictInt | None = Field(
        default=None,
        ge=1,
        title="Timmar, högst",
        description="Samma som minst om bara ett tal anges.",
    )
    veckor_min: StrictInt | None = Field(
        default=None,
        ge=1,
        title="Veckor, minst",
        description="Minsta antal veckor från start till slut.",
    )
    veckor_max: StrictInt | None = Field(
        default=None,
        ge=1,
        title="Veckor, högst",
        description="Samma som minst om bara ett tal anges.",
    )
    avser: Text | None = Field(
        default=None,
        title="Avser",
        description="Vad tiden gäller, till exempel «en modul, per deltagare».",
    )


class Kostnad(Post):
    """What an insats costs, as far as a source says."""

    band: Id = Field(title="Band", description="Id i data/vokabular/kostnadsband.yaml.")
    pris: Text | None = Field(
        default=None, title="Pris", description="Pris och år, så som källan anger dem."
    )
    omfattar: Text | None = Field(
        default=None,
        title="Omfattar",
        description="Vad kostnaden täcker, och vad skolan själv betalar med tid eller pengar.",
    )
    statsbidrag: tuple[Id, ...] = Field(
        default=(),
        title="Statsbidrag",
        description="Bidrag som går eller har gått att söka för insatsen: id i data/insatser/.",
    )


class Evidens(Post):
    """How much is known of an insats, kept apart from what it showed."""

    grad: Id = Field(title="Grad", description="Id i data/vokabular/evidensgrader.yaml.")
    riktning: Id = Field(
        title="Riktning", description="Id i data/vokabular/evidensriktningar.yaml."
    )
    mening: Text = Field(
        title="Med en mening",
        description="Vad som är känt, för vilka elever, och vad som inte är känt.",
    )


class Relation(Post):
    """How an insats hangs together with another one."""

    insats: Id = Field(title="Insats", description="Den andra insatsen: id i data/insatser/.")
    slag: Id = Field(title="Slag", description="Id i data/vokabular/relationsslag.yaml.")


class Insats(Post):
    """One offer that a school or huvudman can use."""

    id: Id = Field(title="Id", description="Filens namn utan ändelse. Ändras aldrig.")
    namn: Text = Field(
        title="Namn",
        description="Anordnarens namn. Tillägg inom parentes om två insatser heter lika.",
    )
    typ: Id = Field(title="Typ", description="Id i data/vokabular/typer.yaml.")
    anordnare: tuple[Id, ...] = Field(
        min_length=1, title="Anordnare", description="Id i data/anordnare/, ansvarig först."
    )
    anordnare_enligt_kallan: Text | None = Field(
        default=None,
        title="Anordnare enligt källan",
        description="Källans ord, när de säger mer än anordnarnas namn.",
    )
    genomforare: Text | None = Field(
        default=None,
        title="Genomförare",
        description="Vem som leder arbetet på plats, till exempel skolans egen handledare.",
    )
    program: tuple[Id, ...] = Field(
        default=(), title="Program", description="Program som insatsen ingår i."
    )
    skolformer: tuple[Id, ...] = Field(
        default=(),
        title="Skolformer",
        description="De skolformer som källan anger. Tomt = källan anger inga.",
    )
    skolformer_bedomda: tuple[Id, ...] = Field(
        default=(),
        title="Skolformer, bedömda",
        description="Redaktionens bedömning när källan inte anger skolformer. Utesluter ingen.",
    )
    arskurser: tuple[Id, ...] = Field(
        default=(),
        title="Årskurser",
        description="De stadier som källan anger. Tomt = källan anger inga, eller gäller inte.",
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
    status: Id = Field(title="Status", description="Id i data/vokabular/statusar.yaml.")
    fran: Ar | None = Field(
        default=None, title="Från", description="År då insatsen började, om en källa säger det."
    )
    till: Ar | None = Field(
        default=None, title="Till", description="År då insatsen slutade, om en källa säger det."
    )
    belagd: Ar | None = Field(
        default=None,
        title="Senast belagd",
        description="Senaste år då en daterad källa visar att insatsen fanns.",
    )
    sammanfattning: Text = Field(
        title="Sammanfattning", description="En mening som en rektor förstår."
    )
    beskrivning: Text | None = Field(
        default=None,
        title="Beskrivning",
        description="Vad den är, hur den går till och vem som gör vad, i vanliga stycken.",
    )
    passar_nar: tuple[Text, ...] = Field(
        default=(), title="Passar när", description="Lägen då insatsen är ett bra val."
    )
    passar_inte: tuple[Text, ...] = Field(
        default=(), title="Passar inte", description="Lägen då insatsen inte är svaret."
    )
    formuleringar: tuple[Text, ...] = Field(
        default=(),
        title="Formuleringar",
        description="Lägen där insatsen är svaret, som en skola skulle säga dem.",
    )
    liknar_men_inte: tuple[Snarlik, ...] = Field(
        default=(),
        title="Liknar men är inte",
        description="Lägen som låter lika men behöver något annat, med det område de hör till.",
    )
    problemomraden: tuple[Problemomradeslank, ...] = Field(
        default=(), title="Problemområden", description="Problem som insatsen svarar på."
    )
    paverkansfaktorer: tuple[Paverkansfaktorslank, ...] = Field(
        default=(), title="Påverkansfaktorer", description="Vad insatsen verkar genom."
    )
    omfattning: Text | None = Field(
        default=None,
        title="Omfattning",
        description="Tid och längd som källan anger dem. Utelämnas om källan inte anger någon.",
    )
    tid: Tid | None = Field(
        default=None, title="Tid", description="Omfattningen i tal, där källan anger tal."
    )
    forutsattningar: tuple[Text, ...] = Field(
        default=(),
        title="Förutsättningar",
        description="Det som behövs: handledare, gemensam tid, licens, rektors del.",
    )
    start: Text | None = Field(
        default=None, title="Start", description="När och hur det går att börja."
    )
    forsta_steg: tuple[Text, ...] = Field(
        default=(), title="Första steg", description="Det som skolan gör först, i ordning."
    )
    kostnad: Kostnad | None = Field(
        default=None, title="Kostnad", description="Vad insatsen kostar, så långt källorna säger."
    )
    evidens: Evidens | None = Field(
        default=None, title="Evidens", description="Vad som är känt om insatsens effekter."
    )
    uppfoljning: tuple[Text, ...] = Field(
        default=(),
        title="Uppföljning",
        description="Tecken på att det hjälpte, på den nivå där insatsen verkar.",
    )
    referenser: tuple[Referenslank, ...] = Field(
        default=(), title="Referenser", description="Forskning och utvärderingar om insatsen."
    )
    relationer: tuple[Relation, ...] = Field(
        default=(), title="Relationer", description="Hur insatsen hänger ihop med andra."
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
    granskas_senast: Datum | None = Field(
        default=None,
        title="Granskas senast",
        description="Dag då uppgifterna ska ses över igen, skriven som ÅÅÅÅ-MM-DD.",
    )
