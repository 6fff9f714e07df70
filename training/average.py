"""Averages the weights of runs of the event stage that began at the same language model: python training/average.py OUT.pt FIRST.pt=0.3 SECOND.pt=0.7

Such an average is often better than each of its runs (Wortsman et al. 2022, "Model soups"). Save it as `events.pt` in a work folder
beside `language.pt` and run `train_events.py` with as many epochs as it says: nothing is left to train, and it exports.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("out", type=Path)
    p.add_argument("runs", nargs="+", help="FILE=WEIGHT; the weights are scaled to a sum of 1")
    a = p.parse_args()
    parts = [(Path(file), float(weight)) for file, weight in (run.rsplit("=", 1) for run in a.runs)]
    total = sum(weight for _, weight in parts)
    states = [(torch.load(file, map_location="cpu", weights_only=True), weight / total) for file, weight in parts]
    last, _ = states[-1]
    for state, _ in states:
        if state["labels"] != last["labels"] or state["events"] != last["events"]:
            raise SystemExit("the runs have different labels")
    last["model"] = {
        name: sum(weight * state["model"][name] for state, weight in states) if value.is_floating_point() else value
        for name, value in last["model"].items()
    }
    torch.save(last, a.out)
    print(f"after epoch {last['epoch']}: {a.out}")


if __name__ == "__main__":
    main()
