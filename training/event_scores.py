"""Scores of the event heads on the held-out batches, and of the marked pass on a file with marked parties."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import numpy as np
import torch

from corpus import ROLES, STATUSES, CodedSentence, EventLabels, head_word
from event_data import EventIndex, Marked, grouped, marked_batch, marked_examples, shared_batch
from event_model import EventModel
from re3d import tokens
from wordpiece import WordPiece



def macro_f1(gold: list[str], found: list[str]) -> float:
    kinds = sorted(set(gold))
    scores = []
    for k in kinds:
        hit = sum(g == f == k for g, f in zip(gold, found, strict=True))
        both = gold.count(k) + found.count(k)
        scores.append(2 * hit / both if both else 0.0)
    return sum(scores) / max(len(scores), 1)


def _f1(c: Counter, key: str) -> float:
    both = c[f"{key}.gold"] + c[f"{key}.found"]
    return 2 * c[f"{key}.hit"] / both if both else 0.0


@torch.no_grad()
def score_events(model: EventModel, sentences: list[CodedSentence], wordpiece: WordPiece, index: EventIndex) -> dict[str, float]:
    model.eval()
    c: Counter = Counter()
    gold_types, found_types = [], []
    for group in grouped(sentences, lambda s: len(s.words), 2500, None):
        batch = shared_batch(group, wordpiece, index, None)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            stack = model.encode(batch)[0]
        stack = stack.float()
        (trigger, status, claim, mode, _), x = model.event_words(stack[:, :, 1:])
        roles = model.role_scores(x)
        known = batch["trigger"] >= 0
        gold, found = batch["trigger"][known], trigger.argmax(-1)[known]
        c["span.gold"] += int((gold > 0).sum())
        c["span.found"] += int((found > 0).sum())
        c["span.hit"] += int(((gold > 0) & (found > 0)).sum())
        c["typed.hit"] += int(((gold > 0) & (found == gold)).sum())
        for row, (k, at) in enumerate(batch["event_at"].tolist()):
            c["events"] += 1
            c["status"] += int(status[k, at].argmax() == batch["status"][row])
            if batch["status"][row] != 0:
                c["status.rare.n"] += 1
                c["status.rare"] += int(status[k, at].argmax() == batch["status"][row])
            c["claim"] += int(claim[k, at].argmax() == batch["claim"][row])
            gold_types.append(index.labels.types[int(batch["type"][row])])
            found_types.append(index.labels.types[1 + int(trigger[k, at, 1:].argmax())])
            own = batch["mode"][row] >= 0
            guess = mode[k, at][own] > 0
            right = batch["mode"][row][own] > 0
            c["mode.gold"] += int(right.sum())
            c["mode.found"] += int(guess.sum())
            c["mode.hit"] += int((guess & right).sum())
            for w, label in enumerate(batch["role"][row].tolist()):
                if label >= 0:
                    best = int(roles[k, at, w].argmax())
                    c[f"{ROLES[label]}.gold"] += 1
                    c[f"{ROLES[best]}.found"] += 1
                    c[f"{ROLES[best]}.hit"] += best == label
    c["typed.gold"], c["typed.found"] = c["span.gold"], c["span.found"]
    marked = [m for s in sentences for m in marked_examples(s, None)]
    pair_gold, pair_found, pair_status = [], [], 0
    for group in grouped(marked, lambda m: len(m.sentence.words), 2500, None):
        batch = marked_batch(group, wordpiece, index, None)
        pair, _, pair_stat, _ = pair_outputs(model, batch)
        pair_gold += [index.labels.types[t] for t in batch["type"].tolist()]
        pair_found += [index.labels.types[1 + t] for t in pair[:, 1:].argmax(-1).tolist()]
        pair_status += int((pair_stat.argmax(-1) == batch["status"]).sum())
    return {
        "trigger.p": c["span.hit"] / max(c["span.found"], 1), "trigger.r": c["span.hit"] / max(c["span.gold"], 1),
        "trigger.f1": _f1(c, "span"), "trigger.typed": _f1(c, "typed"), "type.macro": macro_f1(gold_types, found_types),
        "status": c["status"] / max(c["events"], 1), "status.not-actual": c["status.rare"] / max(c["status.rare.n"], 1),
        "claim": c["claim"] / max(c["events"], 1), "mode": _f1(c, "mode"),
        **{f"role.{r}": _f1(c, r) for r in ROLES[1:]},
        "pair.macro": macro_f1(pair_gold, pair_found), "pair.status": pair_status / max(len(marked), 1),
        "pair.accuracy": float(np.mean([g == f for g, f in zip(pair_gold, pair_found, strict=True)])) if marked else 0.0,
    }  # fmt: skip


@torch.no_grad()
def pair_outputs(model: EventModel, batch: dict) -> list[torch.Tensor]:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        _, last = model.encode(batch)
    last, ids = last.float(), batch["ids"]
    inner = ((ids != 0) & (ids != 101) & (ids != 102)).to(last.dtype)
    return model.pair_scores(model.pair_state(last, batch["marks"], inner))


def score_graph(run, labels: EventLabels, sentences: list[CodedSentence]) -> dict[str, float]:
    """The main figures from an exported graph, one sentence a run."""
    c: Counter = Counter()
    gold_types, found_types = [], []
    for s in sentences:
        out = run(s.words)
        gold = {head_word(s.heads, e.trigger): e for e in reversed(s.events)}
        found = out["trigger"].argmax(1)
        c["typed.gold"] += len(gold)
        c["typed.found"] += int((found > 0).sum())
        for at, event in gold.items():
            c["typed.hit"] += labels.types[found[at]] == event.kind
            c["status"] += labels.statuses[out["status"][at].argmax()] == event.status
            right = {(head_word(s.heads, span), role) for role in labels.roles[1:] for span in event.roles[role]}
            guess = {(w, labels.roles[k]) for w, k in enumerate(out["role"][at].argmax(1)) if k}
            c["role.gold"] += len({w for w, _ in right})
            c["role.found"] += len(guess)
            c["role.hit"] += len(right & guess)
        for m in marked_examples(s, None):
            scores = run(s.words, m.marks)["pair"]
            gold_types.append(m.event.kind)
            found_types.append(labels.types[1 + int(scores[1:].argmax())])
    return {"trigger.typed": _f1(c, "typed"), "status": c["status"] / max(c["typed.gold"], 1), "role": _f1(c, "role"), "pair.macro": macro_f1(gold_types, found_types)}


_MARK = re.compile(r"</?[st]>")


def marked_rows(path: Path) -> list[tuple[Marked, str, str]]:
    """Rows of a file with `<s>` and `<t>` marks: the marked sentence, its type and the plain text."""
    out = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            text, spans, opened, at = "", [], {}, 0
            for m in _MARK.finditer(row["marked"]):
                text += row["marked"][at : m.start()]
                at = m.end()
                kind = m.group()[-2]
                if m.group()[1] == "/":
                    if kind in opened:
                        spans.append((opened.pop(kind), len(text), 1 if kind == "s" else 2))
                else:
                    opened[kind] = len(text)
            text += row["marked"][at:]
            words = tokens(text)
            marks = []
            for start, end, mark in spans:
                inside = [i for i, (a, b) in enumerate(words) if a < end and b > start]
                if inside:
                    marks.append(((inside[0], inside[-1] + 1), mark))
            sentence = CodedSentence([text[a:b] for a, b in words], row["id"], "", [], [])
            out.append((Marked(sentence, marks, None), row["type"], text))
    return out


def label_2021(kind: str, status: str, modes: list[str], text: str) -> str:
    """The 2021 table, roughly; the coder has the whole mapping."""
    low = text.lower()
    if kind == "CONCEDE" and any(w in low for w in ("apolog", "regret", "sorry")):
        return "SUPPORT"
    if kind == "CONCEDE" and status == "planned":
        return "AGREE"
    if kind in ("CONCEDE", "RETREAT"):
        return "YIELD"
    if kind == "SANCTION" and "SANCTION/convict" in modes:
        return "ACCUSE"
    if kind == "SANCTION" and ("sanction" in low or "embargo" in low):
        return "COERCE"
    return kind


def score_marked_file(model: EventModel, path: Path, wordpiece: WordPiece, index: EventIndex) -> dict[str, float]:
    """Measured only: nothing is chosen by it."""
    model.eval()
    rows = marked_rows(path)
    gold, found = [], []
    texts = {id(m): (kind, text) for m, kind, text in rows}
    for group in grouped([m for m, _, _ in rows], lambda m: len(m.sentence.words), 2500, None):
        pair, mode, status, _ = pair_outputs(model, marked_batch(group, wordpiece, index, None))
        for k, m in enumerate(group):
            kind = index.labels.types[1 + int(pair[k, 1:].argmax())]
            modes = [index.labels.modes[i] for i in (mode[k] > 0).nonzero().flatten().tolist()]
            label, text = texts[id(m)]
            gold.append(label)
            found.append(label_2021(kind, STATUSES[int(status[k].argmax())], modes, text))
    return {"macro": macro_f1(gold, found), "accuracy": sum(g == f for g, f in zip(gold, found, strict=True)) / len(gold)}


