"""re3d documents (text with character spans) to sentences with span layers only."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from spans import COLLECTIVE, Span, as_place, bioes, flat, is_demonym, is_title

TRAIN_DOCUMENTS = 40
MIN_CONFIDENCE = 0.8
UNKNOWN = "?"

_TOKEN = re.compile(
    r"""https?://\S+ | (?:[A-Z]\.){2,} | (?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sen|Rep|St|No|vs|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Jr|Sgt|Maj|Gov)\.
    | \d+(?:[.,:]\d+)* | (?:'|’)(?:s|S|re|ve|ll|d|m)\b | \w+(?=n['’]t\b) | n['’]t\b | [^\W_]+(?:['’](?!s\b|S\b|re\b|ve\b|ll\b|d\b|m\b)[^\W_]+)* | \.\.\. | -- | \S""",
    re.X,
)
_END = {".", "!", "?"}


@dataclass
class SpanSentence:
    words: list[str]
    names: list[str]
    mentions: list[str]
    document: str


def is_training_document(ids: list[str], document: str) -> bool:
    """The 40 documents with the smallest hash of their id train; the others only measure."""
    order = sorted(ids, key=lambda i: hashlib.sha256(i.encode()).hexdigest())
    return document in order[:TRAIN_DOCUMENTS]


def tokens(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in _TOKEN.finditer(text)]


def sentences(text: str) -> list[list[tuple[int, int]]]:
    out: list[list[tuple[int, int]]] = [[]]
    spans = tokens(text)
    for k, (start, end) in enumerate(spans):
        out[-1].append((start, end))
        after = text[end : spans[k + 1][0]] if k + 1 < len(spans) else "\n\n"
        nxt = text[spans[k + 1][0] :][:1] if k + 1 < len(spans) else ""
        closes = text[start:end] in _END or (text[start:end] in "\"”’)" and k and text[spans[k - 1][0] : spans[k - 1][1]] in _END)
        if "\n" in after or (closes and after and (nxt.isupper() or nxt in "\"“‘'(")):
            out.append([])
    return [s for s in out if s]


def read_re3d(path: Path, training: bool) -> list[SpanSentence]:
    documents = json.loads(path.read_text(encoding="utf-8"))
    ids = [d["id"] for d in documents]
    out: list[SpanSentence] = []
    for document in documents:
        if is_training_document(ids, document["id"]) == training:
            out.extend(_read(document))
    return out


def gold_spans(document: dict) -> list[tuple[int, int, str]]:
    """Character spans with confidence, of the three kinds that are scored."""
    return [
        (e["begin"], e["end"], {"Person": "person", "Organisation": "organisation", "Location": "place", "Temporal": "time"}[e["type"]])
        for e in document["entities"]
        if e["confidence"] >= MIN_CONFIDENCE and e["type"] in ("Person", "Organisation", "Location", "Temporal")
    ]


def _read(document: dict) -> list[SpanSentence]:
    text = document["text"]
    gold = gold_spans(document)
    out: list[SpanSentence] = []
    for sentence in sentences(text):
        words = [text[a:b] for a, b in sentence]
        mentions: list[Span] = []
        names: list[Span] = []
        for begin, end, kind in gold:
            inside = [i for i, (a, b) in enumerate(sentence) if a < end and b > begin]
            if not inside or begin < sentence[0][0] or end > sentence[-1][1]:
                continue
            span = (inside[0], inside[-1] + 1)
            if kind == "time":
                names.append((*span, "time"))
                continue
            mentions.append((*span, _mention_kind(words, span, kind)))
            name = _name(words, span, kind)
            if name:
                names.append(name)
        covered = flat(names)
        for i, word in enumerate(words):
            if is_demonym(word) and not any(s <= i < e for s, e, _ in covered):
                covered.append((i, i + 1, "nationality"))
        tags = bioes(covered, len(words))
        unsure = [i for i, w in enumerate(words) if tags[i] == "O" and w[:1].isupper()]
        for i in unsure:
            tags[i] = UNKNOWN
        out.append(SpanSentence(words, tags, bioes(flat(mentions), len(words)), document["id"]))
    return out


_PREPOSITION = {"of", "in", "for", "from", "to", "on", "with", "at", "by"}


def _head(words: list[str], span: tuple[int, int]) -> int:
    for i in range(span[0] + 1, span[1]):
        if words[i].lower() in _PREPOSITION:
            return i - 1
    return span[1] - 1


def _mention_kind(words: list[str], span: tuple[int, int], kind: str) -> str:
    if kind != "organisation":
        return kind
    head = words[_head(words, span)]
    generic = not head[:1].isupper() or is_demonym(head) or head.lower() in COLLECTIVE | {"we", "they", "our", "us"}
    return "group" if generic else "organisation"


def _name(words: list[str], span: tuple[int, int], kind: str) -> Span | None:
    start, end = span
    while start < end and (not words[start][:1].isupper() or words[start].lower() in ("the", "a", "an", "we", "i", "our", "he", "they", "this")):
        start += 1
    if kind == "person":
        while start < end and (is_title(words[start]) or is_demonym(words[start])):
            start += 1
        if any(w.lower() in ("of", "and", "for") for w in words[start:end]):
            return None
    if start >= end or not words[_head(words, (start, end))][:1].isupper() or not words[end - 1][:1].isupper():
        return None
    if end - start == 1 and is_demonym(words[start]):
        return None
    if kind == "organisation" and is_demonym(words[start]) and not all(w[:1].isupper() for w in words[start:end]):
        return None
    return as_place((start, end, kind), words)
