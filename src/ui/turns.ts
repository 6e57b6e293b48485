const waiting: (() => void)[] = [];

declare const scheduler: { postTask(task: () => void): Promise<void> } | undefined;

/** Lets what waits on the page come first. Timers that call one another are slowed down, this is not. */
function later(task: () => void): void {
  if (typeof scheduler === "undefined") setTimeout(task);
  else void scheduler.postTask(task);
}

function next(): void {
  const task = waiting.shift();
  if (waiting.length > 0) later(next);
  task?.();
}

/**
 * Does a piece of work in a turn of its own, behind those that were given before, so that the page answers
 * in between. Gives what takes it back.
 */
export function inTurn(task: () => void): () => void {
  waiting.push(task);
  if (waiting.length === 1) later(next);
  return () => {
    const at = waiting.indexOf(task);
    // The first is awaited already: nothing takes its place.
    if (at >= 0) waiting[at] = () => {};
  };
}
