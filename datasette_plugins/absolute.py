"""Whole addresses, for what is read outside the site: feeds, RDF, sitemaps."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from datasette_plugins.resources import resources_of
from datasette_plugins.responses import PageError

Address = Callable[[str], str]
"""From a path of ours to the whole address."""

HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9A-Fa-f:]+\](:\d{1,5})?")


def addresses(datasette: Any, request: Any) -> Address:
    """Return how to write whole addresses: from the settings, else as the visitor asked."""
    base = resources_of(datasette).settings.bas_adress
    if not base and not HOST.fullmatch(request.host):
        raise PageError(400, "Webbplatsens namn i anropet går inte att läsa.")

    local = str(datasette.urls.path("/"))
    # Once for each answer: a page names many addresses, and joining each by itself takes its time.
    root = (f"{base}{local}" if base else str(datasette.absolute_url(request, local))).rstrip("/")
    return lambda path: f"{root}{path}"
