"""Batches for the event heads."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

import torch
from torch import Tensor

from corpus import CLAIMS, ROLES, STATUSES, CodedEvent, CodedSentence, EventLabels, Range, head_word
from dataset import IGNORE
from swap import swap_spans, swap_states
from wordpiece import HIDDEN, WordPiece

SOURCE, TARGET, PREDICATE = 1, 2, 3


@dataclass
class Marked:
    """One sentence with a source and a target marked, and the event between them (None: there is none)."""

    sentence: CodedSentence
    marks: list[tuple[Range, int]]
    event: CodedEvent | None
    weight: float = 1.0


@dataclass
class EventIndex:
    labels: EventLabels
    types: dict[str, int] = field(init=False)
    modes: dict[str, int] = field(init=False)
    contexts: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.types = {v: i for i, v in enumerate(self.labels.types)}
        self.modes = {v: i for i, v in enumerate(self.labels.modes)}
        self.contexts = {v: i for i, v in enumerate(self.labels.contexts)}

    def mode_row(self, event: CodedEvent) -> list[float]:
        """1, 0, and -1 for modes of other types, which take no part in the loss."""
        own = f"{event.kind}/"
        return [(1.0 if m in event.modes else 0.0) if m.startswith(own) else -1.0 for m in self.labels.modes]

    def context_row(self, event: CodedEvent) -> list[float]:
        return [1.0 if c in event.contexts else 0.0 for c in self.labels.contexts]


def other_words(sentence: CodedSentence, rng: random.Random, keep: set[int]) -> list[str]:
    """The words with names swapped, now and then lower-cased, a few hidden."""
    words = sentence.words
    if rng.random() < 0.6:
        words = swap_states(swap_spans(words, sentence.names, rng), rng)
    r = rng.random()
    if r < 0.03:
        words = [w.lower() for w in words]
    elif r < 0.06:
        words = [w[:1].upper() + w[1:] for w in words]
    if rng.random() < 0.4:
        words = [HIDDEN if i not in keep and rng.random() < 0.06 else w for i, w in enumerate(words)]
    return words


def all_heads(sentence: CodedSentence) -> set[int]:
    return {head_word(sentence.heads, e.trigger) for e in sentence.events}


def marked_examples(sentence: CodedSentence, rng: random.Random | None) -> list[Marked]:
    """With `rng`: one random marking per event and some negatives. Without: all parties marked, no trigger, no negatives."""
    out: list[Marked] = []
    for event in sentence.events:
        sources, targets = event.roles["source"], event.roles["target"]
        if not sources and not targets:
            continue
        if rng and rng.random() < 0.5:
            sources = [rng.choice(sources)] if sources else []
            targets = [rng.choice(targets)] if targets else []
            if len(event.roles["source"]) > 1 and not targets:
                first, second = rng.sample(event.roles["source"], 2)
                sources, targets = [first], [second]
        elif len(sources) > 1 and not targets:
            sources, targets = sources[:1], sources[1:]
        marks = [(s, SOURCE) for s in sources] + [(t, TARGET) for t in targets]
        if rng and rng.random() < 0.33:
            marks.append((event.trigger, PREDICATE))
        out.append(Marked(sentence, marks, event))
        if rng and sources and event.roles["target"] and rng.random() < 0.1:
            swapped = [(s, TARGET) for s in sources] + [(t, SOURCE) for t in targets]
            out.append(Marked(sentence, swapped, None, 0.3))
    if rng and len(sentence.parties) > 1 and rng.random() < 0.5:
        one, two = rng.sample(sentence.parties, 2)
        together = any({one, two} <= {*e.roles["source"], *e.roles["target"]} for e in sentence.events)
        if not together and (one[1] <= two[0] or two[1] <= one[0]):
            out.append(Marked(sentence, [(one, SOURCE), (two, TARGET)], None, 0.7))
    return out


def _runs(rows: list[list[str]], wordpiece: WordPiece) -> tuple[dict[str, Tensor], list[list[int]], list[int]]:
    runs = [wordpiece.run(words) for words in rows]
    b, p, w = len(rows), max(len(r[0]) for r in runs), max(len(r[2]) for r in runs)
    batch = {
        "ids": torch.zeros(b, p, dtype=torch.long),
        "shapes": torch.zeros(b, p, dtype=torch.long),
        "marks": torch.zeros(b, p, dtype=torch.long),
        "index": torch.zeros(b, w, dtype=torch.long),
        "word_mask": torch.zeros(b, w, dtype=torch.bool),
    }
    for k, (ids, shapes, index) in enumerate(runs):
        batch["ids"][k, : len(ids)] = torch.tensor(ids)
        batch["shapes"][k, : len(ids)] = torch.tensor(shapes)
        batch["index"][k, : len(index)] = torch.tensor(index)
        batch["word_mask"][k, : len(index)] = True
    return batch, [r[2] for r in runs], [len(r[0]) for r in runs]


def _rows(rows: list[list[float]], width: int) -> Tensor:
    return torch.tensor(rows) if rows else torch.zeros(0, width)


def shared_batch(group: list[CodedSentence], wordpiece: WordPiece, index: EventIndex, rng: random.Random | None) -> dict[str, Tensor]:
    rows = [other_words(s, rng, all_heads(s)) if rng else s.words for s in group]
    batch, _, _ = _runs(rows, wordpiece)
    b, w = batch["word_mask"].shape
    batch["trigger"] = torch.full((b, w), IGNORE)
    events, roles = [], []
    for k, s in enumerate(group):
        batch["trigger"][k, : len(s.words)] = 0
        for event in reversed(s.events):
            batch["trigger"][k, head_word(s.heads, event.trigger)] = index.types[event.kind]
        seen: set[int] = set()
        for event in s.events:
            at = head_word(s.heads, event.trigger)
            if at in seen:
                continue
            seen.add(at)
            events.append((k, at, event))
            row = torch.full((w,), IGNORE)
            row[: len(s.words)] = 0
            for name in reversed(ROLES[1:]):
                for span in event.roles[name]:
                    row[head_word(s.heads, span)] = ROLES.index(name)
            roles.append(row)
    batch["event_at"] = torch.tensor([(k, at) for k, at, _ in events], dtype=torch.long).reshape(-1, 2)
    batch["type"] = torch.tensor([index.types[e.kind] for _, _, e in events], dtype=torch.long)
    batch["status"] = torch.tensor([STATUSES.index(e.status) for _, _, e in events], dtype=torch.long)
    batch["claim"] = torch.tensor([CLAIMS.index(e.claim) for _, _, e in events], dtype=torch.long)
    batch["mode"] = _rows([index.mode_row(e) for _, _, e in events], len(index.modes))
    batch["context"] = _rows([index.context_row(e) for _, _, e in events], len(index.contexts))
    batch["role"] = torch.stack(roles) if roles else torch.zeros(0, w, dtype=torch.long)
    return batch


def marked_batch(group: list[Marked], wordpiece: WordPiece, index: EventIndex, rng: random.Random | None) -> dict[str, Tensor]:
    rows = [other_words(m.sentence, rng, all_heads(m.sentence)) if rng else m.sentence.words for m in group]
    batch, starts, lengths = _runs(rows, wordpiece)
    for k, m in enumerate(group):
        edges = [*starts[k], lengths[k] - 1]
        for (start, end), mark in m.marks:
            batch["marks"][k, edges[start] : edges[end]] = mark
    known = [m.event for m in group if m.event]
    batch["type"] = torch.tensor([index.types[m.event.kind] if m.event else 0 for m in group])
    batch["weight"] = torch.tensor([m.weight for m in group])
    batch["has_event"] = torch.tensor([m.event is not None for m in group])
    batch["status"] = torch.tensor([STATUSES.index(e.status) for e in known], dtype=torch.long)
    batch["mode"] = _rows([index.mode_row(e) for e in known], len(index.modes))
    batch["context"] = _rows([index.context_row(e) for e in known], len(index.contexts))
    return batch


def type_weights(sentences: list[CodedSentence], labels: EventLabels) -> Tensor:
    """Rarer types weigh more, by the square root; `none` weighs 1."""
    counts = Counter(e.kind for s in sentences for e in s.events)
    mean = sum(counts.values()) / (len(labels.types) - 1)
    return torch.tensor([1.0] + [min(2.0, (mean / max(counts[t], 1)) ** 0.5) for t in labels.types[1:]])


def grouped(items: list, size_of, budget: int, rng: random.Random | None) -> list[list]:
    order = sorted(range(len(items)), key=lambda i: size_of(items[i]) + (rng.uniform(-2, 2) if rng else 0))
    out: list[list] = []
    group: list = []
    for i in order:
        if group and (len(group) + 1) * (size_of(items[i]) * 1.25 + 6) > budget:
            out.append(group)
            group = []
        group.append(items[i])
    if group:
        out.append(group)
    if rng:
        rng.shuffle(out)
    return out
