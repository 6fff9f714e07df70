"""Losses of the event heads."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from dataset import IGNORE
from event_model import EventModel

WEIGHTS = {
    "trigger": 1.0, "status": 0.5, "claim": 0.3, "mode": 1.0, "context": 0.5, "role": 1.0,
    "pair": 1.0, "pairMode": 0.5, "pairStatus": 0.3, "pairContext": 0.3,
}  # fmt: skip
TRIGGER_WEIGHT = 1.3
ROLE_WEIGHT = 1.5
SMOOTHING = 0.05


def shared_losses(model: EventModel, batch: dict[str, Tensor], weights: Tensor) -> dict[str, Tensor]:
    """Triggers on all words; the rest on rows of gold triggers."""
    stack, _ = model.encode(batch)
    (trigger, status, claim, mode, context), x = model.event_words(stack[:, :, 1:])
    out = {"trigger": F.cross_entropy(trigger.float().flatten(0, 1), batch["trigger"].flatten(), weight=weights * _more(weights, TRIGGER_WEIGHT), ignore_index=IGNORE)}
    at = batch["event_at"]
    if len(at):
        rows = (at[:, 0], at[:, 1])
        out["status"] = F.cross_entropy(status[rows].float(), batch["status"])
        out["claim"] = F.cross_entropy(claim[rows].float(), batch["claim"])
        out["mode"] = _several(mode[rows].float(), batch["mode"])
        out["context"] = _contexts(context[rows].float(), batch["context"])
        roles = model.role_scores(x)[rows].float()
        weight = torch.full((roles.shape[-1],), ROLE_WEIGHT, device=roles.device)
        weight[0] = 1
        out["role"] = F.cross_entropy(roles.flatten(0, 1), batch["role"].flatten(), weight=weight, ignore_index=IGNORE)
    return out


def marked_losses(model: EventModel, batch: dict[str, Tensor], weights: Tensor) -> dict[str, Tensor]:
    _, last = model.encode(batch)
    ids = batch["ids"]
    inner = ((ids != 0) & (ids != 101) & (ids != 102)).to(last.dtype)
    pair, mode, status, context = model.pair_scores(model.pair_state(last, batch["marks"], inner))
    each = F.cross_entropy(pair.float(), batch["type"], weight=weights, reduction="none", label_smoothing=SMOOTHING)
    out = {"pair": (each * batch["weight"]).mean()}
    known = batch["has_event"]
    if known.any():
        out["pairMode"] = _several(mode[known].float(), batch["mode"])
        out["pairStatus"] = F.cross_entropy(status[known].float(), batch["status"])
        out["pairContext"] = _contexts(context[known].float(), batch["context"])
    return out


def _more(weights: Tensor, factor: float) -> Tensor:
    out = torch.full_like(weights, factor)
    out[0] = 1
    return out


def _several(scores: Tensor, gold: Tensor) -> Tensor:
    """Binary losses over the modes of the true type (others are -1)."""
    known = gold >= 0
    if not known.any():
        return scores.sum() * 0
    return F.binary_cross_entropy_with_logits(scores[known], gold[known])


def _contexts(scores: Tensor, gold: Tensor) -> Tensor:
    """Contexts were marked sparingly: a missing one is weak evidence."""
    weight = torch.where(gold > 0, 2.0, 0.5)
    return F.binary_cross_entropy_with_logits(scores, gold, weight=weight) * 5


def total(losses: dict[str, Tensor]) -> Tensor:
    return sum(WEIGHTS[name] * value for name, value in losses.items())  # type: ignore[return-value]
