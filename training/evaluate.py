"""Scores with gold words. A runner turns words into outputs, so that fp32 and int8 are scored alike."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np

import re3d
from conllu import Sentence, read_conllu
from labels import Labels, apply_script
from spans import Span, bioes, mentions_of, names_of, spans_of
from tree import decode

Outputs = dict[str, np.ndarray]
Runner = Callable[[list[str]], Outputs]
UNER = {"PER": "person", "ORG": "organisation", "LOC": "place"}


def f1(counts: Counter, kind: str = "") -> float:
    hit, gold, found = (counts[f"{kind}{k}"] for k in ("hit", "gold", "found"))
    return 2 * hit / (gold + found) if gold + found else 0.0


def viterbi(scores: np.ndarray, names: list[str]) -> list[str]:
    """Best BIOES path."""
    allowed = _transitions(tuple(names))
    log = scores - np.log(np.exp(scores - scores.max(1, keepdims=True)).sum(1, keepdims=True)) - scores.max(1, keepdims=True)
    best = log[0] + np.array([0 if n[0] in "OBS" else -1e4 for n in names])
    back = []
    for row in log[1:]:
        step = best[:, None] + allowed
        back.append(step.argmax(0))
        best = step.max(0) + row
    best = best + np.array([0 if n[0] in "OES" else -1e4 for n in names])
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return [names[k] for k in reversed(path)]


_cache: dict[tuple[str, ...], np.ndarray] = {}


def _transitions(names: tuple[str, ...]) -> np.ndarray:
    if names not in _cache:
        table = np.full((len(names), len(names)), -1e4)
        for i, a in enumerate(names):
            for j, b in enumerate(names):
                opened = a[0] in "BI"
                fits = b[0] in "IE" and a[2:] == b[2:] if opened else b[0] in "OBS"
                if fits:
                    table[i, j] = 0
        _cache[names] = table
    return _cache[names]


def score_treebank(run: Runner, labels: Labels, sentences: list[Sentence]) -> dict[str, float]:
    c: Counter = Counter()
    by_genre: dict[str, Counter] = defaultdict(Counter)
    spans: dict[str, Counter] = {"names": Counter(), "mentions": Counter()}
    root = labels.deprel.index("root")
    for s in sentences:
        out = run(s.words)
        n = len(s.words)
        heads = decode(out["arc"])
        upos = out["upos"].argmax(1)
        xpos = out["xpos"].argmax(1)
        lemma = out["lemma"].argmax(1)
        g = by_genre[s.genre]
        for i in range(n):
            scored = np.flatnonzero(out["labelHead"][i] == heads[i])
            rel_row = out["label"][i, scored[0] if len(scored) else 0].copy()
            rel_row[root] = -1e9
            rel = "root" if heads[i] == 0 else labels.deprel[int(rel_row.argmax())]
            right_head = heads[i] == s.head[i]
            right = right_head and rel.split(":")[0] == s.deprel[i].split(":")[0]
            c["uas"] += right_head
            c["las"] += right
            c["full"] += right_head and rel == s.deprel[i]
            c["upos"] += labels.upos[upos[i]] == s.upos[i]
            c["xpos"] += labels.xpos[xpos[i]] == s.xpos[i]
            c["lemma"] += s.lemma[i] == "_" or apply_script(s.words[i], labels.lemma[lemma[i]]) == s.lemma[i]
            g["las"] += right
        c["n"] += n
        g["n"] += n
        for group in labels.feats:
            name, start, values = group["name"], group["offset"], group["values"]
            guess = out["feats"][:, start : start + len(values)].argmax(1)
            for i in range(n):
                gold = s.feats[i].get(name, "_")
                c[f"f.{name}.hit"] += gold != "_" and values[guess[i]] == gold
                c[f"f.{name}.gold"] += gold != "_"
                c[f"f.{name}.found"] += values[guess[i]] != "_"
        if s.document.startswith("GUM_"):
            for layer, gold_of in (("names", names_of), ("mentions", mentions_of)):
                key = "mentions_first" if layer == "mentions" and "mentions_first" in out else layer
                found = spans_of(viterbi(out[key], getattr(labels, layer)))
                count(spans[layer], spans_of(bioes(gold_of(s), n)), found)
    scores = {k: c[k] / c["n"] for k in ("upos", "xpos", "lemma", "uas", "las", "full")}
    for name in ("Tense", "VerbForm", "Voice", "Number", "Mood", "Person"):
        scores[f"feats.{name}"] = f1(c, f"f.{name}.")
    for layer, counts in spans.items():
        if counts["gold"]:
            scores[layer] = f1(counts)
            for kind in sorted({k.split(".")[0] for k in counts if "." in k}):
                scores[f"{layer}.{kind}"] = f1(counts, f"{kind}.")
    if any(s.document.startswith("GUM_") for s in sentences):
        for genre, g in sorted(by_genre.items()):
            scores[f"las.{genre}"] = g["las"] / g["n"]
    return scores


def count(counts: Counter, gold: list[Span], found: list[Span]) -> None:
    counts["gold"] += len(gold)
    counts["found"] += len(found)
    counts["hit"] += len(set(gold) & set(found))
    for span in gold:
        counts[f"{span[2]}.gold"] += 1
    for span in found:
        counts[f"{span[2]}.found"] += 1
    for span in set(gold) & set(found):
        counts[f"{span[2]}.hit"] += 1


def score_sentence_ends(run: Runner, sentences: list[Sentence], width: int = 4) -> float:
    """F1 of sentence ends in runs of neighbouring sentences of one document; the last end is not counted."""
    c: Counter = Counter()
    for k in range(0, len(sentences) - width, width):
        group = [s for s in sentences[k : k + width] if s.document == sentences[k].document]
        words = [w for s in group for w in s.words]
        if len(group) < 2 or len(words) > 120:
            continue
        ends, at = set(), -1
        for s in group[:-1]:
            at += len(s.words)
            ends.add(at)
        found = {i for i, v in enumerate(run(words)["sent"][:-1]) if v > 0}
        c.update(hit=len(ends & found), gold=len(ends), found=len(found))
    return f1(c)


def read_uner(path: Path) -> list[tuple[list[str], list[Span]]]:
    out = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [r.split("\t") for r in block.split("\n") if r and not r.startswith("#")]
        if not rows:
            continue
        spans: list[Span] = []
        for i, r in enumerate(rows):
            mark, _, kind = r[2].partition("-")
            if mark == "B" and kind in UNER:
                spans.append((i, i + 1, UNER[kind]))
            elif mark == "I" and spans and spans[-1][1] == i:
                spans[-1] = (spans[-1][0], i + 1, spans[-1][2])
        out.append(([r[1] for r in rows], spans))
    return out


def score_uner(run: Runner, labels: Labels, path: Path, limit: int = 0) -> dict[str, float]:
    c: Counter = Counter()
    for words, gold in read_uner(path)[: limit or None]:
        found = [s for s in spans_of(viterbi(run(words)["names"], labels.names)) if s[2] in UNER.values()]
        count(c, gold, found)
    return {"names": f1(c), **{f"names.{k}": f1(c, f"{k}.") for k in UNER.values()}}


def score_re3d(run: Runner, labels: Labels, path: Path) -> dict[str, float]:
    """Exact character spans on the 21 documents that do not train."""
    documents = json.loads(path.read_text(encoding="utf-8"))
    ids = [d["id"] for d in documents]
    c: Counter = Counter()
    for d in documents:
        if re3d.is_training_document(ids, d["id"]):
            continue
        gold = {g for g in re3d.gold_spans(d) if g[2] != "time"}
        found = set()
        for sentence in re3d.sentences(d["text"]):
            words = [d["text"][a:b] for a, b in sentence]
            for start, end, kind in spans_of(viterbi(run(words[:200])["mentions"], labels.mentions)):
                found.add((sentence[start][0], sentence[end - 1][1], "organisation" if kind == "group" else kind))
        count(c, list(gold), list(found))
    return {"mentions": f1(c), **{f"mentions.{k}": f1(c, f"{k}.") for k in UNER.values()}}


def score_all(run: Runner, labels: Labels, data: Path, part: str, limit: int = 0) -> dict[str, dict[str, float]]:
    scores: dict[str, dict[str, float]] = {}
    for treebank in ("ewt", "gum"):
        sentences = [s for s in read_conllu(data / f"treebanks/{treebank}/{part}.conllu") if len(s.words) < 180]
        sentences = sentences[:limit] if limit else sentences
        scores[f"{treebank}-{part}"] = score_treebank(run, labels, sentences)
        scores[f"{treebank}-{part}"]["sentence-ends"] = score_sentence_ends(run, sentences)
    scores["uner-ewt-dev"] = score_uner(run, labels, data / "entities/uner-ewt-dev.iob2", limit * 3)
    scores["re3d-held-out"] = score_re3d(run, labels, data / "entities/re3d-dev.json")
    return scores
