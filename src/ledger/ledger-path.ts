/** The ledger to use: the flag, else `CHANCERY_LEDGER`, else `chancery.duckdb` in the working folder. */
export function ledgerPath(flag?: string): string {
  return flag ?? process.env.CHANCERY_LEDGER ?? 'chancery.duckdb';
}
