/** Years, months or days between which something held; null is open. Both ends are included. */
export interface Period {
  readonly from: string | null;
  readonly to: string | null;
}

/** Whether `date` (a day) lies in the period; a year or month counts whole. */
export function covers(period: Period, date: string): boolean {
  if (period.from !== null && date < period.from) return false;
  return period.to === null || date.slice(0, period.to.length) <= period.to;
}

const partialDate = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;

/** Whether `text` is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
export function isPartialDate(text: string): boolean {
  return partialDate.test(text);
}
