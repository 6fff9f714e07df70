"""The weighted sum of all language losses over one batch."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from dataset import IGNORE, NO_ACTOR_NAME
from dropout import dropout
from model import LanguageModel

WEIGHTS = {
    "upos": 1.0, "xpos": 0.3, "feats": 0.3, "lemma": 0.2, "arc": 1.0, "rel": 1.0,
    "names": 1.0, "mentions": 0.7, "sent": 0.3, "pooled": 0.5,
}  # fmt: skip
SECOND_WEIGHT = 1.5


def language_losses(model: LanguageModel, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    stack, last = model.encode(batch)
    out: dict[str, Tensor] = {}
    words = stack[:, :, 1:]
    upos, xpos, feats, lemma, sent = (t.float() for t in model.tag_scores(words))
    out["upos"] = _cross(upos, batch["upos"])
    out["xpos"] = _cross(xpos, batch["xpos"])
    out["lemma"] = _cross(lemma, batch["lemma"])
    if (batch["feats"] != IGNORE).any():
        groups = [feats[..., g["offset"] : g["offset"] + len(g["values"])] for g in model.labels.feats]
        out["feats"] = sum(_cross(g, batch["feats"][..., k]) for k, g in enumerate(groups))  # type: ignore[assignment]
    known = batch["sent"] != IGNORE
    if known.any():
        out["sent"] = F.binary_cross_entropy_with_logits(sent.squeeze(-1)[known], batch["sent"][known].float())
    spans = model.mix_spans(words)
    spans = dropout(spans, model.head_dropout, model.training)
    out["names"] = _names(model.names(spans, None).float(), batch["names"], model)
    out["mentions"] = _cross(model.mentions(spans, batch["second"]).float(), batch["mentions"])
    if (batch["head"] != IGNORE).any():
        out["arc"], out["rel"] = parse_losses(model, stack, batch)
    if len(batch["pooled_rows"]):
        rows = batch["pooled_rows"]
        pooled = model.pooled(last[rows].float(), batch["ids"][rows])
        out["pooled"] = (1 - (pooled * batch["pooled"]).sum(-1)).mean()
    return out


def parse_losses(model: LanguageModel, stack: Tensor, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
    dep, head, rel_dep, rel_head = model.parse_vectors(stack)
    with torch.autocast(dep.device.type, enabled=False):
        arc = model.arc_scores(dep.float(), head.float())
    columns = torch.cat([torch.ones_like(batch["word_mask"][:, :1]), batch["word_mask"]], 1)
    w = arc.shape[1]
    itself = torch.cat([torch.zeros(w, 1, dtype=torch.bool), torch.eye(w, dtype=torch.bool)], 1).to(arc.device)
    arc = arc.masked_fill(~columns[:, None, :] | itself[None], -1e4)
    gold = batch["head"]
    where = gold.clamp(min=0)[:, :, None].expand(-1, -1, rel_head.shape[-1])
    rel = model.rel_scores(rel_dep, torch.gather(rel_head, 1, where)).float()
    return _cross(arc, gold), _cross(rel, batch["deprel"])


def _cross(scores: Tensor, gold: Tensor) -> Tensor:
    if not (gold != IGNORE).any():
        return scores.sum() * 0
    return F.cross_entropy(scores.reshape(-1, scores.shape[-1]), gold.reshape(-1), ignore_index=IGNORE)


def _names(scores: Tensor, gold: Tensor, model: LanguageModel) -> Tensor:
    """Cross entropy; words known only to be in no actor's name pay for probability on those labels."""
    known = gold.clamp(min=IGNORE)
    loss = _cross(scores, known)
    weak = gold == NO_ACTOR_NAME
    if weak.any():
        actor = torch.tensor([k for k, n in enumerate(model.labels.names) if n.endswith(("person", "organisation", "place"))], device=scores.device)
        log_p = F.log_softmax(scores[weak], -1)[:, actor].logsumexp(-1)
        loss = loss - 0.3 * torch.log1p(-log_p.exp().clamp(max=0.999)).mean()
    return loss


def total(losses: dict[str, Tensor]) -> Tensor:
    return sum(WEIGHTS[name] * value for name, value in losses.items())  # type: ignore[return-value]
