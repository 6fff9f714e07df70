// Makes the command executable after compilation.
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';

const main = join(import.meta.dirname, '..', 'dist', 'src', 'cli', 'main.js');
if (existsSync(main)) chmodSync(main, 0o755);
