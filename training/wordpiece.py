"""Words to BERT pieces and case shapes; `src/language` must do exactly the same."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

CLS, SEP, UNK, MASK = 101, 102, 100, 103
HIDDEN = "\0hidden"
MAX_PIECES_PER_WORD = 12
SHAPES = 17

_FOLD = {0x00A0: " ", 0x202F: " ", 0x2026: "..."}
_FOLD.update(dict.fromkeys((0x2018, 0x2019, 0x201A, 0x201B, 0x2032), "'"))
_FOLD.update(dict.fromkeys((0x201C, 0x201D, 0x201E, 0x201F, 0x00AB, 0x00BB, 0x2033), '"'))
_FOLD.update(dict.fromkeys((0x2013, 0x2014, 0x2015, 0x2012, 0x2212), "-"))
_CJK = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF),
    (0x2A700, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip


def shape_of(word: str) -> int:
    """The case shape (1..8) of a word, from its exact text."""
    uppers = lowers = digits = 0
    lower_before_upper = False
    for c in word:
        if c.lower() != c:
            uppers += 1
            lower_before_upper |= lowers > 0
        elif c.upper() != c:
            lowers += 1
        elif unicodedata.category(c) == "Nd":
            digits += 1
    if digits:
        return 3 if uppers or lowers else 2
    if not uppers:
        return 4 if lowers else 1
    if uppers + lowers == 1:
        return 5
    if not lowers:
        return 6
    return 7 if uppers == 1 and not lower_before_upper else 8


def _is_punctuation(c: str) -> bool:
    o = ord(c)
    if 33 <= o <= 47 or 58 <= o <= 64 or 91 <= o <= 96 or 123 <= o <= 126:
        return True
    return unicodedata.category(c).startswith("P")


def _basic(word: str) -> list[str]:
    chars: list[str] = []
    for c in word.translate(_FOLD):
        o = ord(c)
        if c in " \t\n\r" or unicodedata.category(c) == "Zs":
            chars.append(" ")
        elif o in (0, 0xFFFD) or unicodedata.category(c) in ("Cc", "Cf", "Cn", "Co", "Cs"):
            continue
        elif any(a <= o <= b for a, b in _CJK):
            chars.append(f" {c} ")
        else:
            chars.append(c)
    folded = unicodedata.normalize("NFD", "".join(chars).lower())
    out: list[str] = []
    for c in folded:
        if unicodedata.category(c) == "Mn":
            continue
        out.append(f" {c} " if _is_punctuation(c) else c)
    return "".join(out).split()


class WordPiece:
    """Greedy longest-match pieces over one word at a time."""

    def __init__(self, vocab_file: Path) -> None:
        lines = vocab_file.read_text(encoding="utf-8").split("\n")
        self.vocab = {piece: i for i, piece in enumerate(lines) if piece}
        self.encode = lru_cache(maxsize=200_000)(self._encode)

    def _encode(self, word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        if word == HIDDEN:
            return (MASK,), (4,)
        ids: list[int] = []
        for token in _basic(word):
            ids.extend(self._greedy(token))
        ids = ids[:MAX_PIECES_PER_WORD] or [UNK]
        shape = shape_of(word)
        return tuple(ids), (shape,) + (shape + 8,) * (len(ids) - 1)

    def _greedy(self, token: str) -> list[int]:
        if len(token) > 100:
            return [UNK]
        ids: list[int] = []
        start = 0
        while start < len(token):
            end = len(token)
            while end > start:
                piece = ("##" if start else "") + token[start:end]
                if piece in self.vocab:
                    ids.append(self.vocab[piece])
                    break
                end -= 1
            if end == start:
                return [UNK]
            start = end
        return ids

    def run(self, words: list[str]) -> tuple[list[int], list[int], list[int]]:
        """Piece ids, shape ids and first-piece positions of one run."""
        ids, shapes, index = [CLS], [0], []
        for word in words:
            pieces, piece_shapes = self.encode(word)
            index.append(len(ids))
            ids.extend(pieces)
            shapes.extend(piece_shapes)
        return [*ids, SEP], [*shapes, 0], index
