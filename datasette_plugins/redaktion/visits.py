"""A visit to an editorial page: who it is, what they sent, and how they are answered.

Every view is reached through :func:`view`, which asks for login, permission and token first.
"""

from __future__ import annotations

import hmac
import logging
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from catalog.proposals import LAGEN, SLAG
from datasette_plugins.access import konto_of, may
from datasette_plugins.accounts import Konto, redaktion_of
from datasette_plugins.redaktion.comparing import words_changed
from datasette_plugins.redaktion.kept import kept_context
from datasette_plugins.redaktion.room import UnsavedError
from datasette_plugins.resources import resources_of
from datasette_plugins.responses import HEADERS, NO_STORE, TITLES, PageError, error_page
from datasette_plugins.templating import render
from datasette_plugins.uploads import Form, parse_form, read_body

logger = logging.getLogger(__name__)
EVENT_WORDS = {
    "skapat": "började skriva",
    "sparat": "sparade utkastet",
    "ej sparat": "skrev något som inte sparades, eftersom någon annan hann före",
    "skicka in": "skickade in",
    "ta tillbaka": "tog tillbaka förslaget",
    "skicka åter": "skickade tillbaka",
    "godkänna": "godkände",
    "avvisa": "avvisade",
    "lägga ned": "lade ned",
    "märka som krock": "märkte att filen hade ändrats av någon annan",
    "skriva på nytt mot filen": "skrev om förslaget mot posten som den är nu",
    "införa": "införde i katalogen",
    "gick inte att införa": "försökte införa, men det gick inte",
    "kommenterat": "kommenterade",
}
"""Kind of event in the log → what a person did."""
ADD_WORDS = {
    "insatser": "Lägg till en insats",
    "problemomraden": "Lägg till ett problemområde",
    "paverkansfaktorer": "Lägg till en påverkansfaktor",
    "program": "Lägg till ett program",
    "anordnare": "Lägg till en anordnare",
    "referenser": "Lägg till en referens",
}
"""Kind of record → what the way to a new one is called."""
MOST_FIELDS = 5000
MENU = (
    ("/redaktion", "Start", "lasa"),
    ("/redaktion/poster", "Poster", "lasa"),
    ("/redaktion/forslag", "Förslag", "lasa"),
    ("/redaktion/lage", "Att göra", "lasa"),
    ("/redaktion/bedomningar", "Bedömningar", "lasa"),
    ("/redaktion/publicera", "Publicera", "publicera"),
)
"""Path, word, and the action that it takes to see it."""
TOKEN = "csrftoken"  # noqa: S105 - the name of a field
LOGIN = "/-/login"
OLD_PAGE = "Sidan hade varit öppen för länge, eller så var kakor avstängda."


@dataclass(frozen=True)
class Visit:
    """One request by someone who is logged in."""

    datasette: Any
    request: Any
    konto: Konto
    form: Form

    def may(self, action: str, author: str = "") -> bool:
        """Tell whether the visitor may do something."""
        return may(self.datasette, self.request.actor, action, author)

    def demand(self, action: str, author: str = "") -> None:
        """Refuse what the visitor may not do."""
        if not self.may(action, author):
            raise forbidden(action, own=bool(author) and author == self.konto.id)

    def page(self, template: str, context: Mapping[str, Any], *, status: int = 200) -> Any:
        """Render one of the editorial templates."""
        return editorial_page(
            self.datasette,
            self.request,
            template,
            {**context, "konto": self.konto, "far": self.may},
            status=status,
        )

    def public_page(self, template: str, context: Mapping[str, Any]) -> Any:
        """Render a template of the public site; nothing keeps the answer."""
        body = render(self.datasette, f"sidor/{template}", context, self.request)
        return Response.html(body, headers={**HEADERS, **NO_STORE})

    def go_to(self, path: str) -> Any:
        """Send the visitor on to a page to read, after something was done."""
        address = str(self.datasette.urls.path(path))
        return Response.redirect(address, status=303, headers={**NO_STORE})


ACTIONS = {
    "skriva": "ändra det här",
    "granska": "granska förslag",
    "publicera": "publicera",
    "bedoma": "bedöma förslag",
    "kommentera": "kommentera",
}
"""Action → what someone may not do."""

FAILED = PageError(
    500,
    "Felet är vårt, och det är skrivet i loggen.",
    "Gå tillbaka i webbläsaren: det du skrev finns kvar där. Försök igen om en stund.",
)
EditorialView = Callable[[Visit], Awaitable[Any]]


def view(
    *,
    get: tuple[str, EditorialView] | None = None,
    post: tuple[str, EditorialView] | None = None,
) -> Callable[[Any, Any], Awaitable[Any]]:
    """Wrap what answers at an address: for each method, the action it takes and the view."""

    async def answer(datasette: Any, request: Any) -> Any:
        try:
            asked = post if request.method == "POST" else get
            if asked is None or request.method not in {"GET", "HEAD", "POST"}:
                raise PageError(405, "Den här adressen går inte att använda så.")
            action, show = asked
            return await _answer(datasette, request, action, show)
        except PageError as error:
            return await _refusal(datasette, request, error)
        except Exception as error:
            # Neither the message nor the variables may reach a log: they hold what was written.
            last = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(last.filename).name}:{last.lineno}"
            logger.error("Redaktionens sida misslyckades: %s, %s", type(error).__name__, where)
            return await error_page(datasette, request, FAILED, headers=NO_STORE)

    return answer


async def _refusal(datasette: Any, request: Any, error: PageError) -> Any:
    """Tell what went wrong, with the way on for those who are logged in."""
    konto = konto_of(datasette, request.actor)
    if konto is None:
        return await error_page(datasette, request, error, headers=NO_STORE)
    visit = Visit(datasette, request, konto, Form({}))
    context = {"fel": error, "titel": TITLES.get(error.status, TITLES[500])}
    return visit.page("fel.html", context, status=error.status)


async def _answer(datasette: Any, request: Any, action: str, show: EditorialView) -> Any:
    form = await read_form(datasette, request) if request.method == "POST" else Form({})
    konto = konto_of(datasette, request.actor)
    if konto is None:
        return _ask_to_log_in(datasette, request, form)
    if not may(datasette, request.actor, action):
        raise forbidden(action)
    if request.method == "POST" and not has_token(request, form):
        return kept_page(datasette, request, form, OLD_PAGE)
    try:
        return await show(Visit(datasette, request, konto, form))
    except UnsavedError as error:
        # A review may have come some of the way, and is not to be told as if nothing had happened.
        if request.method != "POST" or action == "granska":
            raise
        return _kept(datasette, request, form, error.message, error.status)


async def read_form(datasette: Any, request: Any) -> Form:
    """Return the fields of a posted form."""
    body = await read_body(request, resources_of(datasette).settings.max_bytes)
    return parse_form(body, request.headers.get("content-type", ""), max_fields=MOST_FIELDS)


def has_token(request: Any, form: Form) -> bool:
    """Tell whether a form was sent from a page of ours.

    Datasette's own check lets through whoever has no cookies, and that is how those come who are
    logged in by a proxy. So this one is ours; the token, and its cookie, are Datasette's.
    """
    if _from_elsewhere(request):
        return False
    return hmac.compare_digest(form.first(TOKEN).encode(), request.scope["csrftoken"]().encode())


def _from_elsewhere(request: Any) -> bool:
    told = request.headers.get("sec-fetch-site", "same-origin")
    return told not in {"same-origin", "none"}


def kept_page(datasette: Any, request: Any, form: Form, reason: str) -> Any:
    """Let what was written be sent again, unless it was another site that sent it."""
    if _from_elsewhere(request) or "sec-fetch-site" not in request.headers:
        raise PageError(
            403,
            "Formuläret godtogs inte, eftersom det inte gick att se att det kom från den här "
            "webbplatsen.",
            "Gå tillbaka i webbläsaren, ladda om sidan och skicka en gång till.",
        )
    return _kept(datasette, request, form, reason, 403)


def _kept(datasette: Any, request: Any, form: Form, reason: str, status: int) -> Any:
    context = kept_context(reason, _route_path(request), _pairs(form))
    return editorial_page(datasette, request, "kvar.html", context, status=status)


def _ask_to_log_in(datasette: Any, request: Any, form: Form) -> Any:
    path = _route_path(request)
    if request.method != "POST":
        target = f"{LOGIN}?{urlencode({'nasta': path})}"
        return Response.redirect(str(datasette.urls.path(target)), status=302, headers={**NO_STORE})
    kept = urlencode(_pairs(form)) if has_token(request, form) else ""
    return login_page(datasette, request, nasta=path, kvar=kept, utgangen=True, status=401)


def login_page(
    datasette: Any,
    request: Any,
    *,
    nasta: str = "",
    kvar: str = "",
    fel: str = "",
    utgangen: bool = False,
    konto: str = "",
    status: int = 200,
) -> Any:
    """Render the page to log in on; ``kvar`` is what someone had written when time ran out."""
    context = {
        "nasta": nasta,
        "kvar": kvar,
        "fel": fel,
        "utgangen": utgangen,
        "angivet": konto,
    }
    return editorial_page(datasette, request, "logga-in.html", context, status=status)


def editorial_page(
    datasette: Any, request: Any, template: str, context: Mapping[str, Any], *, status: int = 200
) -> Any:
    """Render an editorial template; nothing keeps the answer."""
    redaktion = redaktion_of(datasette)
    known = {
        "konto": None,
        "csrf": request.scope["csrftoken"](),
        "inloggad_har": redaktion is not None and redaktion.sso is None,
        "redaktionsmeny": _menu,
        "lagesord": lambda state: LAGEN.get(state, state),
        "slagsord": lambda kind: SLAG.get(kind, kind),
        "handelseord": lambda kind: EVENT_WORDS.get(kind, kind),
        "ordandring": words_changed,
        "laggtill": ADD_WORDS,
        **context,
    }
    body = render(datasette, f"redaktion/{template}", known, request)
    return Response.html(body, status=status, headers={**HEADERS, **NO_STORE})


def _menu(allowed: Callable[[str], bool]) -> list[tuple[str, str]]:
    return [(path, word) for path, word, action in MENU if allowed(action)]


def forbidden(action: str, *, own: bool = False) -> PageError:
    """Return the 403 for what the visitor's roles do not allow."""
    if own:
        return PageError(
            403,
            "Du kan inte granska ditt eget förslag.",
            "Be en annan granskare att läsa det.",
        )
    return PageError(
        403,
        f"Ditt konto får inte {ACTIONS.get(action, 'se den här sidan')}.",
        "Den som sköter redaktionens konton kan ge dig en annan roll.",
    )


def _route_path(request: Any) -> str:
    return str(request.scope.get("route_path") or request.path)


def _pairs(form: Form) -> list[tuple[str, str]]:
    return [
        (name, value) for name, values in form.values.items() if name != TOKEN for value in values
    ]
