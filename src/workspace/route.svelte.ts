/** What the page shows, as the fragment of its address says. */
export type Route =
  | { readonly view: "start" }
  | { readonly view: "import" }
  /** `tab` is `notebook` or the id of a dashboard. */
  | { readonly view: "document"; readonly id: string; readonly tab: string };

const key = /^[\w-]{1,64}$/;

/** The route that a fragment names; what is not understood is the start page. */
export function parseRoute(hash: string): Route {
  const [, head, id = "", tab = "", ...rest] = hash.replace(/^#/, "").split("/");
  if (head === "import" && id === "") return { view: "import" };
  if (head === "doc" && key.test(id) && key.test(tab) && rest.length === 0)
    return { view: "document", id, tab };
  return { view: "start" };
}

/** The fragment of a route: `#/`, `#/import`, `#/doc/<id>/notebook` or `#/doc/<id>/<dashboard>`. */
export function routeHash(route: Route): string {
  if (route.view === "document") return `#/doc/${route.id}/${route.tab}`;
  return route.view === "import" ? "#/import" : "#/";
}

/** A share link is looked at before anything is shown for it. */
export function isShareLink(hash: string): boolean {
  return hash.startsWith("#d=");
}

/** Marks a step of the history as shown before: Back and Forward find the place where it was left. */
const seen = { seen: true };

/** The route of the address, kept with it: links, Back and Forward work. */
export class Router {
  #current = $state.raw<Route>({ view: "start" });
  #onroute: (route: Route) => void = () => {};

  get current(): Route {
    return this.#current;
  }

  /** Follows the address from now on; gives the function that stops it. */
  start(onroute: (route: Route) => void): () => void {
    this.#onroute = onroute;
    const follow = () => {
      if (isShareLink(location.hash)) return;
      fromTop();
      this.#current = parseRoute(location.hash);
      this.#onroute(this.#current);
    };
    follow();
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }

  /** Shows a route from its top. `replace` leaves no step to go back to. */
  go(route: Route, replace = false): void {
    const hash = routeHash(route);
    if (location.hash !== hash) {
      history[replace ? "replaceState" : "pushState"](null, "", hash);
      fromTop();
    }
    this.#current = route;
    this.#onroute(route);
  }
}

/** Begins a page at its top that was not shown before, by a link or by the program. */
function fromTop(): void {
  if ((history.state as typeof seen | null)?.seen) return;
  history.replaceState(seen, "", location.href);
  scrollTo(0, 0);
}
