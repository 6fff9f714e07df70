"""The encoder (MiniLM-L6 with case-shape and role-mark embeddings) and its heads."""

from __future__ import annotations

import math
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from dropout import dropout
from labels import Labels
from wordpiece import SHAPES

WIDTH, LAYERS, HEADS, INNER, POSITIONS, VOCAB = 384, 6, 12, 1536, 512, 30522
MARKS = 4
ARC, REL = 256, 128
SPAN = 192
EPS = 1e-12


def attend(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> Tensor:
    """Attention of all heads, [B,P,D] each."""
    b, p, _ = q.shape
    q, k, v = (x.view(b, p, HEADS, WIDTH // HEADS).transpose(1, 2) for x in (q, k, v))
    scores = q @ k.transpose(-1, -2) * (1 / math.sqrt(WIDTH // HEADS))
    if mask is not None:
        scores = scores + mask.to(scores.dtype)
    y = F.softmax(scores, dim=-1).to(v.dtype) @ v
    return y.transpose(1, 2).reshape(b, p, WIDTH)


class Layer(nn.Module):
    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=EPS)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=EPS)
        self.dropout = dropout
        self.smooth: Tensor | None = None
        self.attend = attend

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        q, k, v = self.qkv(x).split(WIDTH, -1)
        y = self.out(self.attend(q, k, v, mask))
        x = self.norm1(x + dropout(y, self.dropout, self.training))
        y = F.gelu(self.up(x))
        y = self.down(y if self.smooth is None else y * self.smooth)
        return self.norm2(x + dropout(y, self.dropout, self.training))


class Encoder(nn.Module):
    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.word = nn.Embedding(VOCAB, WIDTH)
        self.position = nn.Embedding(POSITIONS, WIDTH)
        self.shape = nn.Embedding(SHAPES, WIDTH)
        self.mark = nn.Embedding(MARKS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=EPS)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = dropout
        nn.init.normal_(self.shape.weight, std=0.01)
        nn.init.zeros_(self.mark.weight)

    def forward(self, ids: Tensor, shapes: Tensor, marks: Tensor, mask: Tensor | None) -> list[Tensor]:
        positions = torch.arange(ids.shape[1], device=ids.device)
        x = self.word(ids) + self.position(positions) + self.shape(shapes) + self.mark(marks)
        x = dropout(self.norm(x), self.dropout, self.training)
        states = []
        for layer in self.layers:
            x = layer(x, mask)
            states.append(x)
        return states

    def load_minilm(self, folder: Path) -> None:
        w = {k.removeprefix("bert."): v for k, v in load_file(folder / "model.safetensors").items()}
        own = self.state_dict()
        own["word.weight"] = w["embeddings.word_embeddings.weight"]
        own["position.weight"] = w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0]
        for part in ("weight", "bias"):
            own[f"norm.{part}"] = w[f"embeddings.LayerNorm.{part}"]
            for i in range(LAYERS):
                theirs, ours = f"encoder.layer.{i}.", f"layers.{i}."
                own[f"{ours}qkv.{part}"] = torch.cat([w[f"{theirs}attention.self.{n}.{part}"] for n in ("query", "key", "value")])
                own[f"{ours}out.{part}"] = w[f"{theirs}attention.output.dense.{part}"]
                own[f"{ours}norm1.{part}"] = w[f"{theirs}attention.output.LayerNorm.{part}"]
                own[f"{ours}up.{part}"] = w[f"{theirs}intermediate.dense.{part}"]
                own[f"{ours}down.{part}"] = w[f"{theirs}output.dense.{part}"]
                own[f"{ours}norm2.{part}"] = w[f"{theirs}output.LayerNorm.{part}"]
        self.load_state_dict(own)


class Mix(nn.Module):
    """A learned average of the last layers."""

    def __init__(self) -> None:
        super().__init__()
        weights = torch.zeros(LAYERS)
        weights[-1] = 2.0
        self.weights = nn.Parameter(weights)

    def forward(self, stack: Tensor) -> Tensor:
        return torch.einsum("l,lbwd->bwd", F.softmax(self.weights, 0), stack)


class SpanHead(nn.Module):
    """Linear scores; the second data set's conventions are a small correction on top."""

    def __init__(self, out: int, corrected: bool) -> None:
        super().__init__()
        self.inner = nn.Linear(WIDTH, SPAN)
        self.out = nn.Linear(SPAN, out)
        self.correction = nn.Linear(SPAN, out) if corrected else None
        if self.correction is not None:
            nn.init.zeros_(self.correction.weight)
            nn.init.zeros_(self.correction.bias)

    def forward(self, x: Tensor, second: Tensor | None) -> Tensor:
        y = dropout(F.gelu(self.inner(x)), 0.2, self.training)
        scores = self.out(y)
        if self.correction is not None:
            extra = self.correction(y)
            scores = scores + (extra if second is None else extra * second[:, None, None])
        return scores


class LanguageModel(nn.Module):
    """Encoder and language heads. `forward` trains in batches; `export.Single` runs one sentence."""

    def __init__(self, labels: Labels, dropout: float = 0.1, head_dropout: float = 0.3) -> None:
        super().__init__()
        self.labels = labels
        self.encoder = Encoder(dropout)
        self.head_dropout = head_dropout
        self.mix_tags, self.mix_parse, self.mix_spans = Mix(), Mix(), Mix()
        self.widths = [len(labels.upos), len(labels.xpos), labels.feature_width, len(labels.lemma), 1]
        self.tags = nn.Linear(WIDTH, sum(self.widths))
        self.parse = nn.Linear(WIDTH, 2 * ARC + 2 * REL)
        self.arc_weight = nn.Parameter(torch.empty(ARC, ARC))
        self.arc_head = nn.Linear(ARC, 1, bias=False)
        self.rel_pair = nn.Linear(REL, len(labels.deprel))
        self.rel_dep = nn.Linear(REL, len(labels.deprel), bias=False)
        self.rel_head = nn.Linear(REL, len(labels.deprel), bias=False)
        self.names = SpanHead(len(labels.names), corrected=False)
        self.mentions = SpanHead(len(labels.mentions), corrected=True)
        self.pool = nn.Linear(WIDTH, WIDTH)
        nn.init.normal_(self.arc_weight, std=1 / math.sqrt(ARC))
        nn.init.eye_(self.pool.weight)
        nn.init.zeros_(self.pool.bias)

    def encode(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        """Word vectors of all layers [L,B,W+1,D] (column 0 is [CLS]) and the last layer [B,P,D]."""
        ids = batch["ids"]
        mask = (ids == 0)[:, None, None, :] * -1e4
        states = self.encoder(ids, batch["shapes"], batch["marks"], mask)
        index = torch.cat([torch.zeros_like(batch["index"][:, :1]), batch["index"]], 1)
        where = index[None, :, :, None].expand(LAYERS, -1, -1, WIDTH)
        return torch.gather(torch.stack(states), 2, where), states[-1]

    def tag_scores(self, stack: Tensor) -> list[Tensor]:
        x = dropout(self.mix_tags(stack), self.head_dropout, self.training)
        return list(self.tags(x).split(self.widths, -1))

    def parse_vectors(self, stack: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        x = dropout(self.mix_parse(stack), self.head_dropout, self.training)
        y = dropout(F.leaky_relu(self.parse(x), 0.1), self.head_dropout, self.training)
        arc_dep, arc_head, rel_dep, rel_head = y.split([ARC, ARC, REL, REL], -1)
        return arc_dep[:, 1:], arc_head, rel_dep[:, 1:], rel_head

    def arc_scores(self, dep: Tensor, head: Tensor) -> Tensor:
        pair = (dep @ self.arc_weight) @ head.transpose(1, 2)
        return (pair + self.arc_head(head).transpose(1, 2)) * (1 / math.sqrt(ARC) * 2)

    def rel_scores(self, dep: Tensor, head: Tensor) -> Tensor:
        """Relation scores of paired rows."""
        return self.rel_pair(dep * head) + self.rel_dep(dep) + self.rel_head(head)

    def pooled(self, last: Tensor, ids: Tensor) -> Tensor:
        inner = ((ids != 0) & (ids != 101) & (ids != 102)).float()[:, :, None]
        mean = (last * inner).sum(1) / inner.sum(1).clamp(min=1)
        return F.normalize(self.pool(mean), dim=-1)
