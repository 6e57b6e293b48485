/** A request that the page made. */
export interface PageRequest {
  readonly url: string;
  /** Its path below the page, or the whole address of another origin. */
  readonly name: string;
  readonly own: boolean;
  /** Bytes received; 0 from the cache. */
  readonly received: number;
  /** Stopped by the page's own policy before anything left. */
  readonly blocked: boolean;
}

/**
 * What the page asked of the network, by the browser's own record. It loads its own files and sends
 * nothing: a request to any other origin would be counted here and shown.
 */
export class Sent {
  #requests = $state.raw<readonly PageRequest[]>([]);

  get requests(): readonly PageRequest[] {
    return this.#requests;
  }
  /** Requests that went to another origin; must be 0. */
  get foreign(): number {
    return this.#requests.filter(({ own, blocked }) => !own && !blocked).length;
  }

  /** Watches until the returned function is called. */
  watch(): () => void {
    const note = (entries: readonly PerformanceEntry[]) => {
      const found = entries
        .filter((entry): entry is PerformanceResourceTiming => entry instanceof PerformanceResourceTiming)
        .filter(({ name }) => /^https?:/.test(name))
        .map(({ name, transferSize }) => describe(name, transferSize, false));
      if (found.length) this.#requests = [...this.#requests, ...found].slice(-500);
    };
    const observer = new PerformanceObserver((list) => note(list.getEntries()));
    observer.observe({ type: "resource", buffered: true });
    const stopped = ({ blockedURI }: SecurityPolicyViolationEvent) => {
      if (/^https?:/.test(blockedURI)) this.#requests = [...this.#requests, describe(blockedURI, 0, true)];
    };
    document.addEventListener("securitypolicyviolation", stopped);
    return () => {
      observer.disconnect();
      document.removeEventListener("securitypolicyviolation", stopped);
    };
  }
}

function describe(address: string, received: number, blocked: boolean): PageRequest {
  const url = new URL(address);
  const own = url.origin === location.origin;
  return { url: address, name: own ? url.pathname : address, own, received, blocked };
}
