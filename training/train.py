"""Trains the model and exports it, in two stages that resume after their last whole epoch: python training/train.py --data ../shared/data --out models/en"""

from __future__ import annotations

import argparse
import subprocess
import time
from pathlib import Path

import train_events
import train_language
from finish import finish

ROOT = Path(__file__).parent.parent
SEED = 11


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--work", type=Path, default=train_language.DEFAULT_WORK, help="checkpoints and caches (not in git)")
    p.add_argument("--language-epochs", type=int, default=train_language.EPOCHS)
    p.add_argument("--event-epochs", type=int, default=train_events.EPOCHS)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--no-export", action="store_true")
    a = p.parse_args()
    began = time.time()
    common = ["--data", str(a.data), "--work", str(a.work), "--threads", str(a.threads)]
    train_language.main([*common, "--epochs", str(a.language_epochs), "--seed", str(SEED)])
    print(f"language stage done after {(time.time() - began) / 60:.0f} minutes", flush=True)
    held = train_events.main([*common, "--corpus", str(corpus(a.work)), "--epochs", str(a.event_epochs), "--seed", str(SEED + 1)])
    print(f"event stage done after {(time.time() - began) / 60:.0f} minutes", flush=True)
    if not a.no_export:
        finish(a.work / "events.pt", a.data, a.out, train_language.minilm_folder() / "vocab.txt", SEED, held)
        print(f"exported after {(time.time() - began) / 60:.0f} minutes", flush=True)


def corpus(work: Path) -> Path:
    """The corpus over the words of the shipped tokenizer; made once for a work folder, so that a resumed run sees the same."""
    file = work / "corpus.jsonl"
    if not file.exists():
        script = ROOT / "dist/scripts/corpus-to-jsonl.js"
        if not script.exists():
            raise SystemExit("the tokenizer is not built: npm ci")
        subprocess.run(["node", str(script), str(file)], cwd=ROOT, check=True)
    return file


if __name__ == "__main__":
    main()
