"""Event heads on top of the language model: one shared pass for triggers and roles, one marked pass for a pair of parties."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from corpus import EventLabels
from dropout import dropout
from labels import Labels
from model import WIDTH, LanguageModel, Mix

INNER, ROLE, PAIR = 256, 48, 384
EVENT_OUTPUTS = ("trigger", "status", "claim", "mode", "context", "role", "pair", "pairMode", "pairStatus", "pairContext")


class EventModel(LanguageModel):
    def __init__(self, labels: Labels, events: EventLabels, dropout: float = 0.1, head_dropout: float = 0.3) -> None:
        super().__init__(labels, dropout, head_dropout)
        self.events = events
        types, modes, contexts = len(events.types), len(events.modes), len(events.contexts)
        self.word_widths = [types, len(events.statuses), len(events.claims), modes, contexts]
        self.pair_widths = [types, modes, len(events.statuses), contexts]
        self.mix_events = Mix()
        self.event_inner = nn.Linear(WIDTH, INNER)
        self.event_out = nn.Linear(INNER, sum(self.word_widths))
        self.role_count = len(events.roles)
        self.role_trigger = nn.Linear(WIDTH, self.role_count * ROLE)
        self.role_word = nn.Linear(WIDTH, ROLE)
        self.role_prior = nn.Linear(WIDTH, self.role_count)
        self.pair_inner = nn.Linear(5 * WIDTH, PAIR)
        self.pair_out = nn.Linear(PAIR, sum(self.pair_widths))

    def event_words(self, stack: Tensor) -> tuple[list[Tensor], Tensor]:
        """Per-word scores and the vectors that roles are scored on; `stack` without the [CLS] column."""
        x = dropout(self.mix_events(stack), self.head_dropout, self.training)
        return self.word_scores(x), x

    def word_scores(self, x: Tensor) -> list[Tensor]:
        y = dropout(F.gelu(self.event_inner(x)), 0.2, self.training)
        return list(self.event_out(y).split(self.word_widths, -1))

    def role_scores(self, x: Tensor) -> Tensor:
        """[B,W,W,R]: row = trigger word, column = word."""
        b, w, _ = x.shape
        trigger = self.role_trigger(x).view(b, w * self.role_count, ROLE)
        pair = (trigger @ self.role_word(x).transpose(1, 2)).view(b, w, self.role_count, w)
        return pair.permute(0, 1, 3, 2) * (ROLE**-0.5) + self.role_prior(x)[:, None]

    def pair_state(self, last: Tensor, marks: Tensor, inner: Tensor) -> Tensor:
        """[CLS], mean, source, target and predicate vectors side by side."""
        means = [last[:, 0], _mean(last, inner)]
        means += [_mean(last, (marks == k).to(last.dtype)) for k in (1, 2, 3)]
        return torch.cat(means, -1)

    def pair_scores(self, state: Tensor) -> list[Tensor]:
        y = dropout(F.gelu(self.pair_inner(dropout(state, 0.2, self.training))), 0.3, self.training)
        return list(self.pair_out(y).split(self.pair_widths, -1))


def _mean(states: Tensor, weights: Tensor) -> Tensor:
    return (states * weights[:, :, None]).sum(1) / weights.sum(1, keepdim=True).clamp(min=1)
