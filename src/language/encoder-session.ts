import { InferenceSession, Tensor } from 'onnxruntime-node';
import { ChanceryError, messageOf } from '../errors.js';

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
  run(feeds: EncoderFeeds): Promise<Readonly<Record<string, EncoderOutput>>>;
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
  return {
    outputs: session.outputNames,
    run: async (feeds) => {
      const results = await session.run({
        input_ids: longs(feeds.inputIds, [1, feeds.inputIds.length]),
        shape_ids: longs(feeds.shapeIds, [1, feeds.shapeIds.length]),
        mark_ids: longs(feeds.markIds, [1, feeds.markIds.length]),
        word_index: longs(feeds.wordIndex, [feeds.wordIndex.length]),
      });
      const outputs: Record<string, EncoderOutput> = {};
      for (const name of session.outputNames) {
        const tensor = results[name];
        if (tensor?.data instanceof Float32Array) outputs[name] = { data: tensor.data, shape: tensor.dims };
      }
      return outputs;
    },
    close: () => session.release(),
  };
}

/** Ids are not negative and far below 2^31, so the low half of each 64-bit integer carries them. */
function longs(values: Int32Array, shape: readonly number[]): Tensor {
  const halves = new Int32Array(values.length * 2);
  for (let index = 0; index < values.length; index += 1) halves[index * 2] = values[index] ?? 0;
  return new Tensor('int64', new BigInt64Array(halves.buffer), shape);
}
