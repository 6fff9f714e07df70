"""Self checks of the training code, seconds long, no data needed: python training/check.py"""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper

from conllu import read_conllu
from evaluate import viterbi
from gate import EVENTS, LANGUAGE, PAIRS, gate
from labels import apply_script, lemma_script
from re3d import sentences, tokens
from spans import bioes, mentions_of, names_of, spans_of
from swap import states, swap_spans, swap_states
from tree import decode
from wordpiece import _basic, shape_of

CONLLU = """# newdoc id = GUM_news_x
# sent_id = 1
1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\tEntity=(1-organization-new
2\tarmy\tarmy\tNOUN\tNN\tNumber=Sing\t4\tnsubj\t_\tEntity=1)
3-4\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
3\tdid\tdo\tAUX\tVBD\t_\t5\taux\t_\t_
4\tn't\tnot\tPART\tRB\t_\t5\tadvmod\t_\t_
5\tleave\tleave\tVERB\tVB\t_\t0\troot\t_\t_
5.1\tx\tx\tVERB\tVB\t_\t_\t_\t_\t_
6\tPresident\tPresident\tPROPN\tNNP\t_\t5\tobj\t_\tEntity=(2-person-new(3-person-new)
7\tObama\tObama\tPROPN\tNNP\t_\t6\tflat\t_\tEntity=2)

"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.conllu"
        file.write_text(CONLLU, encoding="utf-8")
        (sentence,) = read_conllu(file)
    assert sentence.words == ["The", "army", "did", "n't", "leave", "President", "Obama"]
    assert [(e.kind, e.start, e.end) for e in sentence.entities] == [("organization", 0, 2), ("person", 5, 6), ("person", 5, 7)]
    assert names_of(sentence) == [(6, 7, "person")]
    assert (0, 2, "group") in mentions_of(sentence)

    shapes = {"": 1, ",": 1, "12": 2, "F16": 3, "the": 4, "A": 5, "J.": 5, "U.S.": 6, "Bamako": 7, "al-Qaeda": 8, "iPhone": 8, "McDonald": 8}
    assert all(shape_of(w) == s for w, s in shapes.items()), {w: shape_of(w) for w in shapes}
    assert _basic("d'État…") == ["d", "'", "etat", ".", ".", "."]

    for word, lemma, upos in (("Gunmen", "gunman", "NOUN"), ("was", "be", "AUX"), ("NATO", "NATO", "PROPN"), ("Cities", "city", "NOUN")):
        assert apply_script(word, lemma_script(word, lemma, upos)) == lemma

    spans = [(0, 1, "place"), (2, 5, "person")]
    assert spans_of(bioes(spans, 6)) == spans
    names = ["O", "B-x", "I-x", "E-x", "S-x"]
    rng = np.random.default_rng(3)
    for n in range(1, 12):
        tags = viterbi(rng.normal(size=(n, 5)), names)
        assert bioes(spans_of(tags), n) == tags
        heads = decode(rng.normal(size=(n, n + 1)) * 3)
        assert heads.count(0) == 1
        for i in range(n):
            seen, k = set(), i + 1
            while k:
                assert k not in seen
                seen.add(k)
                k = heads[k - 1]

    text = 'The army "won". Mr. Keita didn\'t agree, e.g. at 3.5%.'
    assert "".join(text[a:b] for a, b in tokens(text)) == text.replace(" ", "")
    assert len(sentences(text)) == 2
    swapped = swap_states("Malian troops left Mali for Bamako".split(), random.Random(4))
    assert len(swapped) == 6 and len(states()) > 100
    assert len(swap_spans(["Ali", "Keita", "spoke"], [(0, 2, "person")], random.Random(1))) == 3
    check_gate()
    print("all checks passed")


def check_gate() -> None:
    """Outputs behind switches stay as they were, and are empty where switched off."""
    chain = {"state": "x", "mixed": "state", "upos": "mixed", "arc": "upos", "trigger": "mixed", "pair": "state"}
    nodes = [helper.make_node("Exp" if o == "state" else "Sin", [i], [o], name=o) for o, i in chain.items()]
    outputs = ["upos", "arc", "trigger", "pair"]
    infos = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["W"]) for n in ("x", *outputs)]
    model = helper.make_model(helper.make_graph(nodes, "g", infos[:1], infos[1:]), opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    x = np.arange(5, dtype=np.float32) / 5
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.onnx"
        onnx.save(model, str(file))
        before = dict(zip(outputs, ort.InferenceSession(str(file)).run(outputs, {"x": x}), strict=True))
        gate(file)
        session = ort.InferenceSession(str(file))
    for on in ({LANGUAGE}, {PAIRS}, {LANGUAGE, EVENTS}, {LANGUAGE, EVENTS, PAIRS}):
        feeds = {"x": x} | {s: np.array(s in on) for s in (LANGUAGE, EVENTS, PAIRS)}
        for name, value in zip(outputs, session.run(outputs, feeds), strict=True):
            shown = {"upos": LANGUAGE, "arc": LANGUAGE, "trigger": EVENTS, "pair": PAIRS}[name] in on
            assert np.array_equal(value, before[name]) if shown else value.size == 0, (on, name)


main()
