"""Coded items (JSONL of `node dist/scripts/corpus-to-jsonl.js`) to coded sentences over words."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

ROLES = ("none", "source", "target", "object", "place", "time", "speaker")
STATUSES = ("actual", "planned", "threatened", "alleged", "denied", "negated", "hypothetical", "historical")
CLAIMS = ("stated", "reported", "quoted")
HELD_OUT_SHARE = 0.06

Range = tuple[int, int]


@dataclass
class EventLabels:
    types: list[str]
    modes: list[str]
    contexts: list[str]
    statuses: list[str] = field(default_factory=lambda: list(STATUSES))
    claims: list[str] = field(default_factory=lambda: list(CLAIMS))
    roles: list[str] = field(default_factory=lambda: list(ROLES))


def event_labels(ontology: Path) -> EventLabels:
    plover = json.loads(ontology.read_text(encoding="utf-8"))
    types = [t["code"] for t in plover["types"]]
    modes = [f"{t['code']}/{m['code']}" for t in plover["types"] for m in t["modes"]]
    return EventLabels(types=["none", *types], modes=modes, contexts=[c["code"] for c in plover["contexts"]])


@dataclass
class CodedEvent:
    trigger: Range
    kind: str
    status: str
    claim: str
    modes: list[str]
    contexts: list[str]
    roles: dict[str, list[Range]]


@dataclass
class CodedSentence:
    words: list[str]
    item: str
    batch: str
    events: list[CodedEvent]
    parties: list[Range]
    heads: list[int] = field(default_factory=list)
    names: list[tuple[int, int, str]] = field(default_factory=list)


def is_held_out(batch: str) -> bool:
    """A fixed sixteenth of the batches measures; pairs of like items never cross batches."""
    return int(hashlib.sha256(f"0{batch}".encode()).hexdigest(), 16) % 1000 < 1000 * HELD_OUT_SHARE


def read_corpus(file: Path) -> list[CodedSentence]:
    out: list[CodedSentence] = []
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            out.extend(_item(json.loads(line)))
    return out


def _item(item: dict) -> list[CodedSentence]:
    text = item["text"]
    words = [(a, b) for a, b in item["words"]]
    spans = {}
    for s in item["spans"]:
        inside = [i for i, (a, b) in enumerate(words) if a < s["end"] and b > s["start"]]
        if inside:
            spans[s["label"]] = (inside[0], inside[-1] + 1, s["kind"])
    out = [_sentence(item, text, words, spans, begin, end) for begin, end in item["sentences"]]
    return [s for s in out if s.words]


def _sentence(item: dict, text: str, words: list[Range], spans: dict, begin: int, end: int) -> CodedSentence:
    def here(label: str | None) -> Range | None:
        if label is None or label not in spans:
            return None
        start, stop, _ = spans[label]
        return (start - begin, stop - begin) if begin <= start and stop <= end else None

    def several(labels: list[str]) -> list[Range]:
        return [r for r in (here(label) for label in labels) if r]

    events = []
    for e in item["events"]:
        trigger = here(e["trigger"])
        if not trigger:
            continue
        claim = e.get("claim") or {"how": "stated", "by": []}
        roles = {
            "source": several(e["sources"]),
            "target": several(e["targets"]),
            "object": several(e["objects"]),
            "place": several((e["place"] or {}).get("labels", [])),
            "time": several((e["time"] or {}).get("labels", [])),
            "speaker": several(claim["by"]),
        }
        modes = [f"{e['type']}/{m}" for m in e["modes"]]
        events.append(CodedEvent(trigger, e["type"], e["status"], claim["how"], modes, e["contexts"], roles))
    parties = [r for r in (here(label) for label, s in spans.items() if s[2] == "party") if r]
    return CodedSentence([text[a:b] for a, b in words[begin:end]], item["id"], item["batch"], events, parties)


def head_word(heads: list[int], span: Range) -> int:
    """The word of the span that hangs on a word outside it."""
    for i in range(*span):
        if not span[0] <= heads[i] - 1 < span[1]:
            return i
    return span[1] - 1
