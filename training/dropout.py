"""Dropout from a pool of random masks: drawing fresh bits costs a tenth of a CPU step."""

from __future__ import annotations

import random

import torch
from torch import Tensor

POOL = 1 << 23
_pools: dict[tuple[float, str], Tensor] = {}
_random = random.Random(5)


def dropout(x: Tensor, p: float, training: bool) -> Tensor:
    if not training or p == 0:
        return x
    key = (p, str(x.device))
    if key not in _pools:
        generator = torch.Generator().manual_seed(int(p * 1000))
        keep = torch.rand(POOL, generator=generator) >= p
        _pools[key] = (keep.float() / (1 - p)).to(x.device, torch.bfloat16)
    n = x.numel()
    if n > POOL:
        return torch.nn.functional.dropout(x, p, training)
    start = _random.randrange(POOL - n + 1)
    mask = _pools[key][start : start + n].view(x.shape)
    return x * mask.to(x.dtype)
