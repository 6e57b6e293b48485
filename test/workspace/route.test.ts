// @vitest-environment jsdom
import fc from "../property.ts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Route, Router, isShareLink, parseRoute, routeHash } from "../../src/workspace/route.svelte.ts";

const id = fc.stringMatching(/^[\w-]{1,64}$/);
const route: fc.Arbitrary<Route> = fc.oneof(
  fc.constant<Route>({ view: "start" }),
  fc.constant<Route>({ view: "import" }),
  fc.record({ view: fc.constant("document" as const), id, tab: id }),
);

describe("a route", () => {
  it("is the same after a way through the address", () => {
    fc.assert(
      fc.property(route, (one) => {
        expect(parseRoute(routeHash(one))).toEqual(one);
      }),
    );
  });

  it("is the start page for anything else", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const found = parseRoute(`#${text}`);
        expect(parseRoute(routeHash(found))).toEqual(found);
      }),
    );
    for (const hash of ["", "#", "#/", "#/doc", "#/doc/a", "#/doc/a/b/c", "#/doc/a b/c", "#/import/x", "#x"])
      expect(parseRoute(hash), hash).toEqual({ view: "start" });
  });

  it("does not take a share link for one of its own", () => {
    expect(isShareLink("#d=1.abc.00000000")).toBe(true);
    expect(isShareLink("#/doc/d=1/notebook")).toBe(false);
  });
});

describe("the router", () => {
  afterEach(() => vi.unstubAllGlobals());
  function scrolls(): () => number {
    const scrolled = vi.fn();
    vi.stubGlobal("scrollTo", scrolled);
    return () => scrolled.mock.calls.filter(([x, y]) => x === 0 && y === 0).length;
  }
  const changed = () => new Promise((resolve) => addEventListener("hashchange", resolve, { once: true }));

  it("shows another page from its top, and leaves the place of the same one", () => {
    const times = scrolls();
    const router = new Router();
    router.go({ view: "document", id: "a", tab: "overview" });
    expect(times()).toBe(1);
    expect(location.hash).toBe("#/doc/a/overview");
    router.go({ view: "document", id: "a", tab: "overview" });
    expect(times()).toBe(1);
    router.go({ view: "start" }, true);
    expect(times()).toBe(2);
  });

  it("follows a link to the top, and Back to the place that the browser kept", async () => {
    const times = scrolls();
    const router = new Router();
    router.go({ view: "document", id: "b", tab: "overview" });
    const stop = router.start(() => {});
    location.hash = "#/doc/b/notebook";
    await changed();
    expect(router.current).toEqual({ view: "document", id: "b", tab: "notebook" });
    expect(times()).toBe(2);
    history.back();
    await changed();
    expect(router.current).toEqual({ view: "document", id: "b", tab: "overview" });
    expect(times()).toBe(2);
    stop();
  });
});
