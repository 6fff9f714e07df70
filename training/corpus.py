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
REPORT_SENTENCES = 4

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
    chains: dict[str, set[str]] = field(default_factory=dict)


@dataclass
class CodedSentence:
    """A sentence with its events; `chains` names for each party whom it means, in this item."""

    words: list[str]
    item: str
    batch: str
    events: list[CodedEvent]
    parties: list[Range]
    chains: list[set[str]] = field(default_factory=list)
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
    chains = _chains(item)
    out = [_sentence(item, text, words, spans, chains, begin, end) for begin, end in item["sentences"]]
    return [s for s in out if s.words]


def _chains(item: dict) -> dict[str, set[str]]:
    """Whom a phrase means, by the phrase's label: the first mention of its chain, and those of its members."""
    chains: dict[str, str] = {s["label"]: s["label"] for s in item["spans"]}

    def first(label: str) -> str:
        while chains.get(label, label) != label:
            label = chains[label]
        return label

    for reference in item["references"]:
        one, other = first(reference["phrase"]), first(reference["antecedent"])
        chains[one] = other
    members = {first(each["phrase"]): {first(label) for label in each["members"]} for each in item["sets"]}
    return {label: {first(label)} | members.get(first(label), set()) for label in chains}


def reports(sentences: list[CodedSentence]) -> tuple[list[list[CodedSentence]], list[CodedSentence]]:
    """Whole reports, each with its sentences in order, and the sentences that stand alone or nearly."""
    items: dict[str, list[CodedSentence]] = {}
    for s in sentences:
        items.setdefault(s.item, []).append(s)
    whole = [group for group in items.values() if len(group) >= REPORT_SENTENCES]
    return whole, [s for group in items.values() if len(group) < REPORT_SENTENCES for s in group]


def _sentence(item: dict, text: str, words: list[Range], spans: dict, chains: dict[str, set[str]], begin: int, end: int) -> CodedSentence:
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
        meant = {role: {c for label in e[f"{role}s"] for c in chains.get(label, ())} for role in ("source", "target")}
        events.append(CodedEvent(trigger, e["type"], e["status"], claim["how"], modes, e["contexts"], roles, meant))
    parties = [(r, chains[label]) for r, label in ((here(label), label) for label, s in spans.items() if s[2] == "party") if r]
    words_here = [text[a:b] for a, b in words[begin:end]]
    return CodedSentence(words_here, item["id"], item["batch"], events, [r for r, _ in parties], [c for _, c in parties])


def head_word(heads: list[int], span: Range) -> int:
    """The word of the span that hangs on a word outside it."""
    for i in range(*span):
        if not span[0] <= heads[i] - 1 < span[1]:
            return i
    return span[1] - 1
