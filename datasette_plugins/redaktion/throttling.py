"""How many times a password may be guessed."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable

WINDOW = 15 * 60
MOST_KEYS = 10_000


class Throttle:
    """Counts attempts by key within a window of time; what is too often is refused.

    It is kept in memory, by a clock that cannot be set back, and never grows beyond a limit.

    Examples
    --------
    >>> throttle = Throttle()
    >>> [throttle.attempt({"anna": 2}) for _ in range(3)]
    [True, True, False]
    >>> throttle.forget(["anna"])
    >>> throttle.attempt({"anna": 2})
    True
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._attempts: OrderedDict[str, list[float]] = OrderedDict()
        self._known: OrderedDict[str, None] = OrderedDict()

    def attempt(self, limits: dict[str, int]) -> bool:
        """Count an attempt under every key, unless one of them has reached its limit."""
        since = self._clock() - WINDOW
        counted = {
            key: [told for told in self._attempts.get(key, []) if told > since] for key in limits
        }
        if any(len(counted[key]) >= limit for key, limit in limits.items()):
            return False
        for key, times in counted.items():
            self._attempts[key] = [*times, self._clock()]
            self._attempts.move_to_end(key)
        while len(self._attempts) > MOST_KEYS:
            self._attempts.popitem(last=False)
        return True

    def forget(self, keys: list[str]) -> None:
        """Forget attempts, as when one of them was right."""
        for key in keys:
            self._attempts.pop(key, None)

    def know(self, key: str) -> None:
        """Remember a key that was right once."""
        self._known[key] = None
        self._known.move_to_end(key)
        while len(self._known) > MOST_KEYS:
            self._known.popitem(last=False)

    def is_known(self, key: str) -> bool:
        """Tell whether a key was right once, since the program started."""
        return key in self._known


def place_of(address: str) -> str:
    """Return where a visitor is: an address, or the network of an IPv6 address.

    Whoever has one such address has the whole network to guess from.

    Examples
    --------
    >>> place_of("192.0.2.7"), place_of("2001:db8::7"), place_of("")
    ('192.0.2.7', '2001:db8::/64', '')
    """
    try:
        told = ipaddress.ip_address(address)
    except ValueError:
        return address
    if told.version == 4:
        return str(told)
    return str(told.ipv4_mapped or ipaddress.ip_network((told, 64), strict=False))
