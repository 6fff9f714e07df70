// The model runtime's own install step fetches CUDA libraries of hundreds of megabytes unless files of their names are there.
// Chancery runs on the CPU: empty files keep the installation offline. ONNXRUNTIME_NODE_INSTALL=cuda12 still fetches them.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const unwanted = ['cuda', 'shared', 'tensorrt'].map((name) => `libonnxruntime_providers_${name}.so`);

if (process.platform === 'linux' && process.arch === 'x64' && !process.env.ONNXRUNTIME_NODE_INSTALL) {
  try {
    const runtime = dirname(dirname(createRequire(import.meta.url).resolve('onnxruntime-node')));
    const folder = join(runtime, 'bin', 'napi-v6', 'linux', 'x64');
    mkdirSync(folder, { recursive: true });
    for (const file of unwanted) if (!existsSync(join(folder, file))) writeFileSync(join(folder, file), '');
  } catch {
    // In a checkout this runs before the dependencies are there; .npmrc says the same.
  }
}
