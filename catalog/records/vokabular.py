"""Values of vocabularies, synonyms, and exceptions from rules."""

from __future__ import annotations

from pydantic import Field, StrictBool

from catalog.records.base import Datum, Id, Post, Text


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
    omvant: Text | None = Field(
        default=None,
        title="Omvänt",
        description="Namnet sett från andra hållet (bara i relationsslag).",
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


class Undantag(Post):
    """An exception from a rule, with a reason and a last day."""

    regel: Text = Field(title="Regel", description="Regelns kod, till exempel K205.")
    post: Text = Field(title="Post", description="Filens väg från data/, utan ändelse.")
    skal: Text = Field(title="Skäl", description="Varför regeln inte gäller här.")
    sista_dag: Datum = Field(title="Sista dag", description="Då undantaget slutar gälla.")


class Bytord(Post):
    """A word that makes a text heavy, and what to write in its place."""

    hellre_inte: Text = Field(title="Hellre inte", description="Ordet eller frasen att undvika.")
    hellre: Text = Field(title="Hellre", description="Det som är lättare att förstå.")
