"""Maximum spanning tree with one root (Chu-Liu/Edmonds), as `src/language` decodes."""

from __future__ import annotations

import numpy as np


def decode(scores: np.ndarray) -> list[int]:
    """Heads (0 = root) from arc scores [W, W+1]."""
    w = scores.shape[0]
    s = np.full((w + 1, w + 1), -np.inf)
    s[1:] = scores
    for i in range(w + 1):
        s[i, i] = -np.inf
    s[1:] -= np.log(np.exp(s[1:] - s[1:].max(1, keepdims=True)).sum(1, keepdims=True)) + s[1:].max(1, keepdims=True)
    greedy = [int(k) for k in s[1:].argmax(1)]
    if greedy.count(0) == 1 and _is_tree(greedy):
        return greedy
    best, best_score = greedy, -np.inf
    for root in np.argsort(-s[1:, 0])[: min(w, 8)] + 1:
        t = s.copy()
        t[1:, 0] = -np.inf
        t[root] = -np.inf
        t[root, 0] = s[root, 0]
        heads = _edmonds(t)
        value = sum(t[i, heads[i]] for i in range(1, w + 1))
        if value > best_score:
            best, best_score = [int(h) for h in heads[1:]], value
    return best


def _is_tree(heads: list[int]) -> bool:
    for i in range(len(heads)):
        steps, k = 0, i + 1
        while k and steps <= len(heads):
            k, steps = heads[k - 1], steps + 1
        if k:
            return False
    return True


def _edmonds(s: np.ndarray) -> np.ndarray:
    n = s.shape[0]
    heads = s.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    inside = np.zeros(n, dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    m = len(outside)
    t = np.full((m + 1, m + 1), -np.inf)
    t[:m, :m] = s[np.ix_(outside, outside)]
    enter = s[np.ix_(cycle, outside)] - s[cycle, heads[cycle]][:, None]
    entry = enter.argmax(0)
    t[m, :m] = enter.max(0)
    leave = s[np.ix_(outside, cycle)]
    t[:m, m] = leave.max(1)
    exit_from = leave.argmax(1)
    t[0, :] = -np.inf
    inner = _edmonds(t)
    out = heads.copy()
    for k, i in enumerate(outside):
        if i:
            out[i] = cycle[exit_from[k]] if inner[k] == m else outside[inner[k]]
    broken = cycle[entry[inner[m]]]
    out[broken] = outside[inner[m]]
    return out


def _cycle(heads: np.ndarray) -> np.ndarray | None:
    state = np.zeros(len(heads), dtype=int)
    for start in range(1, len(heads)):
        path, k = [], start
        while k and state[k] == 0:
            state[k] = start
            path.append(k)
            k = heads[k]
        if k and state[k] == start:
            return np.array(path[path.index(k) :])
    return None
