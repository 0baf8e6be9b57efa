"""A problem area, and the factors through which schools improve."""

from __future__ import annotations

from pydantic import Field

from catalog.records.base import Id, Kalla, Post, Referenslank, Signatur, Snarlik, Text


class Problemomrade(Post):
    """A kind of problem that a nulägesanalys can name."""

    id: Id = Field(title="Id", description="Filens namn utan ändelse. Ändras aldrig.")
    namn: Text = Field(title="Namn", description="Kort namn i klarspråk.")
    analysniva: Id = Field(
        title="Analysnivå", description="Nulägesanalysens nivå: id i vokabular/analysnivaer.yaml."
    )
    grupp: Id = Field(title="Grupp", description="Id i data/vokabular/grupper.yaml.")
    ingar_i: Id | None = Field(
        default=None, title="Ingår i", description="Ett vidare problemområde, om det finns ett."
    )
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
    kvalitetsomraden: tuple[Id, ...] = Field(
        default=(),
        title="Prioriterade områden",
        description="Nationella kvalitetssystemets områden: id i vokabular/kvalitetsomraden.yaml.",
    )
    bruk: tuple[Id, ...] = Field(
        default=(),
        title="BRUK",
        description="Områden i självskattningen BRUK: id i vokabular/bruk.yaml.",
    )
    skolinspektionen: tuple[Id, ...] = Field(
        default=(),
        title="Skolinspektionens områden",
        description="Id i vokabular/skolinspektionen.yaml.",
    )
    lucka: Text | None = Field(
        default=None,
        title="Lucka",
        description="Vad som saknas, när inget eller för lite erbjuds för problemet.",
    )
    formuleringar: tuple[Text, ...] = Field(
        min_length=1, title="Formuleringar", description="Så kan en skola skriva om problemet."
    )
    liknar_men_inte: tuple[Snarlik, ...] = Field(
        default=(),
        title="Liknar men är inte",
        description="Formuleringar som lätt förväxlas, med det område de hör till.",
    )
    referenser: tuple[Referenslank, ...] = Field(
        default=(), title="Referenser", description="Forskning om problemet och vad som hjälper."
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
    referenser: tuple[Referenslank, ...] = Field(
        default=(), title="Referenser", description="Forskning om faktorn."
    )
    alias: tuple[Id, ...] = Field(
        default=(), title="Alias", description="Tidigare id för samma faktor."
    )
