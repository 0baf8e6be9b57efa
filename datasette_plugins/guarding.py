"""Headers that guard every answer.

Our pages carry their own, stricter policy. What Datasette answers itself gets the one here.
"""

from __future__ import annotations

Headers = list[tuple[bytes, bytes]]

GUARDS: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (
        b"content-security-policy",
        b"default-src 'self'; img-src 'self' data:; object-src 'none'; form-action 'self'; "
        b"base-uri 'none'; frame-ancestors 'none'",
    ),
]


def guard(headers: Headers, *, hsts: int, secure: bool = False) -> Headers:
    """Return the headers with the guards that they lack; cookies too, where https is used.

    Examples
    --------
    >>> dict(guard([(b"referrer-policy", b"no-referrer")], hsts=0))[b"referrer-policy"]
    b'no-referrer'
    >>> dict(guard([], hsts=60))[b"strict-transport-security"]
    b'max-age=60'
    >>> guard([(b"set-cookie", b"a=1; Path=/")], hsts=0, secure=True)[0][1]
    b'a=1; Path=/; Secure'
    """
    wanted = [*GUARDS]
    if hsts:
        wanted.append((b"strict-transport-security", f"max-age={hsts}".encode()))
    if secure:
        headers = [_secured(*pair) for pair in headers]
    given = {name.lower() for name, _ in headers}
    return [*headers, *((name, value) for name, value in wanted if name not in given)]


def _secured(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    if name.lower() == b"set-cookie" and b"; secure" not in value.lower():
        return name, value + b"; Secure"
    return name, value
