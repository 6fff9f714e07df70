"""CoNLL-U files to sentences; multi-word token lines and empty nodes are dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Entity:
    """A GUM entity span over words, end exclusive."""

    kind: str
    start: int
    end: int
    wiki: str = ""


@dataclass
class Sentence:
    words: list[str]
    lemma: list[str]
    upos: list[str]
    xpos: list[str]
    feats: list[dict[str, str]]
    head: list[int]
    deprel: list[str]
    document: str = ""
    genre: str = ""
    entities: list[Entity] = field(default_factory=list)


def read_conllu(path: Path) -> list[Sentence]:
    return list(_sentences(path))


def _sentences(path: Path) -> Iterator[Sentence]:
    document = ""
    open_entities: list[tuple[str, str, int, int, str]] = []
    with path.open(encoding="utf-8") as file:
        rows: list[list[str]] = []
        for line in file:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                document = line.split("=", 1)[1].strip()
                open_entities = []
            elif line and not line.startswith("#"):
                rows.append(line.split("\t"))
            elif not line and rows:
                yield _sentence(rows, document, open_entities)
                rows = []
        if rows:
            yield _sentence(rows, document, open_entities)


def _sentence(rows: list[list[str]], document: str, open_entities: list) -> Sentence:
    rows = [r for r in rows if r[0].isdigit()]
    parts = document.split("_")
    genre = parts[1] if document.startswith("GUM_") else document.split("-")[0]
    return Sentence(
        words=[r[1] for r in rows],
        lemma=[r[2] for r in rows],
        upos=[r[3] for r in rows],
        xpos=[r[4] for r in rows],
        feats=[_feats(r[5]) for r in rows],
        head=[int(r[6]) for r in rows],
        deprel=[r[7] for r in rows],
        document=document,
        genre=genre,
        entities=_entities([r[9] for r in rows]),
    )


def _feats(text: str) -> dict[str, str]:
    if text == "_":
        return {}
    return dict(pair.split("=", 1) for pair in text.split("|"))


_OPEN_OR_CLOSE = re.compile(r"\(([^()]*)(\))?|([^()]+)\)")


def _entities(misc: list[str]) -> list[Entity]:
    """GUM brackets of one sentence: `(id-type-…` opens, `id)` closes, `(id-type-…)` is one word."""
    done: list[Entity] = []
    pending: list[tuple[str, str, int, str]] = []
    for i, value in enumerate(misc):
        found = re.search(r"(?:^|\|)Entity=([^|]*)", value)
        if not found:
            continue
        for opened, closed_now, closed in _OPEN_OR_CLOSE.findall(found.group(1)):
            if opened:
                fields = opened.split("-")
                kind = fields[1] if len(fields) > 1 else ""
                wiki = "-".join(fields[6:]) if len(fields) > 6 else ""
                if closed_now:
                    done.append(Entity(kind, i, i + 1, wiki))
                else:
                    pending.append((fields[0], kind, i, wiki))
            elif closed:
                for k in range(len(pending) - 1, -1, -1):
                    if pending[k][0] == closed:
                        _, kind, start, wiki = pending.pop(k)
                        done.append(Entity(kind, start, i + 1, wiki))
                        break
    return done
