// Keeps Adsum on this device, so that it opens without a network. It is there only where somebody chose so on
// offline.html, and it is no part of the page: it hears no messages, it answers nothing but the files that are named
// here, each only with the very bytes that its SHA-256 names, and it asks for nothing but those files.
//
// A new version of Adsum comes with a new version of this file, which the browser looks for when Adsum is opened. The
// new one is kept beside the old one, and used once every page of the old one is closed: so service workers do unless
// somebody tells them otherwise, and here nobody does. A page that is open is never taken over, and never reloaded.

"use strict";

/** Each file that is kept: what it is, and its SHA-256. `cargo xtask dist` puts them here. */
const FILES = {};

const CACHE = `adsum-${FILES[""].sha256.slice(0, 16)}`;

/** As the headers that www/host/ has for hosts; what a page may do says the page itself. */
const HEADERS = {
  "Content-Security-Policy": "frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), usb=(), payment=()",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
addEventListener("fetch", (event) => {
  const name = nameOf(event.request);
  if (name !== undefined) event.respondWith(answer(name));
});

/** Which of the files is asked for: in our folder, by its name alone; a page only where somebody goes to it. */
function nameOf(request) {
  const url = new URL(request.url);
  const folder = new URL(registration.scope);
  if (request.method !== "GET" || url.origin !== folder.origin || !url.pathname.startsWith(folder.pathname)) return undefined;
  const rest = url.pathname.slice(folder.pathname.length);
  const name = rest === "index.html" ? "" : rest;
  if (!Object.hasOwn(FILES, name)) return undefined;
  const page = FILES[name].type.startsWith("text/html");
  return page === (request.mode === "navigate") ? name : undefined;
}

async function answer(name) {
  const kept = await (await caches.open(CACHE)).match(place(name));
  const bytes = await kept?.arrayBuffer();
  // What is kept could have been changed by whoever else is of this origin: only what it should be is answered.
  if (bytes && (await digest(bytes)) === FILES[name].sha256) return response(name, bytes);
  // Asked for by its name alone, whatever stood behind it in the address.
  return fetch(place(name));
}

async function keep() {
  const cache = await caches.open(CACHE);
  for (const name of Object.keys(FILES)) {
    const fetched = await fetch(place(name), { cache: "no-cache" });
    const bytes = await fetched.arrayBuffer();
    if (!fetched.ok || (await digest(bytes)) !== FILES[name].sha256) throw new Error(`${name || "the page"} is not of this version`);
    await cache.put(place(name), response(name, bytes));
  }
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("adsum-") && name !== CACHE).map((name) => caches.delete(name)));
}

function place(name) {
  return new URL(name, registration.scope).href;
}

function response(name, bytes) {
  return new Response(bytes, { headers: { ...HEADERS, "Content-Type": FILES[name].type } });
}

async function digest(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
