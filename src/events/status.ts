import { ontology } from '../ontology/ontology.js';
import type { Status } from '../records/event.js';

/** Type and status after PLOVER's own rewrites: promised aid is AGREE and planned, an announced strike THREATEN and threatened. */
export function rewriteByStatus(type: string, status: Status): { readonly type: string; readonly status: Status } {
  const { future } = ontology().rewrites;
  const ahead = future[type];
  if (ahead === undefined) return { type, status };
  if (type === 'THREATEN') return { type, status: status === 'actual' || status === 'planned' ? 'threatened' : status };
  if (status === 'planned' || status === 'threatened') {
    const rewritten = ahead;
    if (rewritten === 'THREATEN') return { type: rewritten, status: 'threatened' };
    if (['REQUEST', 'ACCUSE', 'REJECT'].includes(rewritten)) return { type: rewritten, status: 'actual' };
    return { type: rewritten, status: 'planned' };
  }
  return { type, status };
}
