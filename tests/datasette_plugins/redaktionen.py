"""An editorial instance on a copy of the mini catalogue, and people who work in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bs4 import BeautifulSoup
from datasette.app import Datasette
from datasette_auth_passwords.utils import hash_password

from datasette_plugins.instance import describe_tables
from datasette_plugins.redaktion.sessions import sessions_of
from datasette_plugins.settings import read_configuration

PASSWORD = "ett långt lösenord för prov"  # noqa: S105
HASH = hash_password(PASSWORD, salt="salt", iterations=10)
PEOPLE: dict[str, dict[str, Any]] = {
    "lars": {"namn": "Lars Läsare", "roller": ["lasare"]},
    "sara": {"namn": "Sara Skribent", "roller": ["skribent"]},
    "sven": {"namn": "Sven Skribent", "roller": ["skribent"]},
    "greta": {"namn": "Greta Granskare", "roller": ["granskare"]},
    "gunnar": {"namn": "Gunnar Granskare", "roller": ["granskare"]},
    "petra": {"namn": "Petra Publicerare", "roller": ["publicerare"]},
}
FORM = "application/x-www-form-urlencoded"
FROM_HERE = {"sec-fetch-site": "same-origin"}


def open_redaktion(release: Path, data: Path, forslag: Path, **given: Any) -> Any:
    """Return the editorial instance, configured as its own file says."""
    configuration = read_configuration("redaktion")
    metadata = configuration.metadata
    metadata["databases"]["katalog"]["tables"] = describe_tables()
    base_url = given.pop("base_url", "/")
    metadata["plugins"]["insatskatalogen"]["redaktion"] |= {
        "data": str(data),
        "forslag": str(forslag),
        "konton": PEOPLE,
        **given,
    }
    metadata["plugins"]["datasette-auth-passwords"] = {
        f"{name}_password_hash": HASH for name in PEOPLE
    }
    return Datasette(
        [],
        immutables=[str(release / "katalog.db")],
        metadata=metadata,
        settings={**configuration.settings, "base_url": base_url},
        secret="hemlig" * 8,
    )


class Person:
    """Someone at a browser without scripts: keeps cookies and sends forms with their token."""

    def __init__(self, datasette: Any, name: str = "") -> None:
        self.datasette = datasette
        self.cookies: dict[str, str] = {}
        if name:
            sessions = sessions_of(datasette)
            assert sessions is not None
            self.cookies["ds_actor"] = sessions.begin(name) if name in PEOPLE else "okand"

    async def get(self, path: str, **more: Any) -> Any:
        """Read a page."""
        response = await self.datasette.client.get(path, cookies=self.cookies, **more)
        self._keep(response)
        return response

    async def soup(self, path: str) -> BeautifulSoup:
        """Read a page that must answer 200."""
        response = await self.get(path)
        assert response.status_code == 200, (path, response.status_code, response.text[-2000:])
        return BeautifulSoup(response.text, "html.parser")

    async def token(self) -> str:
        """Return the token of this browser, from a page that has one."""
        if "ds_csrftoken" not in self.cookies:
            page = await self.get("/-/login" if "ds_actor" not in self.cookies else "/redaktion")
            field = BeautifulSoup(page.text, "html.parser").find("input", {"name": "csrftoken"})
            assert field is not None, page.text[:500]
            assert field["value"] == self.cookies["ds_csrftoken"]
        return self.cookies["ds_csrftoken"]

    async def post(
        self,
        path: str,
        fields: Mapping[str, Any] | list[tuple[str, str]] = (),  # type: ignore[assignment]
        *,
        token: bool = True,
        headers: Mapping[str, str] = FROM_HERE,
    ) -> Any:
        """Send a form."""
        pairs = list(fields.items() if isinstance(fields, Mapping) else fields)
        if token:
            pairs.append(("csrftoken", await self.token()))
        response = await self.datasette.client.post(
            path,
            content=urlencode(pairs, doseq=True),
            headers={"content-type": FORM, **headers},
            cookies=self.cookies,
        )
        self._keep(response)
        return response

    def _keep(self, response: Any) -> None:
        for line in response.headers.get_list("set-cookie"):
            name, _, value = line.split(";")[0].partition("=")
            if "max-age=0" in line.lower():
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value.strip('"')


def fields_of(form: Any) -> list[tuple[str, str]]:
    """Return what a browser would send of a form, buttons apart."""
    pairs: list[tuple[str, str]] = []
    for field in form.find_all(["input", "textarea", "select"]):
        name = field.get("name")
        if not name or field.has_attr("disabled"):
            continue
        kind = field.get("type", "text")
        if field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            pairs.append((name, chosen.get("value", chosen.get_text()) if chosen else ""))
        elif field.name == "textarea":
            # A browser leaves out the first line break, and sends all of them as two characters.
            text = field.get_text().removeprefix("\n")
            pairs.append((name, text.replace("\r\n", "\n").replace("\n", "\r\n")))
        elif kind in {"checkbox", "radio"}:
            if field.has_attr("checked"):
                pairs.append((name, field.get("value", "on")))
        elif kind != "submit":
            pairs.append((name, field.get("value", "")))
    return pairs
