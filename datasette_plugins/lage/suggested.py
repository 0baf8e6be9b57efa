"""What the matcher shows on the example statements: who is suggested, and who should not be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalog.loading import Katalog
from catalog.records.matning import Exempelanalys, Pastaende
from datasette_plugins.lage.rows import Rad
from matcher import Behov, Match, Matcher

DEPTH = 10
TOP = 5
SURE = ("stark", "möjlig")
LONGEST_QUOTE = 90
FIELDS = {
    "formulering": ("formuleringar", "en av dess formuleringar"),
    "problemomrade": ("problemomraden", "kopplingen till ett problemområde"),
    "namn": ("namn", "namnet"),
    "amne": ("amnen", "ämnet"),
}
"""Kind of reason → the field that it comes of, and what to call it."""
OTHERWISE = ("sammanfattning", "orden i sammanfattning och beskrivning")


@dataclass(frozen=True, slots=True)
class Fraga:
    """An example statement, with the grades that judges gave where they did."""

    id: str
    behov: Behov
    bedomda: Mapping[str, float] | None


def questions(katalog: Katalog, matcher: Matcher) -> tuple[Fraga, ...]:
    """Return every judged statement, and every problem that is marked in an example analysis."""
    levels = {each.id for each in matcher.vokabular.analysnivaer}
    judged = [
        Fraga(
            id_,
            Behov(
                text=each.text,
                skolformer=(each.skolform,) if each.skolform else (),
                analysniva=each.analysniva if each.analysniva in levels - {"utanfor"} else None,
            ),
            each.bedomningar,
        )
        for id_, each in katalog.poster["bedomningar"].items()
        if isinstance(each, Pastaende)
    ]
    marked = [
        Fraga(f"{analysis}/{problem.id}", Behov(text=problem.span), None)
        for analysis, each in katalog.poster["exempelanalyser"].items()
        if isinstance(each, Exempelanalys)
        for problem in each.problemomraden
        if not problem.utanfor
    ]
    return (*judged, *marked)


def ask(matcher: Matcher, asked: Sequence[Fraga]) -> tuple[tuple[Fraga, tuple[Match, ...]], ...]:
    """Return what is suggested for each statement; nothing where the matcher abstains.

    Those that nobody has judged only tell how often an insats is suggested. Words are enough for
    that, and the language model takes most of the time.
    """
    by_words = matcher.without_encoder()
    found = []
    for each in asked:
        answer = (by_words if each.bedomda is None else matcher).match(each.behov, limit=DEPTH)
        found.append((each, () if answer.avstar else answer.matcher))
    return tuple(found)


def how_often(answers: Sequence[tuple[Fraga, tuple[Match, ...]]]) -> Counter[str]:
    """Return how many statements each insats is suggested for."""
    return Counter(match.insats for _, matches in answers for match in matches)


def misleading(
    katalog: Katalog, answers: Sequence[tuple[Fraga, tuple[Match, ...]]]
) -> Iterator[Rad]:
    """Yield the insatser that come high where judges say that they do not fit, and why they do."""
    found: dict[tuple[str, str], list[tuple[Fraga, Match]]] = {}
    for question, matches in answers:
        if question.bedomda is None:
            continue
        for match in matches[:TOP]:
            if match.styrka in SURE and match.insats not in question.bedomda:
                reason = match.skal[0].slag if match.skal else ""
                found.setdefault((match.insats, reason), []).append((question, match))
    for (insats, reason), cases in found.items():
        field, words = FIELDS.get(reason, OTHERWISE)
        question, match = max(cases, key=lambda case: case[1].poang)
        area = (
            katalog.poster["problemomraden"].get(match.skal[0].kalla_id or "") if reason else None
        )
        if reason == "problemomrade" and area:
            words = f"kopplingen till området «{getattr(area, 'namn', '')}»"
        more = f" Det gäller {len(cases)} påståenden." if len(cases) > 1 else ""
        text = (
            f"Föreslås ({match.styrka}) för «{_short(question.behov.text)}». "
            f"Det som drar in den är {words}.{more}"
        )
        weight = sum(2 if match.styrka == "stark" else 1 for _, match in cases)
        name = katalog.insatser[insats].namn
        yield Rad("drar-in", "insatser", insats, name, field, text, weight, andra=question.id)


def _short(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= LONGEST_QUOTE else f"{folded[: LONGEST_QUOTE - 1].rstrip()}…"
