"""The corpus's own baseline: a linear bag of words, trained on the corpus alone, on a measuring set of the field.

usage: python training/baseline.py CORPUS.jsonl PLV.tsv [--confusion]

CORPUS.jsonl is written by `node dist/scripts/corpus-to-jsonl.js`. Nothing is tuned on the measuring set.
The set has the labels of the 2021 table; `label_2021` states the approximations.
"""

import json
import sys
from collections import Counter

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report, confusion_matrix, f1_score
from sklearn.pipeline import make_pipeline

SHOWN = {"actual", "planned", "threatened"}
SANCTION_WORDS = ("sanction", "embargo")
APOLOGY_WORDS = ("apolog", "regret", "sorry", "remorse")


def label_2021(event, words):
    """The 2021 label of a coded event; `words`: the lower-cased words of trigger and object.

    CONCEDE and RETREAT were YIELD; promised concessions AGREE; apologies SUPPORT; verdicts ACCUSE;
    embargoes and sanctions COERCE. The set labels some of each otherwise: that is its noise, not modelled here.
    """
    kind = event["type"]
    if kind == "CONCEDE" and any(word in words for word in APOLOGY_WORDS):
        return "SUPPORT"
    if kind == "CONCEDE" and event["status"] == "planned":
        return "AGREE"
    if kind in ("CONCEDE", "RETREAT"):
        return "YIELD"
    if kind == "SANCTION" and "convict" in event["modes"]:
        return "ACCUSE"
    if kind == "SANCTION" and any(word in words for word in SANCTION_WORDS):
        return "COERCE"
    return kind


def examples(path):
    """(sentence, label) for each shown event that has a source or a target; a sentence may come more than once."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            spans = {span["label"]: span["text"] for span in item["spans"]}
            for event in item["events"]:
                if event["status"] not in SHOWN or not (event["sources"] or event["targets"]):
                    continue
                words = " ".join(spans.get(label, "") for label in [event["trigger"], *event["objects"]]).lower()
                yield item["text"], label_2021(event, words)


def measuring_set(path):
    with open(path, encoding="utf-8") as lines:
        names = next(lines).rstrip("\n").split("\t")
        for line in lines:
            row = dict(zip(names, line.rstrip("\n").split("\t")))
            yield row["sentence"], row["type"]


def bag_of_words():
    words = TfidfVectorizer(lowercase=True, sublinear_tf=True, min_df=1, ngram_range=(1, 1))
    return make_pipeline(words, LogisticRegression(C=10, max_iter=2000, class_weight="balanced"))


def main():
    corpus, measure = sys.argv[1:3]
    texts, labels = zip(*examples(corpus))
    rows, gold = zip(*measuring_set(measure))
    answers = bag_of_words().fit(texts, labels).predict(rows)
    kinds = sorted(set(gold))
    print(f"{len(texts)} training events: {dict(Counter(labels).most_common())}")
    print(classification_report(gold, answers, labels=kinds, zero_division=0, digits=3))
    if "--confusion" in sys.argv:
        for kind, row in zip(kinds, confusion_matrix(gold, answers, labels=kinds)):
            print(f"{kind:10}", dict(sorted(zip(kinds, row.tolist()), key=lambda pair: -pair[1])[:6]))
    print(f"macro-F1 {f1_score(gold, answers, average='macro', labels=kinds):.3f}")


if __name__ == "__main__":
    main()
