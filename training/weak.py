"""Weak name labels for EWT, which has no entities: what lists and the tree make fairly sure."""

from __future__ import annotations

from conllu import Sentence
from spans import Span, is_demonym, is_title, word_list
from swap import listed, state_of_word

_ORGANISATION = {"Inc", "Inc.", "Corp", "Corp.", "Ltd", "Ltd.", "LLC", "L.L.C.", "LLP", "University", "Bank", "Institute", "Department", "Ministry", "Committee", "Council", "Association", "Party", "Agency", "Corporation", "Company", "Commission", "Foundation"}


def runs(sentence: Sentence) -> list[tuple[int, int]]:
    """Maximal stretches of proper nouns."""
    out: list[tuple[int, int]] = []
    for i, upos in enumerate(sentence.upos):
        if upos == "PROPN":
            if out and out[-1][1] == i:
                out[-1] = (out[-1][0], i + 1)
            else:
                out.append((i, i + 1))
    return out


def weak_spans(sentence: Sentence) -> list[Span]:
    out: list[Span] = []
    for start, end in runs(sentence):
        while start < end and is_title(sentence.words[start]) and end - start > 1:
            start += 1
        kind = _kind(sentence, start, end)
        if kind:
            out.append((start, end, kind))
    return out


def _kind(sentence: Sentence, start: int, end: int) -> str | None:
    words = [w if not w.isupper() or len(w) < 4 else w.capitalize() for w in sentence.words[start:end]]
    joined = " ".join(words).lower()
    one = end - start == 1
    if joined in word_list("countries") or (one and (words[0] in listed("cities.txt") or state_of_word().get(words[0], (0, 1))[1] != 1)):
        return "place"
    if any(w in _ORGANISATION for w in sentence.words[start:end]) and not one:
        return "organisation"
    if one and sentence.words[start] in listed("organisations.txt"):
        return "organisation"
    if one and is_demonym(words[0]):
        return "nationality"
    flat = all(sentence.deprel[i].startswith("flat") and sentence.head[i] == start + 1 for i in range(start + 1, end))
    attached = any(sentence.deprel[i] == "compound" for i in range(start, end))
    if flat and end - start <= 3 and words[0] in listed("given-names.txt") and not (one and attached):
        return "person"
    return None
