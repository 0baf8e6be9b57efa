"""Headers that guard every answer, and Datasette's own pages without what they would forbid.

Our pages carry their own, stricter policy. Datasette's pages have scripts, styles and attributes
inside themselves. The scripts are known beforehand and are allowed one by one, by what they say;
so are the styles of the shapes that Datasette writes. Attributes of style only colour, and go.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from functools import cache
from importlib import resources

Headers = list[tuple[bytes, bytes]]

GUARDS: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
POLICY = (
    "default-src 'self'; script-src 'self'{scripts}; style-src 'self'{styles}; "
    "img-src 'self' data:; object-src 'none'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
WITH_SCRIPTS = ("_close_open_menus.html", "_codemirror_foot.html")
WITH_STYLES = ("_codemirror.html",)
ALLOW_FACET = "DATASETTE_ALLOW_FACET = {};"
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
STYLE_ATTRIBUTE = re.compile(r'(<[a-z][^<>]*?)\s+style="[^"<>]*"')
COLUMN = r'\s*\.rows-and-columns td:nth-of-type\(\d+\):before \{ content: "[^"<>{}]*"; \}'
COLUMN_NAMES = re.compile(
    rf"\s*@media only screen and \(max-width: 576px\) \{{(?:{COLUMN})*\s*\}}\s*"
)
"""The names of the columns, for narrow screens: all that Datasette's styles say of the data."""
ADDED_STYLE = re.compile(r'createElement\("style"\)\)\.textContent=("(?:[^"\\]|\\.)*")')


def guard(headers: Headers, *, hsts: int, styles: Iterable[str] = ()) -> Headers:
    """Return the headers with the guards that they lack; ``styles`` are those of the page.

    Examples
    --------
    >>> dict(guard([(b"referrer-policy", b"no-referrer")], hsts=0))[b"referrer-policy"]
    b'no-referrer'
    >>> dict(guard([], hsts=60))[b"strict-transport-security"]
    b'max-age=60'
    """
    policy = POLICY.format(
        scripts=_sources(script_hashes()),
        styles=_sources((*style_hashes(), *(fingerprint(style) for style in styles))),
    )
    wanted = [*GUARDS, (b"content-security-policy", policy.encode())]
    if hsts:
        wanted.append((b"strict-transport-security", f"max-age={hsts}".encode()))
    given = {name.lower() for name, _ in headers}
    return [*headers, *((name, value) for name, value in wanted if name not in given)]


def without_inline_styles(page: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return a page of Datasette's without attributes of style, and its own known styles.

    Examples
    --------
    >>> without_inline_styles(b'<h1 class="a" style="color: red">x</h1>')
    (b'<h1 class="a">x</h1>', ())
    """
    text = STYLE_ATTRIBUTE.sub(r"\1", page.decode("utf-8"))
    return text.encode("utf-8"), tuple(
        style for style in STYLE.findall(text) if COLUMN_NAMES.fullmatch(style)
    )


@cache
def script_hashes() -> tuple[str, ...]:
    """Return the fingerprints of the scripts that Datasette writes into its pages."""
    scripts = [script for name in WITH_SCRIPTS for script in SCRIPT.findall(_template(name))]
    scripts += [ALLOW_FACET.format(value) for value in ("true", "false")]
    return tuple(fingerprint(script) for script in scripts)


@cache
def style_hashes() -> tuple[str, ...]:
    """Return the fingerprints of the styles of the SQL field, also the one its script adds."""
    styles = [style for name in WITH_STYLES for style in STYLE.findall(_template(name))]
    script = _datasette("static/cm-resize-1.0.1.min.js")
    # The script adds its style while it is still empty, and fills it afterwards.
    styles += ["", *(json.loads(style) for style in ADDED_STYLE.findall(script))]
    return tuple(fingerprint(style) for style in styles)


def fingerprint(text: str) -> str:
    """Return what a policy calls a script or style that stands inside a page.

    Examples
    --------
    >>> fingerprint("")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _sources(hashes: Iterable[str]) -> str:
    return "".join(f" '{each}'" for each in dict.fromkeys(hashes))


def _template(name: str) -> str:
    return _datasette(f"templates/{name}")


def _datasette(path: str) -> str:
    return resources.files("datasette").joinpath(path).read_text(encoding="utf-8")
