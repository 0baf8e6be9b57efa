"""A nomination from outside: a form that gives back a file or a letter, and keeps nothing.

The public instance cannot write. What is filled in comes straight back to whoever wrote it, as a
file that the editors can import as a draft. No exception leaves its view, since it could hold what
a visitor wrote.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from datasette_plugins import responses
from datasette_plugins.private import only_post, private
from datasette_plugins.resources import resources_of
from datasette_plugins.responses import NO_STORE, PageError, file_answer, page
from datasette_plugins.settings import Settings
from datasette_plugins.uploads import Form, parse_form, read_body

PATH = "/om/foresla"
FILE_NAME = "forslag-till-insatskatalogen.json"
LONGEST = {
    "namn": 200,
    "anordnare": 200,
    "adress": 500,
    "sammanfattning": 600,
    "passar_nar": 2000,
    "skal": 2000,
    "fran": 200,
}
"""Field → how many characters it takes."""
TITLES = {
    "namn": "Vad heter insatsen?",
    "anordnare": "Vem ordnar den?",
    "adress": "Var går det att läsa om den?",
    "sammanfattning": "Vad är den, i en eller två meningar?",
    "passar_nar": "Vilket problem hjälper den mot?",
    "skal": "Varför bör den vara med?",
    "fran": "Vem föreslår den?",
}
REQUIRED = ("namn", "sammanfattning")
LONGEST_LETTER = 1800
"""Longer addresses are cut off by some mail programs; the file is for those who write more."""
FAILED = PageError(
    500,
    "Det gick inte att göra i ordning förslaget. Felet är vårt, och inget är sparat.",
    "Gå tillbaka i webbläsaren, så finns det du skrev kvar, och försök igen.",
)


async def _answer(datasette: Any, request: Any) -> Any:
    if request.method in {"GET", "HEAD"}:
        return await _page(datasette, request, Form({}), {})
    only_post(request, PageError(405, "Den här adressen går inte att använda så."))
    body = await read_body(request, resources_of(datasette).settings.max_bytes)
    form = parse_form(body, request.headers.get("content-type", ""))
    return await _given_back(datasette, request, form)


async def _failed(datasette: Any, request: Any, error: PageError) -> Any:
    return await responses.error_page(datasette, request, error, headers=NO_STORE)


show = private(_answer, _failed, FAILED, name="Förslaget")


async def _given_back(datasette: Any, request: Any, form: Form) -> Any:
    faults = find_faults(form)
    if faults:
        return await _page(datasette, request, form, faults, status=400)
    vokabular = resources_of(datasette).vokabular
    known = {form_.id for form_ in vokabular.skolformer}
    told = nomination(form, tuple(each for each in form.all("skolform") if each in known))
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    if form.first("gor") == "fil":
        answer = file_answer(text.encode(), FILE_NAME, "application/json; charset=utf-8")
        answer.headers.update(NO_STORE)
        return answer
    letter = mail_address(resources_of(datasette).settings, form.first("namn").strip(), text)
    return await _page(datasette, request, form, {}, text=text, brev=letter, klart=True)


async def _page(
    datasette: Any,
    request: Any,
    form: Form,
    faults: dict[str, str],
    *,
    status: int = 200,
    **more: Any,
) -> Any:
    opened = resources_of(datasette)
    context = {
        "varden": {name: form.first(name) for name in LONGEST},
        "valda": form.all("skolform"),
        "fel": faults,
        "rubriker": TITLES,
        "langst": LONGEST,
        "skolformer": opened.vokabular.skolformer,
        "kontakt_epost": opened.settings.kontakt_epost,
        "klart": False,
        **more,
    }
    headers = NO_STORE if request.method == "POST" else None
    return await page(
        datasette, request, "om-foresla.html", context, status=status, headers=headers
    )


def find_faults(form: Form) -> dict[str, str]:
    """Return field → what is wrong with it, in words that hold nothing of what was written.

    Examples
    --------
    >>> find_faults(Form({"namn": ("Snabbt",), "adress": ("exempel.test",)}))["adress"]
    'Skriv hela adressen, som https://exempel.se/insatsen.'
    >>> find_faults(Form({"namn": ("Snabbt",), "sammanfattning": ("En kurs.",)}))
    {}
    """
    faults = {name: "Fyll i det här." for name in REQUIRED if not form.first(name).strip()}
    for name, most in LONGEST.items():
        if len(form.first(name)) > most:
            faults[name] = f"Det är för långt. Gränsen är {most} tecken."
    address = form.first("adress").strip()
    if address and (not address.startswith(("http://", "https://")) or len(address.split()) > 1):
        faults["adress"] = "Skriv hela adressen, som https://exempel.se/insatsen."
    return faults


def nomination(form: Form, skolformer: tuple[str, ...]) -> dict[str, Any]:
    """Return what was filled in, as the editors import it.

    Examples
    --------
    >>> nomination(Form({"namn": ("Snabbt",), "sammanfattning": ("En kurs.",)}), ())
    {'slag': 'insatser', 'post': {'namn': 'Snabbt', 'sammanfattning': 'En kurs.'}}
    """
    given = {name: _tidy(form.first(name)) for name in LONGEST}
    source = {"titel": given["namn"], "utgivare": given["anordnare"], "url": given["adress"]}
    post = {
        "namn": given["namn"],
        "anordnare_enligt_kallan": given["anordnare"],
        "skolformer": list(skolformer),
        "sammanfattning": given["sammanfattning"],
        "passar_nar": [given["passar_nar"]] if given["passar_nar"] else [],
        "kallor": [{key: value for key, value in source.items() if value}]
        if given["adress"]
        else [],
    }
    whole = {
        "slag": "insatser",
        "post": {name: value for name, value in post.items() if value},
        "skal": given["skal"],
        "fran": given["fran"],
    }
    return {name: value for name, value in whole.items() if value}


def mail_address(settings: Settings, name: str, text: str) -> str:
    """Return the address that opens a letter to the editors; nothing when it cannot be written."""
    if not settings.kontakt_epost:
        return ""
    subject = quote(f"Förslag till Insatskatalogen: {name}")
    letter = (
        f"mailto:{quote(settings.kontakt_epost, safe='@.')}?subject={subject}&body={quote(text)}"
    )
    return letter if len(letter) <= LONGEST_LETTER else ""


def _tidy(text: str) -> str:
    return " ".join(text.split())
