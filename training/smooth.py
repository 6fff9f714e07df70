"""Evens out the inputs of the wide layers before int8: a few channels are far larger than the others and would eat the range."""

from __future__ import annotations

import torch

from model import LanguageModel
from wordpiece import WordPiece

STRENGTH = 0.75


@torch.no_grad()
def smooth(model: LanguageModel, wordpiece: WordPiece, sentences: list[list[str]]) -> None:
    """Divides each input channel of every `down` by a factor and multiplies its weights by the same; outputs stay equal."""
    model.eval()
    largest = [torch.zeros(layer.down.in_features) for layer in model.encoder.layers]

    def watch(k: int):
        def hook(_module, inputs) -> None:
            largest[k] = torch.maximum(largest[k], inputs[0].abs().flatten(0, -2).amax(0))

        return hook

    hooks = [layer.down.register_forward_pre_hook(watch(k)) for k, layer in enumerate(model.encoder.layers)]
    for words in sentences:
        ids, shapes, _ = wordpiece.run(words)
        marks = torch.zeros(1, len(ids), dtype=torch.long)
        model.encoder(torch.tensor([ids]), torch.tensor([shapes]), marks, None)
    for hook in hooks:
        hook.remove()
    for layer, top in zip(model.encoder.layers, largest, strict=True):
        weight = layer.down.weight.abs().amax(0)
        factor = (top.clamp(min=1e-3) ** STRENGTH / weight.clamp(min=1e-3) ** (1 - STRENGTH)).clamp(min=1e-3)
        factor = factor / factor.median()
        layer.down.weight.mul_(factor)
        layer.smooth = 1 / factor
