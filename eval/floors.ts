import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/package-root.js';
import type { Measured } from './evaluation.js';

interface Lowered {
  readonly score: string;
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

/** The least that each score of one evaluation may be, with the hashes of the corpora that it was set on. */
export interface Floors {
  readonly corpora: Readonly<Record<string, string>>;
  readonly floors: Readonly<Record<string, number>>;
  readonly lowered: readonly Lowered[];
}

/** A pinned floor lies this far under the score it was pinned at: what int8 kernels of other processors may differ by. */
const margin = 0.003;
const file = (): string => join(packageRoot(), 'eval', 'floors.json');

export function readFloors(): Record<string, Floors> {
  return existsSync(file()) ? JSON.parse(readFileSync(file(), 'utf8')) : {};
}

export function writeFloors(all: Readonly<Record<string, Floors>>): void {
  writeFileSync(file(), `${JSON.stringify(all, null, 2)}\n`);
}

/** Existing floors raised to the measured scores; none is lowered. A score becomes pinned by being named in the file. */
export function raised(floors: Floors, measured: Measured): Floors {
  const next: Record<string, number> = { ...floors.floors };
  for (const [score, floor] of Object.entries(floors.floors)) {
    next[score] = Math.max(floor, Math.floor(((measured.scores[score] ?? 0) - margin) * 1000) / 1000);
  }
  return { ...floors, corpora: { ...floors.corpora, ...measured.corpora }, floors: next };
}

export function lowered(floors: Floors, change: { score: string; to: number; reason: string }): Floors {
  const from = floors.floors[change.score] ?? 0;
  return {
    ...floors,
    floors: { ...floors.floors, [change.score]: change.to },
    lowered: [...floors.lowered, { score: change.score, from, to: change.to, reason: change.reason }],
  };
}

/** What is wrong: scores under their floor, corpora that changed. */
export function problemsOf(floors: Floors, measured: Measured): readonly string[] {
  const changed = Object.entries(measured.corpora)
    .filter(([corpus, hash]) => floors.corpora[corpus] !== undefined && floors.corpora[corpus] !== hash)
    .map(([corpus]) => `corpus changed since the floors were set: ${corpus}`);
  const under = Object.entries(floors.floors)
    .filter(([score, floor]) => (measured.scores[score] ?? floor) < floor)
    .map(([score, floor]) => `under its floor: ${score} ${measured.scores[score]?.toFixed(4)} < ${floor}`);
  return [...changed, ...under];
}
