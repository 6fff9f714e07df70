"""Checkpoint to one ONNX graph for single sentences, quantised to int8."""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import shutil
from dataclasses import asdict
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from corpus import EventLabels
from event_model import EVENT_OUTPUTS, EventModel
from gate import LANGUAGE_OUTPUTS, gate
from labels import Labels
from model import ARC, HEADS, LAYERS, REL, SPAN, WIDTH, LanguageModel, attend
from smooth import smooth
from wordpiece import MAX_PIECES_PER_WORD, WordPiece

INPUTS = ("input_ids", "shape_ids", "mark_ids", "word_index")
LIMIT_PIECES = 256
LABELLED_HEADS = 3


class Single(nn.Module):
    """One sentence, no padding: the graph that ships. Relations are scored for each word's likeliest heads only: `label` [W,3,R], `labelHead` [W,3]."""

    def __init__(self, model: LanguageModel) -> None:
        super().__init__()
        self.m = model
        mixes = [model.mix_tags, model.mix_parse, model.mix_spans]
        if isinstance(model, EventModel):
            mixes.append(model.mix_events)
        self.mixes = torch.stack([F.softmax(mix.weights.detach(), 0) for mix in mixes])
        self.inner = nn.Linear(WIDTH, 2 * SPAN)
        self.inner.weight.data = torch.cat([model.names.inner.weight, model.mentions.inner.weight]).detach()
        self.inner.bias.data = torch.cat([model.names.inner.bias, model.mentions.inner.bias]).detach()

    def forward(self, input_ids: Tensor, shape_ids: Tensor, mark_ids: Tensor, word_index: Tensor) -> tuple[Tensor, ...]:
        m = self.m
        states = m.encoder(input_ids, shape_ids, mark_ids, None)
        pieces = torch.cat(states)
        mixed = (self.mixes @ pieces.reshape(LAYERS, -1)).reshape(len(self.mixes), -1, WIDTH)
        words = mixed[:, word_index]
        upos, xpos, feats, lemma, sent = m.tags(words[0]).split(m.widths, -1)
        parse = F.leaky_relu(m.parse(mixed[1][F.pad(word_index, (1, 0))]), 0.1)
        dep, head, rel_dep, rel_head = parse.split([ARC, ARC, REL, REL], -1)
        arc = m.arc_scores(dep[None, 1:], head[None])[0]
        label_head = F.pad(arc, (0, 1), value=-1e9).topk(LABELLED_HEADS, -1).indices.clamp(max=arc.shape[1] - 1)
        rel_dep, rel_head = rel_dep[1:, None], rel_head[label_head]
        label = m.rel_scores(rel_dep, rel_head)
        name_inner, mention_inner = F.gelu(self.inner(words[2])).split([SPAN, SPAN], -1)
        names = m.names.out(name_inner)
        mentions = m.mentions.out(mention_inner) + m.mentions.correction(mention_inner)
        language = (upos, xpos, feats, lemma, arc, label, label_head.float(), names, mentions, sent.squeeze(-1))
        if not isinstance(m, EventModel):
            return language
        x = words[3:4]
        last = states[-1]
        inner = torch.cat([torch.zeros_like(last[:1, :1, 0]), torch.ones_like(last[:1, 2:, 0]), torch.zeros_like(last[:1, :1, 0])], 1)
        state = m.pair_state(last, mark_ids, inner)
        return (*language, *(t[0] for t in m.word_scores(x)), m.role_scores(x)[0], *(t[0] for t in m.pair_scores(state)))


class FusedAttention(torch.autograd.Function):
    """One node of the runtime in place of a dozen."""

    @staticmethod
    def forward(_, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        return attend(q, k, v, None)

    @staticmethod
    def symbolic(g, q, k, v):
        return g.op("com.microsoft::MultiHeadAttention", q, k, v, num_heads_i=HEADS).setType(q.type())


def to_onnx(model: LanguageModel, file: Path) -> None:
    model = model.eval().float()
    for layer in model.encoder.layers:
        layer.attend = lambda q, k, v, _: FusedAttention.apply(q, k, v)
    sample = (torch.tensor([[101, 2000, 2001, 2002, 102]]), torch.tensor([[0, 4, 4, 12, 0]]), torch.zeros(1, 5, dtype=torch.long), torch.tensor([1, 2]))
    outputs = LANGUAGE_OUTPUTS + (EVENT_OUTPUTS if isinstance(model, EventModel) else ())
    axes = {"input_ids": {1: "P"}, "shape_ids": {1: "P"}, "mark_ids": {1: "P"}, "word_index": {0: "W"}}
    axes |= {name: {0: "W"} for name in outputs if not name.startswith("pair")}
    axes["arc"] = {0: "W", 1: "H"}
    if isinstance(model, EventModel):
        axes["role"] = {0: "W", 1: "V"}
    torch.onnx.export(Single(model), sample, str(file), input_names=list(INPUTS), output_names=list(outputs), dynamic_axes=axes, opset_version=17, dynamo=False)


def quantise(source: Path, target: Path, keep: list[str], reduce_range: bool, per_channel: bool) -> None:
    """Weights of MatMul/Gemm to int8, then the word and position tables row by row."""
    prepared = source.with_suffix(".prepared.onnx")
    ort_options = ort.SessionOptions()
    ort_options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC
    ort_options.optimized_model_filepath = str(prepared)
    ort.InferenceSession(str(source), ort_options, providers=["CPUExecutionProvider"])
    graph = onnx.load(str(prepared)).graph
    weights = {i.name for i in graph.initializer}
    nodes = [n for n in graph.node if n.op_type in ("MatMul", "Gemm")]
    exclude = [n.name for n in nodes if not any(i in weights for i in n.input) or any(k in n.name for k in keep)]
    exclude += [f"{name}_MatMul" for name in exclude]
    quantize_dynamic(
        str(prepared), str(target), op_types_to_quantize=["MatMul", "Gemm"], per_channel=per_channel, reduce_range=reduce_range,
        weight_type=QuantType.QInt8, nodes_to_exclude=exclude, extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip
    quantise_tables(target)
    prepared.unlink()
    fuse(target)
    gate(target)


def fuse(file: Path) -> None:
    """Saves the graph as the runtime would fuse it, but for SkipLayerNormalization, whose kernel takes nine times as long as the addition and the norm apart."""
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(file)
    ort.InferenceSession(file.read_bytes(), options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"])


def quantise_tables(file: Path) -> None:
    """Large embedding tables become int8 rows with one scale each."""
    model = onnx.load(str(file))
    graph = model.graph
    big = {i.name: i for i in graph.initializer if i.data_type == TensorProto.FLOAT and len(i.dims) == 2 and i.dims[0] >= 512 and i.dims[1] == WIDTH}
    nodes = []
    for node in graph.node:
        if node.op_type == "Gather" and node.input[0] in big:
            name = node.input[0]
            table = numpy_helper.to_array(big[name])
            scale = np.abs(table).max(1, keepdims=True) / 127
            scale[scale == 0] = 1
            rows = np.clip(np.round(table / scale), -127, 127).astype(np.int8)
            if not any(i.name == f"{name}_int8" for i in graph.initializer):
                graph.initializer.append(numpy_helper.from_array(rows, f"{name}_int8"))
                graph.initializer.append(numpy_helper.from_array(scale.astype(np.float32), f"{name}_scale"))
            out = node.output[0]
            nodes += [
                helper.make_node("Gather", [f"{name}_int8", node.input[1]], [f"{out}_q"], name=f"{node.name}_q", axis=0),
                helper.make_node("Gather", [f"{name}_scale", node.input[1]], [f"{out}_s"], name=f"{node.name}_s", axis=0),
                helper.make_node("Cast", [f"{out}_q"], [f"{out}_f"], name=f"{node.name}_f", to=TensorProto.FLOAT),
                helper.make_node("Mul", [f"{out}_f", f"{out}_s"], [out], name=f"{node.name}_m"),
            ]
        else:
            nodes.append(node)
    used = {i for n in nodes for i in n.input}
    kept = [i for i in graph.initializer if i.name in used]
    del graph.node[:]
    graph.node.extend(nodes)
    del graph.initializer[:]
    graph.initializer.extend(kept)
    onnx.save(model, str(file))


def onnx_runner(file: Path, wordpiece: WordPiece, threads: int = 1):
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    session = ort.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    names = [o.name for o in session.get_outputs()]
    switches = {i.name: np.array(True) for i in session.get_inputs() if i.type == "tensor(bool)"}

    def run(words: list[str], marks: list[tuple[tuple[int, int], int]] = ()) -> dict[str, np.ndarray]:
        ids, shapes, index = wordpiece.run(words)
        edges, marked = [*index, len(ids) - 1], [0] * len(ids)
        for (start, end), mark in marks:
            marked[edges[start] : edges[end]] = [mark] * (edges[end] - edges[start])
        if len(ids) > LIMIT_PIECES * 2:
            ids, shapes, marked = ids[:511] + [102], shapes[:511] + [0], marked[:512]
            index = [min(i, 510) for i in index]
        feeds = {"input_ids": [ids], "shape_ids": [shapes], "mark_ids": [marked], "word_index": index}
        return dict(zip(names, session.run(names, {k: np.array(v, dtype=np.int64) for k, v in feeds.items()} | switches), strict=True))

    return run


def load_checkpoint(file: Path) -> tuple[LanguageModel, dict]:
    state = torch.load(file, map_location="cpu", weights_only=True)
    labels = Labels(**state["labels"])
    model = EventModel(labels, EventLabels(**state["events"])) if "events" in state else LanguageModel(labels)
    model.load_state_dict(state["model"])
    return model.eval(), state


def write_model_json(folder: Path, model: LanguageModel, extra: dict) -> None:
    labels = model.labels
    events = asdict(model.events) if isinstance(model, EventModel) else {}
    encoder = (folder / "encoder.onnx").read_bytes()
    body = {
        "name": "chancery-en",
        "language": "en",
        "limits": {"pieces": LIMIT_PIECES, "piecesPerWord": MAX_PIECES_PER_WORD},
        "labels": labels.to_dict() | events,
        "layers": [{"name": n, "output": n, "labels": getattr(labels, n)} for n in ("names", "mentions")],
        **extra,
        "sha256": {"encoder.onnx": hashlib.sha256(encoder).hexdigest()},
        "bytes": len(encoder),
    }
    (folder / "model.json").write_text(json.dumps(body, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


FLOAT_HEADS = ["/inner/", "/names/", "/mentions/"]


def export(checkpoint: Path, vocab: Path, out: Path, extra: dict, calibration: list[list[str]]) -> None:
    """`full.onnx` (fp32, beside the checkpoint) and the int8 graph with vocabulary and model.json in `out`."""
    out.mkdir(parents=True, exist_ok=True)
    model, _ = load_checkpoint(checkpoint)
    if calibration:
        smooth(model, WordPiece(vocab), calibration)
    full = checkpoint.parent / "full.onnx"
    to_onnx(model, full)
    quantise(full, out / "encoder.onnx", FLOAT_HEADS, reduce_range=False, per_channel=True)
    shutil.copyfile(vocab, out / "vocab.txt")
    write_model_json(out, model, extra)


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("checkpoint", type=Path)
    p.add_argument("out", type=Path)
    p.add_argument("--vocab", type=Path, required=True)
    a = p.parse_args()
    export(a.checkpoint, a.vocab, a.out, {"version": "draft", "scores": {}, "data": [], "licence": "", "seed": 0}, [])
