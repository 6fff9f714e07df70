const quietFor = 2000;
const every = 200;

/** A line on stderr with count, rate and time left; nothing before two seconds or when stderr is no terminal. */
export interface Progress {
  readonly step: (done: number) => void;
  readonly end: () => void;
}

/** `total` is null where it is not known. */
export function showProgress(what: string, total: number | null): Progress {
  const began = Date.now();
  let last = 0;
  let shown = false;
  const on = process.stderr.isTTY === true;
  return {
    step: (done) => {
      const now = Date.now();
      if (!on || now - began < quietFor || now - last < every) return;
      last = now;
      shown = true;
      const rate = done / ((now - began) / 1000);
      const left = total === null || rate === 0 ? '' : `, ${clock((total - done) / rate)} left`;
      process.stderr.write(
        `\r\u001b[K${done}${total === null ? '' : ` of ${total}`} ${what}, ${rate.toFixed(1)}/s${left}`,
      );
    },
    end: () => {
      if (shown) process.stderr.write('\r\u001b[K');
    },
  };
}

function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60);
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}
