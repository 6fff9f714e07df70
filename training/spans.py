"""Entity brackets of GUM to the two flat layers that ship.

`names`: what a name recogniser marks: proper names without determiner or title, times, nationality and faith words.
`mentions`: whole phrases of actors and places, outermost, without relative clause or apposition; `group` is a
generic one (common-noun head, plural or collective).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from conllu import Entity, Sentence

NAMES = ("person", "organisation", "place", "nationality", "event", "time")
MENTIONS = ("person", "organisation", "place", "group")
KIND = {"person": "person", "organization": "organisation", "place": "place", "event": "event", "time": "time"}

INSIDE_NAME = {"of", "the", "and", "for", "de", "la", "al", "el", "bin", "ibn", "&", "'s", "’s", "-", "–", "'", ".", "in", "on", "du", "des", "van", "von", "der", "den", "da", "do", "dos", "del", "e", "y", "/"}
LINK_PERSON = {"-", "–", "'", ".", "de", "la", "al", "el", "bin", "ibn", "du", "van", "von", "der", "den", "da", "dos", "del", "ben", '"'}
COLLECTIVE = {"people", "police", "family", "crowd", "public", "youth", "couple", "group", "team", "pair", "staff", "population", "audience", "community", "crew", "gang", "junta", "mob", "generation", "faithful", "opposition", "press", "media"}

Span = tuple[int, int, str]


@cache
def word_list(name: str) -> frozenset[str]:
    lines = Path(__file__).with_name("lists").joinpath(f"{name}.txt").read_text(encoding="utf-8").split("\n")
    return frozenset(line for line in lines if line and not line.startswith("#"))


def is_demonym(word: str) -> bool:
    lower = word.lower()
    known = word_list("demonyms")
    return word[:1].isupper() and (lower in known or (lower.endswith("s") and lower[:-1] in known))


def is_title(word: str) -> bool:
    return word.lower().rstrip(".") in word_list("titles")


def head_of(sentence: Sentence, start: int, end: int) -> int:
    """The word of the span whose head lies outside it."""
    for i in range(start, end):
        if not start <= sentence.head[i] - 1 < end:
            return i
    return end - 1


def bioes(spans: list[Span], length: int) -> list[str]:
    tags = ["O"] * length
    for start, end, kind in spans:
        if any(t != "O" for t in tags[start:end]):
            continue
        if end - start == 1:
            tags[start] = f"S-{kind}"
        else:
            tags[start:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - start - 2), f"E-{kind}"]
    return tags


def spans_of(tags: list[str]) -> list[Span]:
    """Spans of a well-formed or broken BIOES row; broken pieces are dropped."""
    out: list[Span] = []
    start, kind = -1, ""
    for i, tag in enumerate(tags):
        mark, _, name = tag.partition("-")
        if mark == "S":
            out.append((i, i + 1, name))
            start = -1
        elif mark == "B":
            start, kind = i, name
        elif mark == "E" and start >= 0 and name == kind:
            out.append((start, i + 1, kind))
            start = -1
        elif mark != "I" or name != kind:
            start = -1
    return out


def flat(spans: list[Span]) -> list[Span]:
    """Longest first, no overlap."""
    taken: set[int] = set()
    out: list[Span] = []
    for span in sorted(set(spans), key=lambda s: (s[0] - s[1], s[0])):
        cover = range(span[0], span[1])
        if not taken.intersection(cover):
            taken.update(cover)
            out.append(span)
    return sorted(out)


def _name_run(sentence: Sentence, entity: Entity, kind: str) -> Span | None:
    words, upos = sentence.words, sentence.upos
    head = head_of(sentence, entity.start, entity.end)
    if upos[head] != "PROPN" or not (words[head][:1].isupper() or words[head][:1].isdigit()):
        return None
    link = LINK_PERSON if kind == "person" else INSIDE_NAME

    def solid(i: int) -> bool:
        if upos[i] == "PROPN":
            return True
        if kind == "person":
            return False
        return words[i][:1].isupper() and upos[i] in ("ADJ", "NOUN", "NUM", "VERB") and not (is_demonym(words[i]) and i == entity.start)

    def grow(step: int, limit: int) -> int:
        i = edge = head
        while i != limit:
            i += step
            if solid(i):
                edge = i
            elif words[i].lower() not in link:
                break
        return edge

    start, end = grow(-1, entity.start), grow(1, entity.end - 1) + 1
    if kind == "person":
        while start < end and (is_title(words[start]) or is_demonym(words[start])):
            start += 1
        while start < end and upos[start] != "PROPN":
            start += 1
    elif kind == "place" or kind == "organisation":
        while start < end and words[start].lower() in ("the", "a", "an"):
            start += 1
    return as_place((start, end, kind), words) if start < end else None


def as_place(span: Span, words: list[str]) -> Span:
    """A country is a place in `names`, also where it acts."""
    start, end, kind = span
    return (start, end, "place") if kind == "organisation" and " ".join(words[start:end]).lower() in word_list("countries") else span


def names_of(sentence: Sentence) -> list[Span]:
    out: list[Span] = []
    for entity in sentence.entities:
        kind = KIND.get(entity.kind)
        if kind == "time":
            end = _trim(sentence, entity)
            if sentence.upos[head_of(sentence, entity.start, end)] != "PRON":
                out.append((entity.start, end, kind))
        elif kind:
            run = _name_run(sentence, entity, kind)
            if run:
                out.append(run)
    covered = flat(out)
    for i, word in enumerate(sentence.words):
        if is_demonym(word) and sentence.upos[i] in ("ADJ", "PROPN", "NOUN"):
            owner = [s for s in covered if s[0] <= i < s[1]]
            if not owner:
                covered.append((i, i + 1, "nationality"))
            elif owner[0][1] - owner[0][0] == 1 and owner[0][2] == "person":
                covered.remove(owner[0])
                covered.append((i, i + 1, "nationality"))
    return sorted(covered)


CUT = ("acl", "appos", "parataxis", "advcl", "list", "dep")


def _trim(sentence: Sentence, entity: Entity) -> int:
    """End of the span without relative clauses, appositions and prepositional phrases other than `of`."""
    head = head_of(sentence, entity.start, entity.end)
    end = entity.end
    for i in range(head + 1, entity.end):
        if sentence.head[i] - 1 != head:
            continue
        rel = sentence.deprel[i]
        first = i
        while first > head + 1 and _under(sentence, first - 1, i):
            first -= 1
        of = any(sentence.head[k] - 1 == i and sentence.words[k].lower() in ("of", "'s") for k in range(first, i))
        if rel.split(":")[0] in CUT or (rel.split(":")[0] in ("nmod", "obl", "advmod") and not of and rel != "nmod:poss" and rel != "nmod:desc"):
            end = min(end, first)
    while end > head + 1 and (sentence.upos[end - 1] == "PUNCT" and sentence.words[end - 1] not in (".", '"', "”", "’")):
        end -= 1
    return max(end, head + 1)


def _under(sentence: Sentence, word: int, ancestor: int) -> bool:
    for _ in range(60):
        if word == ancestor:
            return True
        if sentence.head[word] == 0:
            return False
        word = sentence.head[word] - 1
    return False


def mentions_of(sentence: Sentence) -> list[Span]:
    out: list[Span] = []
    actors = [e for e in sentence.entities if KIND.get(e.kind) in ("person", "organisation", "place")]
    for entity in actors:
        head = head_of(sentence, entity.start, entity.end)
        inner = [e for e in actors if e is not entity and entity.start <= e.start and e.end <= entity.end]
        conjuncts = [i for i in range(entity.start, entity.end) if sentence.head[i] - 1 == head and sentence.deprel[i] == "conj"]
        if any(head_of(sentence, e.start, e.end) in conjuncts for e in inner):
            continue
        out.append((entity.start, _trim(sentence, entity), mention_kind(sentence, entity, head)))
    return flat(out)


def mention_kind(sentence: Sentence, entity: Entity, head: int) -> str:
    kind = KIND[entity.kind]
    upos, word = sentence.upos[head], sentence.words[head].lower()
    if kind == "place":
        return "place"
    if kind == "organisation":
        return "organisation" if upos == "PROPN" else "group"
    plural = sentence.feats[head].get("Number") == "Plur"
    if upos == "NOUN" and (plural or word in COLLECTIVE):
        return "group"
    if upos == "PROPN" and sentence.xpos[head] == "NNPS":
        return "group"
    if upos in ("PRON", "DET", "NUM", "ADJ") and plural:
        return "group"
    return "person"
