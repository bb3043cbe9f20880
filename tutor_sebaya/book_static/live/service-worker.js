// Pages that were opened stay readable without a network, and their planners start. The newest page comes first: the
// cache answers only where the network doesn't. Stands in the site's root; starts with the first live planner.

const root = new URL('./', self.location.href);
// All sites of one host share their caches, so the site's path is in the name.
const SITE = `tutor-sebaya ${root.pathname} `;
const PAGES = `${SITE}pages 1`;
const PYTHON = `${SITE}python`;

const isOurs = (request) => {
  const { origin, href, pathname } = new URL(request.url);
  // JupyterLite has a service worker of its own.
  const lite = new URL('lite/', root).pathname;
  return request.method === 'GET' && origin === root.origin && href.startsWith(root.href) && !pathname.startsWith(lite) && !request.headers.has('range');
};

async function keep(request, answer) {
  if (answer.status !== 200 || answer.type !== 'basic') return;
  const pages = await caches.open(PAGES);
  // One version of each file: its address ends in what the version is.
  await pages.delete(request, { ignoreSearch: true });
  await pages.put(request, answer);
}

async function page(event) {
  const { request } = event;
  try {
    const answer = await fetch(request);
    event.waitUntil(keep(request, answer.clone()).catch(() => {}));
    return answer;
  } catch (problem) {
    const kept = await (await caches.open(PAGES)).match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw problem;
  }
}

// Python's files are asked for with their hash and never change.
async function file({ request }) {
  return (await (await caches.open(PYTHON)).match(request)) ?? fetch(request);
}

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) =>
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name.startsWith(SITE) && ![PAGES, PYTHON].includes(name)) await caches.delete(name);
      await self.clients.claim();
    })(),
  ),
);
self.addEventListener('fetch', (event) => {
  if (!isOurs(event.request)) return;
  const { pathname, searchParams } = new URL(event.request.url);
  if (!pathname.startsWith(new URL('pyodide/', root).pathname)) event.respondWith(page(event));
  else if (searchParams.has('sha256')) event.respondWith(file(event));
});
self.addEventListener('message', (event) => {
  const asked = (event.data.keep ?? []).map((address) => new Request(address)).filter((one) => isOurs(one) && !new URL(one.url).pathname.includes('/pyodide/'));
  event.waitUntil(Promise.all(asked.map(async (one) => keep(one, await fetch(one)).catch(() => {}))));
});
