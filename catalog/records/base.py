"""What every record shares: closed, frozen models, and the small shapes that several kinds use."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictInt, StringConstraints

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
Ar = Annotated[StrictInt, Field(ge=1900, le=2100)]


class Post(BaseModel):
    """Base of every model: unknown fields are refused and a record never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def to_plain(post: Post) -> dict[str, Any]:
    """Return a record as plain values, in field order, without what is left at its default."""
    return post.model_dump(mode="json", by_alias=True, exclude_defaults=True)


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


class Referenslank(Post):
    """How an insats uses a work of research."""

    referens: Id = Field(title="Referens", description="Id i data/referenser/.")
    roll: Id = Field(title="Roll", description="Id i data/vokabular/kallroller.yaml.")
    sida: Text | None = Field(default=None, title="Sida", description="Sidor det gäller.")
    pastaende: Text | None = Field(
        default=None, title="Påstående", description="Vad referensen visar om insatsen."
    )


class Snarlik(Post):
    """A wording that looks like one problem area but belongs to another."""

    text: Text = Field(title="Text", description="Formuleringen.")
    hor_till: Id = Field(title="Hör till", description="Problemområdet som den egentligen gäller.")
