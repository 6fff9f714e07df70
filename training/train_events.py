"""Second stage: joins the event heads to `language.pt`, to `events.pt`."""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import asdict
from pathlib import Path

import torch

from corpus import CodedSentence, event_labels, is_held_out, read_corpus
from dataset import Example, batches, collate
from evaluate import score_all
from event_data import EventIndex, grouped, marked_batch, marked_examples, shared_batch, type_weights
from event_losses import marked_losses, shared_losses
from event_losses import total as event_total
from event_model import EventModel
from event_scores import score_events, score_marked_file
from labels import Labels
from losses import language_losses
from losses import total as language_total
from spans import spans_of
from train_language import DEFAULT_WORK, epoch_examples, keep_memory, load_examples, minilm_folder, parameter_groups, rate_at, teacher_vectors, torch_runner
from wordpiece import WordPiece

MAX_WORDS = 120
EPOCHS = 5


def on(device: torch.device, batch: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {name: tensor.to(device) for name, tensor in batch.items()}


@torch.no_grad()
def parse_corpus(model: EventModel, sentences: list[CodedSentence], wordpiece: WordPiece, device: torch.device) -> None:
    """Heads (for the head words of spans) and names (for swapping), by the language model itself."""
    model.eval()
    for group in batches([Example(words=s.words, document=str(k)) for k, s in enumerate(sentences)], wordpiece, 3000, None):
        batch = on(device, collate(group, wordpiece, len(model.labels.feats)))
        with torch.autocast(device.type, dtype=torch.bfloat16):
            stack, _ = model.encode(batch)
            dep, head, _, _ = model.parse_vectors(stack)
            names = model.names(model.mix_spans(stack[:, :, 1:]), None).argmax(-1)
        arc, names = model.arc_scores(dep.float(), head.float()).cpu(), names.cpu()
        for k, e in enumerate(group):
            s, n = sentences[int(e.document)], len(e.words)
            rows = arc[k, :n, : n + 1].clone()
            rows[torch.arange(n), torch.arange(n) + 1] = -1e9
            s.heads = rows.argmax(-1).tolist()
            s.names = [x for x in spans_of([model.labels.names[i] for i in names[k, :n].tolist()]) if x[2] in ("person", "place", "organisation")]


def main(argv: list[str] | None = None) -> list[CodedSentence]:
    """Returns the sentences that measure."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--corpus", type=Path, required=True)
    p.add_argument("--data", type=Path, required=True)
    p.add_argument("--work", type=Path, default=DEFAULT_WORK)
    p.add_argument("--ontology", type=Path, default=Path(__file__).parent.parent / "data/ontology/plover.json")
    p.add_argument("--epochs", type=int, default=EPOCHS)
    p.add_argument("--pieces", type=int, default=1200)
    p.add_argument("--encoder-rate", type=float, default=1e-4)
    p.add_argument("--head-rate", type=float, default=1e-3)
    p.add_argument("--language-share", type=float, default=0.45, help="share of the treebanks mixed into each epoch")
    p.add_argument("--final", action="store_true", help="train on the held-out batches too")
    p.add_argument("--seed", type=int, default=12)
    p.add_argument("--threads", type=int, default=2)
    a = p.parse_args(argv)

    keep_memory()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    wordpiece = WordPiece(minilm_folder() / "vocab.txt")
    language = torch.load(a.work / "language.pt", map_location="cpu", weights_only=True)
    labels, events = Labels(**language["labels"]), event_labels(a.ontology)
    index = EventIndex(events)
    model = EventModel(labels, events)
    missing = model.load_state_dict(language["model"], strict=False)
    assert not missing.unexpected_keys
    sentences = [s for s in read_corpus(a.corpus) if len(s.words) <= MAX_WORDS]
    parse_corpus(model.to(device), sentences, wordpiece, device)
    held = [s for s in sentences if is_held_out(s.batch)]
    train = sentences if a.final else [s for s in sentences if not is_held_out(s.batch)]
    treebank, second = load_examples(a.data, labels)
    teacher_vectors(treebank, wordpiece, labels, a.work / "teacher.pt", device)
    weights = type_weights(train, events).to(device)
    optimiser = torch.optim.AdamW(parameter_groups(model, a.encoder_rate, a.head_rate), betas=(0.9, 0.98), fused=True)
    peaks = [g["lr"] for g in optimiser.param_groups]
    checkpoint, first = a.work / "events.pt", 0
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device, weights_only=True)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        first = state["epoch"]
        print(f"resumed after epoch {first}", flush=True)
    print(f"{len(train)} sentences train, {len(held)} measure, {sum(len(s.events) for s in train)} events", flush=True)

    for epoch in range(first, a.epochs):
        rng = random.Random(a.seed * 1000 + epoch)
        torch.manual_seed(a.seed * 1000 + epoch)
        steps = [("shared", g) for g in grouped(train, lambda s: len(s.words), a.pieces, rng)]
        marked = [m for s in train for m in marked_examples(s, rng)]
        steps += [("marked", g) for g in grouped(marked, lambda m: len(m.sentence.words), a.pieces, rng)]
        some = [e for e in epoch_examples(treebank, second, rng) if rng.random() < a.language_share or e.genre == "re3d"]
        steps += [("language", g) for g in batches(some, wordpiece, a.pieces, rng)]
        rng.shuffle(steps)
        model.train().to(device)
        began, sums = time.time(), {}
        for k, (kind, group) in enumerate(steps):
            done = (epoch + k / len(steps)) / a.epochs
            for g, peak in zip(optimiser.param_groups, peaks, strict=True):
                g["lr"] = peak * rate_at(int(done * 10000), 10000)
            with torch.autocast(device.type, dtype=torch.bfloat16):
                if kind == "language":
                    losses = language_losses(model, on(device, collate(group, wordpiece, len(labels.feats))))
                    loss = language_total(losses)
                elif kind == "shared":
                    losses = shared_losses(model, on(device, shared_batch(group, wordpiece, index, rng)), weights)
                    loss = event_total(losses)
                else:
                    losses = marked_losses(model, on(device, marked_batch(group, wordpiece, index, rng)), weights)
                    loss = event_total(losses)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            for n, v in losses.items():
                sums[n] = 0.97 * sums.get(n, v.item()) + 0.03 * v.item()
            if k % 100 == 0:
                print(f"epoch {epoch} {k}/{len(steps)} {time.time() - began:.0f}s", " ".join(f"{n} {v:.3f}" for n, v in sums.items()), flush=True)
        body = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "epoch": epoch + 1, "labels": labels.to_dict(), "events": asdict(events)}
        torch.save(body, checkpoint.with_suffix(".tmp"))
        checkpoint.with_suffix(".tmp").rename(checkpoint)
        model.eval().cpu()
        scores = {"events": score_events(model, held, wordpiece, index)}
        marked_file = a.data / "events/plv-dev.tsv"
        if marked_file.exists():
            scores["marked"] = score_marked_file(model, marked_file, wordpiece, index)
        if epoch == a.epochs - 1 or epoch % 2 == 1:
            scores |= score_all(torch_runner(model, wordpiece, torch.device("cpu")), labels, a.data, "dev", limit=200)
        print(f"after epoch {epoch} ({time.time() - began:.0f}s)", json.dumps({k: {n: round(v, 4) for n, v in s.items()} for k, s in scores.items()}), flush=True)
    return held


if __name__ == "__main__":
    main()
