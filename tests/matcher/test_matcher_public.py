"""The public names of the room."""

from __future__ import annotations

import matcher


def test_every_public_name_exists_and_is_told_of() -> None:
    assert sorted(matcher.__all__) == matcher.__all__
    for name in matcher.__all__:
        assert getattr(matcher, name).__doc__ or name == "Styrka", name
