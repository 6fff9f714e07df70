"""Label lists, made from the training parts once and kept in the checkpoint and in model.json."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass

from conllu import Sentence
from spans import MENTIONS, NAMES

FEATURES = (
    "Tense", "VerbForm", "Voice", "Mood", "Number", "Person", "Degree",
    "PronType", "Definite", "Case", "Gender", "Poss", "Polarity", "NumType", "Reflex",
)  # fmt: skip
MIN_SCRIPT = 4


@dataclass
class Labels:
    upos: list[str]
    xpos: list[str]
    deprel: list[str]
    lemma: list[str]
    feats: list[dict]
    names: list[str]
    mentions: list[str]

    @property
    def feature_width(self) -> int:
        return self.feats[-1]["offset"] + len(self.feats[-1]["values"])

    def to_dict(self) -> dict:
        return asdict(self)


def lemma_script(word: str, lemma: str, upos: str) -> str:
    """`=` keeps the word; `n:abc` cuts n units off the lower-cased word and appends abc."""
    if lemma == word and (word.lower() != word or upos in ("PROPN", "X", "SYM", "PUNCT", "NUM")):
        return "="
    low = word.lower()
    common = 0
    while common < min(len(low), len(lemma)) and low[common] == lemma[common]:
        common += 1
    return f"{len(low) - common}:{lemma[common:]}"


def apply_script(word: str, script: str) -> str:
    if script == "=":
        return word
    cut, _, add = script.partition(":")
    low = word.lower()
    return low if int(cut) > len(low) else low[: len(low) - int(cut)] + add


def bioes_labels(kinds: tuple[str, ...]) -> list[str]:
    return ["O", *[f"{mark}-{kind}" for kind in kinds for mark in "BIES"]]


def make_labels(sentences: list[Sentence]) -> Labels:
    scripts = Counter(
        lemma_script(w, lem, u)
        for s in sentences
        for w, lem, u in zip(s.words, s.lemma, s.upos, strict=True)
        if lem != "_"
    )
    values: dict[str, Counter] = {name: Counter() for name in FEATURES}
    for s in sentences:
        for f in s.feats:
            for name in FEATURES:
                if name in f and "," not in f[name]:
                    values[name][f[name]] += 1
    feats, offset = [], 0
    for name in FEATURES:
        row = ["_", *sorted(values[name])]
        feats.append({"name": name, "values": row, "offset": offset})
        offset += len(row)
    return Labels(
        upos=sorted({u for s in sentences for u in s.upos} - {"_"}),
        xpos=sorted({x for s in sentences for x in s.xpos} - {"_"}),
        deprel=["root", *sorted({d for s in sentences for d in s.deprel} - {"root"})],
        lemma=["=", "0:", *sorted(k for k, n in scripts.items() if n >= MIN_SCRIPT and k not in ("=", "0:"))],
        feats=feats,
        names=bioes_labels(NAMES),
        mentions=bioes_labels(MENTIONS),
    )
