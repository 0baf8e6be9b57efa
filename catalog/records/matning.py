"""What matching is measured with: judged statements and marked example analyses."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool, StrictFloat

from catalog.records.base import Id, Post, Text, Webbadress


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
    motiveringar: dict[Id, Text] = Field(
        default={},
        title="Motiveringar",
        description="Insats → varför den fick sin grad, eller varför den inte passar alls.",
    )


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
