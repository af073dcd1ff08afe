// Keeps the files of this release, so that the page works without a network: each is taken from what was kept, and only
// files whose SHA-256 is that of the list are kept.
const FILES = /*FILES*/ {};
const ROOT = new URL("./", self.location).href;
const NAMES = Object.keys(FILES);

async function release() {
  const text = new TextEncoder().encode(NAMES.map((name) => FILES[name].sha256).join());
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  return `symbinfo-${[...digest.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

async function isRight(response, name) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer()));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("") === FILES[name].sha256;
}

// A file of the list: from an older release that had the same, from what the browser has, else afresh.
async function file(name) {
  const address = ROOT + name;
  const tries = [() => caches.match(address), () => fetch(address), () => fetch(address, { cache: "reload" })];
  for (const attempt of tries) {
    const response = await attempt();
    if (response?.ok && (await isRight(response, name))) return response;
  }
  throw new Error(`${name} is not what this release has`);
}

async function install() {
  const cache = await caches.open(await release());
  for (const name of NAMES) await cache.put(ROOT + name, await file(name));
  await self.skipWaiting();
}

async function activate() {
  const mine = await release();
  for (const name of await caches.keys()) if (name.startsWith("symbinfo-") && name !== mine) await caches.delete(name);
  await self.clients.claim();
}

async function answer(request) {
  const address = request.url.split(/[?#]/)[0];
  const name = address === ROOT ? "index.html" : address.slice(ROOT.length);
  if (!(name in FILES)) return fetch(request);
  const cache = await caches.open(await release());
  return (await cache.match(ROOT + name)) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && event.request.url.startsWith(ROOT)) event.respondWith(answer(event.request));
});
