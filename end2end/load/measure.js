// Measuring: every request's time is kept, nothing is averaged away, and what failed is counted beside what did not.

/** The smallest value that so great a part of all is not above (nearest rank). */
export function percentile(sorted, part) {
  return sorted.length === 0 ? NaN : sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
}

/** The times of one thing that was done often. */
export class Series {
  times = [];
  errors = 0;
  /** What the first of them said. */
  why = null;
  seconds = 0;

  fail(error) {
    this.errors += 1;
    this.why ??= String(error?.message ?? error);
  }

  figures() {
    const sorted = Float64Array.from(this.times).sort();
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((part) => percentile(sorted, part));
    return { count: sorted.length, p50, p95, p99, rate: sorted.length / this.seconds, errors: this.errors, why: this.why };
  }
}

/** Numbers that look thrown and are the same in every run. */
export function dice(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * So many workers, each of whom begins when its last answer is there, for so many seconds or so many times in all. `task` gives the
 * milliseconds it took, or nothing when there was nothing to do.
 */
export async function closed(workers, { seconds = Infinity, times = Infinity }, task, series = new Series()) {
  const began = performance.now();
  let begun = 0;
  const work = async (worker) => {
    while (begun < times && performance.now() - began < seconds * 1000) {
      begun += 1;
      try {
        const ms = await task(worker);
        if (ms !== undefined) series.times.push(ms);
      } catch (error) {
        series.fail(error);
        // Whatever refuses at once must not be asked as fast as it can refuse.
        await wait(10);
      }
    }
  };
  await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
  series.seconds += (performance.now() - began) / 1000;
  return series;
}

/** More than this under way at once is a server that has stopped: what is due then is counted as an error. */
const MOST_OPEN = 2000;

/**
 * So many a second, whether answers come or not. The time counts from when each was due, so that what waits for a slow answer is not
 * left out. `task` does the thing and gives the series it belongs to.
 */
export async function steady(rate, seconds, task) {
  const began = performance.now();
  const under = new Set();
  let begun = 0;
  let late = 0;
  while (performance.now() - began < seconds * 1000) {
    const now = performance.now();
    for (; began + (begun * 1000) / rate <= now; begun += 1) {
      const due = began + (begun * 1000) / rate;
      if (under.size >= MOST_OPEN) {
        late += 1;
        continue;
      }
      const one = task(due).finally(() => under.delete(one));
      under.add(one);
    }
    await wait(2);
  }
  await Promise.all(under);
  return { seconds: (performance.now() - began) / 1000, begun, late };
}

const number = (value, digits = 1) => (Number.isFinite(value) ? value.toFixed(digits) : "-");
const HEAD = ["what", "at once", "count", "p50 ms", "p95 ms", "p99 ms", "per s", "errors", "floor p50", "floor per s"];

/** A line of the table: what was measured, by how many at once, and what it cannot go below. */
export function row(what, workers, series, floor) {
  const one = series.figures();
  const under = floor?.figures();
  const said = [what, String(workers), String(one.count), ...[one.p50, one.p95, one.p99, one.rate].map((value) => number(value)), String(one.errors)];
  return { cells: [...said, under ? number(under.p50) : "-", under ? number(under.rate) : "-"], why: one.why ?? under?.why };
}

export function print(title, rows) {
  const cells = [HEAD, ...rows.map((row) => row.cells)];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((line) => line[column].length)));
  console.log(`\n== ${title}`);
  for (const line of cells) {
    console.log("  " + line.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join("  "));
  }
  for (const { cells: [what], why } of rows.filter((row) => row.why)) console.log(`  ! ${what}: ${why}`);
}
