"""Swaps names in training sentences for others, so that who acts does not decide what is learnt. Word counts stay."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

from spans import Span, is_title

LISTS = Path(__file__).with_name("lists")


@cache
def rows(name: str) -> tuple[str, ...]:
    lines = (LISTS / name).read_text(encoding="utf-8").split("\n")
    return tuple(r for r in lines if r and not r.startswith("#"))


@cache
def listed(name: str) -> frozenset[str]:
    return frozenset(rows(name))


@cache
def states() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(r.split("\t")) for r in rows("states.tsv"))


@cache
def state_of_word() -> dict[str, tuple[int, int]]:
    """A word to (state, column)."""
    return {w: (k, column) for k, state in enumerate(states()) for column, w in enumerate(state) if w != "-"}


_NOT_AFTER = ("South", "North", "New", "Papua", "Equatorial", "Saudi", "San", "Lower", "West", "East", "Upper", "Great", "Old")


def swap_states(words: list[str], rng: random.Random) -> list[str]:
    """Country, demonym and capital of one state become those of another, alike in the whole sentence."""
    place = state_of_word()
    chosen: dict[int, int] = {}
    out = list(words)
    for i, word in enumerate(words):
        plural = word.endswith("s") and word not in place and word[:-1] in place
        found = place.get(word[:-1] if plural else word)
        if not found or (i and words[i - 1] in _NOT_AFTER):
            continue
        state, column = found
        if state not in chosen:
            chosen[state] = rng.randrange(len(states()))
        new = states()[chosen[state]][column]
        if new != "-":
            out[i] = new + "s" if plural and not new.endswith(("s", "sh", "ch", "ese")) else new
    return out


def swap_spans(words: list[str], spans: list[Span], rng: random.Random) -> list[str]:
    """People get other people's names, one-word places and organisations other ones; alike where a word comes again."""
    out = list(words)
    chosen: dict[str, str] = {}
    for start, end, kind in spans:
        span = words[start:end]
        if not all(w[:1].isupper() and w.isalpha() for w in span) or any(is_title(w) for w in span):
            continue
        if kind == "person" and end - start <= 3:
            for i in range(start, end):
                last = i == end - 1 and (end - start > 1 or words[i] not in listed("given-names.txt"))
                out[i] = chosen.setdefault(words[i], rng.choice(rows("surnames.txt" if last else "given-names.txt")))
        elif end - start == 1 and kind == "place" and words[start] not in state_of_word():
            out[start] = chosen.setdefault(words[start], rng.choice(rows("cities.txt")))
        elif end - start == 1 and kind == "organisation" and rng.random() < 0.5:
            out[start] = chosen.setdefault(words[start], rng.choice(rows("organisations.txt")))
    return out
