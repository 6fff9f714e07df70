"""Training examples and padded batches."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import torch
from torch import Tensor

from conllu import Sentence
from labels import Labels, lemma_script
from re3d import UNKNOWN, SpanSentence
from spans import Span, bioes, mentions_of, names_of, spans_of
from swap import swap_spans, swap_states
from weak import weak_spans
from wordpiece import WordPiece

IGNORE = -100
NO_ACTOR_NAME = -200
MAX_PIECES = 250


@dataclass
class Example:
    """One run of words with the targets that are known; an empty list means unknown."""

    words: list[str]
    upos: list[int] = field(default_factory=list)
    xpos: list[int] = field(default_factory=list)
    feats: list[list[int]] = field(default_factory=list)
    lemma: list[int] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    deprel: list[int] = field(default_factory=list)
    names: list[int] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    second: bool = False
    document: str = ""
    genre: str = ""
    pooled: Tensor | None = None
    spans: list[Span] = field(default_factory=list)


class Indexer:
    def __init__(self, labels: Labels) -> None:
        self.labels = labels
        self.of = {name: {v: i for i, v in enumerate(getattr(labels, name))} for name in ("upos", "xpos", "deprel", "lemma", "names", "mentions")}
        self.feats = [(g["name"], {v: i for i, v in enumerate(g["values"])}) for g in labels.feats]

    def sentence(self, s: Sentence) -> Example:
        """A treebank sentence; GUM has entity layers, EWT knows only where no name can be."""
        n = len(s.words)
        tags = self.of
        gum = s.document.startswith("GUM_")
        spans = names_of(s) if gum else weak_spans(s)
        return Example(
            words=s.words,
            upos=[tags["upos"].get(u, IGNORE) for u in s.upos],
            xpos=[tags["xpos"].get(x, IGNORE) for x in s.xpos],
            feats=[[values.get(f.get(name, "_"), IGNORE) for name, values in self.feats] for f in s.feats],
            lemma=[tags["lemma"].get(lemma_script(w, lem, u), IGNORE) if lem != "_" else IGNORE for w, lem, u in zip(s.words, s.lemma, s.upos, strict=True)],
            head=s.head,
            deprel=[tags["deprel"].get(d, IGNORE) for d in s.deprel],
            names=[tags["names"][t] for t in bioes(spans, n)] if gum else self._weak(s, spans),
            mentions=[tags["mentions"][t] for t in bioes(mentions_of(s), n)] if gum else [],
            sent=[0] * (n - 1) + [1],
            document=s.document,
            genre=s.genre,
            spans=spans,
        )

    def _weak(self, s: Sentence, spans: list[Span]) -> list[int]:
        row = [_unknown(s, i) for i in range(len(s.words))]
        for i, tag in enumerate(bioes(spans, len(row))):
            if tag != "O":
                row[i] = self.of["names"][tag]
        return row

    def spans(self, s: SpanSentence) -> Example:
        return Example(
            words=s.words,
            names=[IGNORE if t == UNKNOWN else self.of["names"][t] for t in s.names],
            mentions=[self.of["mentions"][t] for t in s.mentions],
            second=True,
            document=s.document,
            genre="re3d",
            spans=spans_of(s.names),
        )


def _unknown(s: Sentence, i: int) -> int:
    near = any(s.upos[k] == "PROPN" for k in range(max(0, i - 1), min(len(s.words), i + 2)))
    return IGNORE if near else NO_ACTOR_NAME


def joined(examples: list[Example]) -> Example:
    """Neighbouring sentences in one run: everything but the parse is trained on it."""
    out = Example(words=[], document=examples[0].document, genre=examples[0].genre, second=examples[0].second)
    for name in ("words", "upos", "xpos", "feats", "lemma", "names", "mentions", "sent"):
        rows = [getattr(e, name) for e in examples]
        if all(rows):
            setattr(out, name, [x for row in rows for x in row])
    return out


def chunks(examples: list[Example], rng: random.Random, share: float) -> list[Example]:
    """Some runs of two to four neighbouring sentences of a document, for the sentence-end head."""
    out: list[Example] = []
    i = 0
    while i < len(examples) - 1:
        size = rng.randint(2, 4)
        group = [e for e in examples[i : i + size] if e.document == examples[i].document]
        if rng.random() < share / size * 2 and len(group) > 1 and sum(len(e.words) for e in group) <= 90:
            out.append(joined(group))
        i += size
    return out


def varied(e: Example, rng: random.Random) -> Example:
    """Other names, lower case, capitals, headline case, or no final punctuation, now and then."""
    if e.head and rng.random() < 0.3:
        words = swap_states(swap_spans(e.words, e.spans, rng), rng)
        if words != e.words:
            e = Example(**{**e.__dict__, "words": words, "lemma": [], "pooled": None})
    r = rng.random()
    words = e.words
    if r < 0.03:
        words = [w.lower() for w in words]
    elif r < 0.05:
        words = [w.upper() for w in words]
    elif r < 0.08:
        words = [w[:1].upper() + w[1:] for w in words]
    elif r < 0.14 and e.head and len(words) > 3 and words[-1] in ".?!" and len(words) not in e.head:
        cut = {k: getattr(e, k)[:-1] for k in ("upos", "xpos", "feats", "lemma", "head", "deprel", "names", "mentions")}
        return Example(words=words[:-1], sent=e.sent[:-2] + [1], second=e.second, document=e.document, genre=e.genre, pooled=e.pooled, **cut)
    if words is e.words:
        return e
    return Example(**{**e.__dict__, "words": words})


def batches(examples: list[Example], wordpiece: WordPiece, pieces: int, rng: random.Random | None) -> list[list[Example]]:
    """Groups of like length whose padded size stays under `pieces`; shuffled when `rng` is given."""
    sized = [(sum(len(wordpiece.encode(w)[0]) for w in e.words) + 2, k) for k, e in enumerate(examples)]
    if rng:
        sized = [(n + rng.uniform(-2, 2), k) for n, k in sized]
    sized.sort()
    out: list[list[Example]] = []
    group: list[Example] = []
    for n, k in sized:
        if n > MAX_PIECES:
            continue
        if group and (len(group) + 1) * (n + 2) > pieces:
            out.append(group)
            group = []
        group.append(examples[k])
    if group:
        out.append(group)
    if rng:
        rng.shuffle(out)
    return out


def collate(group: list[Example], wordpiece: WordPiece, feature_groups: int) -> dict[str, Tensor]:
    runs = [wordpiece.run(e.words) for e in group]
    b, p, w = len(group), max(len(r[0]) for r in runs), max(len(e.words) for e in group)
    batch: dict[str, Tensor] = {
        "ids": torch.zeros(b, p, dtype=torch.long),
        "shapes": torch.zeros(b, p, dtype=torch.long),
        "marks": torch.zeros(b, p, dtype=torch.long),
        "index": torch.zeros(b, w, dtype=torch.long),
        "second": torch.tensor([float(e.second) for e in group]),
        "feats": torch.full((b, w, feature_groups), IGNORE),
        "word_mask": torch.zeros(b, w, dtype=torch.bool),
    }
    flat_fields = ("upos", "xpos", "lemma", "head", "deprel", "names", "mentions", "sent")
    for name in flat_fields:
        batch[name] = torch.full((b, w), IGNORE)
    for k, (e, (ids, shapes, index)) in enumerate(zip(group, runs, strict=True)):
        batch["ids"][k, : len(ids)] = torch.tensor(ids)
        batch["shapes"][k, : len(ids)] = torch.tensor(shapes)
        batch["index"][k, : len(index)] = torch.tensor(index)
        batch["word_mask"][k, : len(index)] = True
        for name in flat_fields:
            row = getattr(e, name)
            if row:
                batch[name][k, : len(row)] = torch.tensor(row)
        if e.feats:
            batch["feats"][k, : len(e.feats)] = torch.tensor(e.feats)
    have = [k for k, e in enumerate(group) if e.pooled is not None]
    batch["pooled_rows"] = torch.tensor(have, dtype=torch.long)
    if have:
        batch["pooled"] = torch.stack([group[k].pooled for k in have])  # type: ignore[misc]
    return batch
