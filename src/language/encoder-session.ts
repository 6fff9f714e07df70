import { InferenceSession, Tensor } from 'onnxruntime-node';
import { ChanceryError, messageOf } from '../errors.js';
import { type Heads, headsOf } from './heads.js';

export interface EncoderFeeds {
  readonly inputIds: Int32Array;
  readonly shapeIds: Int32Array;
  readonly markIds: Int32Array;
  readonly wordIndex: Int32Array;
}

export interface EncoderOutput {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** One encoder, one thread, one sentence a run. */
export interface EncoderSession {
  readonly outputs: readonly string[];
  /** The outputs of the heads that are asked for; a file with switches computes no others. */
  run(feeds: EncoderFeeds, heads: readonly Heads[]): Promise<Readonly<Record<string, EncoderOutput>>>;
  close(): Promise<void>;
}

/** Opens an ONNX encoder. Throws `environment` when the file or the runtime cannot be loaded. */
export async function openEncoderSession(file: string): Promise<EncoderSession> {
  let session: InferenceSession;
  try {
    session = await InferenceSession.create(file, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      // The file is fused already (training/export.py); fusing further would bring back a slow kernel.
      graphOptimizationLevel: 'basic',
      enableCpuMemArena: true,
      logSeverityLevel: 3,
    });
  } catch (cause) {
    throw new ChanceryError('environment', `encoder cannot be loaded: ${file}: ${messageOf(cause)}`, { cause });
  }
  const asked = askedOf(session);
  return {
    outputs: session.outputNames,
    run: async (feeds, heads) => {
      const { switches, names } = asked(heads);
      const results = await session.run(
        {
          input_ids: longs(feeds.inputIds, [1, feeds.inputIds.length]),
          shape_ids: longs(feeds.shapeIds, [1, feeds.shapeIds.length]),
          mark_ids: longs(feeds.markIds, [1, feeds.markIds.length]),
          word_index: longs(feeds.wordIndex, [feeds.wordIndex.length]),
          ...switches,
        },
        names,
      );
      const outputs: Record<string, EncoderOutput> = {};
      for (const name of names) {
        const tensor = results[name];
        if (tensor?.data instanceof Float32Array) outputs[name] = { data: tensor.data, shape: tensor.dims };
      }
      return outputs;
    },
    close: () => session.release(),
  };
}

interface Asked {
  readonly switches: Readonly<Record<string, Tensor>>;
  readonly names: readonly string[];
}

/** The switches to set and the outputs to fetch for some heads. */
function askedOf(session: InferenceSession): (heads: readonly Heads[]) => Asked {
  const on = new Tensor('bool', Uint8Array.of(1), []);
  const off = new Tensor('bool', Uint8Array.of(0), []);
  const known = new Map<string, Asked>();
  return (heads) => {
    const key = heads.join();
    const found = known.get(key);
    if (found) return found;
    const switches: Record<string, Tensor> = {};
    for (const each of ['language', 'events', 'pairs'] as const)
      if (session.inputNames.includes(`want_${each}`)) switches[`want_${each}`] = heads.includes(each) ? on : off;
    const asked = { switches, names: session.outputNames.filter((name) => heads.includes(headsOf(name))) };
    known.set(key, asked);
    return asked;
  };
}

/** Ids are not negative and far below 2^31, so the low half of each 64-bit integer carries them. */
function longs(values: Int32Array, shape: readonly number[]): Tensor {
  const halves = new Int32Array(values.length * 2);
  for (let index = 0; index < values.length; index += 1) halves[index * 2] = values[index] ?? 0;
  return new Tensor('int64', new BigInt64Array(halves.buffer), shape);
}
