/* The first part of the service worker of the JupyterLite site: a second start without a network.

   What was loaded once is kept, and given where the network doesn't answer. Online the newest is asked for, so that a
   page never meets files of another version; a browser's own cache answers most of that. JupyterLite's part below keeps
   what it is there for: files that a kernel reads and writes. */
// All sites of one host share their caches: the site's path is in the name.
const KEPT = `tutor-sebaya-lite ${new URL("./", location.href).pathname}`;
const KERNEL = /\/api\/(drive|stdin|service-worker-heartbeat)/;

async function newestOrKept(request) {
  // One notebook page serves every notebook: what stands behind "?" names the notebook, not the file.
  const asked = new URL(request.url);
  asked.search = "";
  try {
    const answer = await fetch(request);
    if (answer.ok) (await caches.open(KEPT)).put(asked.href, answer.clone());
    return answer;
  } catch (problem) {
    const kept = await (await caches.open(KEPT)).match(asked.href);
    if (kept) return kept;
    throw problem;
  }
}

self.addEventListener("fetch", (event) => {
  const asked = new URL(event.request.url);
  if (event.request.method !== "GET" || asked.origin !== location.origin || KERNEL.test(asked.pathname)) return;
  // JupyterLite's listener would answer too.
  event.stopImmediatePropagation();
  event.respondWith(newestOrKept(event.request));
});

