// What stands between the pages and a connection that breaks.
//
// It keeps the files of one list, and nothing that anybody visited: no page, no answer of a server function, no file of a child. A
// telephone is shared in many families, and what lay in its cache would be read by whoever holds it next, after the sign-out and
// without a password: the school of a child, its address, who looks after it. So there is no cache that fills by being used; the
// list below is all there is, and none of it says anything of a person.
//
// The program's own files are left to the browser: their names tell their content (/pkg/xueji.0123456789abcdef.wasm), so that it keeps them
// by itself for as long as a page asks for them, and without a page they are of no use. The one style sheet with a plain name
// (/pkg/xueji.css) is in the list: pages that the server makes without the build's list of names ask for it, and the offline page is one.
"use strict";

// The server writes here what this release is known by: another release is another script, and a browser that asks for it (with
// every page, past its own cache) installs it and throws the older cache away.
const RELEASE = "development";
const CACHE = `xueji-${RELEASE}`;

// What the offline page is made of. All of it is public and the same for everybody.
const OFFLINE = "/offline";
const KEPT = [OFFLINE, "/offline.js", "/pkg/xueji.css", "/favicon.svg", "/icon-192.png", "/manifest.webmanifest"];

addEventListener("install", (event) => {
  // Asked for without cookies: what is kept is what a stranger is shown. And from the server: an older copy would be the older release's.
  const asked = KEPT.map((path) => new Request(path, { cache: "reload", credentials: "omit" }));
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(asked))
      .then(() => skipWaiting()),
  );
});

addEventListener("activate", (event) => {
  const older = (name) => name.startsWith("xueji-") && name !== CACHE;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(older).map((name) => caches.delete(name))))
      .then(() => clients.claim()),
  );
});

/** What was kept under this path; where that is gone too, the failure that the browser would have shown. */
async function kept(path) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? Response.error();
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  // Whatever changes something, whatever is of another site and a part of a file is the browser's own business: what is not
  // answered here goes its way as if this script were not there.
  if (request.method !== "GET" || origin !== location.origin || request.headers.has("range")) return;
  if (request.mode === "navigate") {
    // A file is a download with its own line in the access log; the feed and the server functions are no pages.
    if (/^\/(files|api|feed)(\/|$)/.test(pathname)) return;
    // The connection first, always: a page is never older than now. Asked for once: navigation preload would have the server put a
    // look down twice where a page is asked for again.
    event.respondWith(fetch(request).catch(() => kept(OFFLINE)));
    return;
  }
  if (KEPT.includes(pathname) && !search) event.respondWith(fetch(request).catch(() => kept(pathname)));
});
