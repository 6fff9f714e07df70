"""Puts the heads of an exported graph behind switches, so that a run pays only for those that it asks for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import NodeProto, TensorProto, helper, numpy_helper

LANGUAGE_OUTPUTS = ("upos", "xpos", "feats", "lemma", "arc", "label", "labelHead", "names", "mentions", "sent")
LANGUAGE, EVENTS, PAIRS = "want_language", "want_events", "want_pairs"


def switch_of(output: str) -> str:
    """The switch of an output: those of the marked pass begin with `pair`; event heads use what the language heads prepare and need both switches."""
    if output.startswith("pair"):
        return PAIRS
    return LANGUAGE if output in LANGUAGE_OUTPUTS else EVENTS


def gate(file: Path) -> None:
    """Moves each node that only the outputs of one switch need into an `If`. With a switch off its outputs are empty."""
    model = onnx.load(str(file))
    graph = model.graph
    every = list(graph.node)
    places = _places(every, [o.name for o in graph.output])
    kinds = {o.name: o for o in graph.output}
    nodes = [n for n, place in zip(every, places, strict=True) if place is None]
    for switch in (LANGUAGE, EVENTS, PAIRS):
        own = [n for n, place in zip(every, places, strict=True) if place == switch]
        if not own:
            continue
        needed = {i for n, place in zip(every, places, strict=True) if place != switch for i in n.input}
        outs = [o for n in own for o in n.output if o in kinds or o in needed]
        nodes.append(_branch(switch, own, outs, kinds))
        graph.input.append(helper.make_tensor_value_info(switch, TensorProto.BOOL, []))
    del graph.node[:]
    graph.node.extend(nodes)
    del graph.value_info[:]
    for o in graph.output:
        for k, dim in enumerate(o.type.tensor_type.shape.dim):
            dim.dim_param = f"{o.name}.{k}"
    onnx.save(model, str(file))


def _places(nodes: list[NodeProto], outputs: list[str]) -> list[str | None]:
    """The switch of each node; what the marked pass shares with others has none, what language and event heads share goes with the former."""
    wanted = {o: {switch_of(o)} for o in outputs}
    places: list[str | None] = []
    for node in reversed(nodes):
        users = set().union(*(wanted.get(o, set()) for o in node.output))
        for name in node.input:
            wanted.setdefault(name, set()).update(users)
        places.append(next(iter(users)) if len(users) == 1 else LANGUAGE if users == {LANGUAGE, EVENTS} else None)
    return places[::-1]


def _branch(switch: str, nodes: list[NodeProto], outs: list[str], kinds: dict[str, onnx.ValueInfoProto]) -> NodeProto:
    inside = {o: f"{o}/on" for o in outs}
    for node in nodes:
        for names in (node.input, node.output):
            for k, name in enumerate(names):
                names[k] = inside.get(name, name)
    on = helper.make_graph(nodes, f"{switch}/on", [], [_untyped(o) for o in inside.values()])
    empty = [_empty(o, kinds.get(o)) for o in outs]
    off = helper.make_graph(empty, f"{switch}/off", [], [_untyped(n.output[0]) for n in empty])
    return helper.make_node("If", [switch], outs, name=switch, then_branch=on, else_branch=off)


def _untyped(name: str) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, None)


def _empty(name: str, kind: onnx.ValueInfoProto | None) -> NodeProto:
    rank = len(kind.type.tensor_type.shape.dim) if kind else 1
    return helper.make_node("Constant", [], [f"{name}/off"], value=numpy_helper.from_array(np.zeros([0] * rank, np.float32)))
