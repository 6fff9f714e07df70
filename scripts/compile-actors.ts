import { writeFileSync } from 'node:fs';
import { compileDictionary, compiledPath, dictionaryHash } from '../src/actors/compiled-dictionary.js';
import { readForCompiling } from '../src/actors/lexicon.js';
import { dataPath } from '../src/package-root.js';

writeFileSync(compiledPath(), compileDictionary({ ...readForCompiling(dataPath()), hash: dictionaryHash(dataPath()) }));
