// Python of a planner: a web worker that brings Pyodide, starts tutor_sebaya.live and passes messages on.
//
// Files come from this site's folder pyodide/, listed with their SHA-256 in live.json, and stay in this browser's cache
// under address and hash: what hasn't changed is never loaded twice, not even after a new publication.

const scope = globalThis;
const wait = { };            // name -> promise of a file's bytes
let list, folder, store, python, live, language;

const say = (kind, more = {}, transfer = []) => scope.postMessage({ kind, ...more }, transfer);

class Unreachable extends Error {}

// --- files ---------------------------------------------------------------------------------------------------------

const address = (name) => `${folder}${name}?sha256=${list.files[name].sha256}`;

async function open(site) {
  folder = site.folder;
  // Without https (or localhost) a browser has no cache for this: then every start loads again.
  store = scope.caches && (await scope.caches.open(site.cache).catch(() => undefined));
  const at = `${folder}live.json`;
  try {
    const answer = await fetch(at, { cache: 'no-cache' });
    if (!answer.ok) throw new Unreachable(`${answer.status} live.json`);
    await store?.put(at, answer.clone());
    list = await answer.json();
  } catch (problem) {
    const kept = await store?.match(at);
    if (!kept) throw problem instanceof Unreachable ? problem : new Unreachable(String(problem));
    list = await kept.json();
  }
}

const loaded = new Map();
function count(name, share) {
  loaded.set(name, share);
  let bytes = 0;
  for (const [one, part] of loaded) bytes += part * list.files[one].compressed;
  say('progress', { bytes, of: list.start.reduce((sum, one) => sum + list.files[one].compressed, 0) });
}

async function whole(answer, name) {
  const { size } = list.files[name];
  const parts = [];
  let length = 0;
  let told = 0;
  for (let reader = answer.body.getReader(), read; !(read = await reader.read()).done; ) {
    parts.push(read.value);
    length += read.value.length;
    if (length - told > size / 50) {
      told = length;
      count(name, Math.min(length / size, 1));
    }
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

async function isRight(bytes, name) {
  const { size, sha256 } = list.files[name];
  if (bytes.length !== size) return false;
  if (!scope.crypto?.subtle) return true;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((one) => one.toString(16).padStart(2, '0')).join('') === sha256;
}

const TYPES = { wasm: 'application/wasm', mjs: 'text/javascript' };
const answered = (bytes, name) =>
  new Response(bytes, { headers: { 'Content-Type': TYPES[name.split('.').pop()] ?? 'application/octet-stream' } });

// A file as a response; from the cache, or from the site and then into the cache.
async function bring(name) {
  const at = address(name);
  const kept = await store?.match(at);
  if (kept) {
    count(name, 1);
    return kept;
  }
  let answer;
  let bytes;
  try {
    answer = await fetch(at, store ? { cache: 'no-store' } : {});
    if (answer.ok) bytes = await whole(answer, name);
  } catch (problem) {
    throw new Unreachable(String(problem));
  }
  // A network that answers everything with its own sign-in page must not get into the cache.
  if (!bytes || !(await isRight(bytes, name))) throw new Unreachable(`${answer.status} ${name}`);
  count(name, 1);
  // Full or forbidden: then the next start loads again.
  store?.put(at, answered(bytes, name)).catch(() => {});
  return answered(bytes, name);
}

const bytesOf = async (name) => new Uint8Array(await (await (wait[name] ??= bring(name))).arrayBuffer());

async function imported(name) {
  const script = URL.createObjectURL(new Blob([await bytesOf(name)], { type: 'text/javascript' }));
  return import(script);
}

// What an earlier publication left.
async function tidy() {
  const wanted = new Set([`${folder}live.json`, ...Object.keys(list.files).map(address), ...Object.values(warm)]);
  for (const request of (await store?.keys()) ?? []) if (!wanted.has(request.url)) await store.delete(request);
}

// --- a warm start --------------------------------------------------------------------------------------------------

// The first start leaves two files of its own in the cache: Python's memory when it had just started, and the modules as
// they were compiled. With them a start takes half of the time; without them, or where they don't fit, it is a cold one.
const warm = {}; // 'memory' and 'modules' -> address in the cache

function nameWarmth() {
  const state = list.start.map((name) => list.files[name].sha256.slice(0, 8)).join('');
  for (const one of ['memory', 'modules']) warm[one] = `${folder}${one}?of=${state}`;
}
const warmth = async (one) => {
  const kept = await store?.match(warm[one]);
  return kept && new Uint8Array(await kept.arrayBuffer());
};
const keepWarm = (one, bytes) => store?.put(warm[one], new Response(bytes)).catch(() => {});
const coolDown = () => Promise.all(Object.values(warm).map((at) => store?.delete(at)));

function keepModules() {
  const modules = live.compiled_modules();
  if (modules) {
    keepWarm('modules', modules.toJs());
    modules.destroy();
  }
}

// --- packages that come when Python imports them -------------------------------------------------------------------

// Python's import can't wait for a promise; a worker may ask synchronously.
function fetchNow(name) {
  const files = list.later[name] ?? [];
  say('later', { name, bytes: files.reduce((sum, one) => sum + list.files[one].compressed, 0) });
  try {
    for (const file of files) {
      if (loaded.get(file) === 'there') continue;
      const asked = new XMLHttpRequest();
      asked.open('GET', address(file), false);
      asked.responseType = 'arraybuffer';
      asked.send();
      if (asked.status !== 200 || asked.response.byteLength !== list.files[file].size) return false;
      const bytes = new Uint8Array(asked.response);
      python.unpackArchive(bytes, 'wheel');
      loaded.set(file, 'there');
      store?.put(address(file), answered(bytes, file)).catch(() => {});
    }
    return true;
  } catch {
    return false;
  } finally {
    say('later', {});
  }
}

// --- Python --------------------------------------------------------------------------------------------------------

function post(kind, text, buffers) {
  const parts = buffers.toJs({ create_pyproxies: false }).map((one) => new Uint8Array(one).slice().buffer);
  buffers.destroy?.();
  say(kind, { ...JSON.parse(text), buffers: parts, parent: current }, parts);
}

async function begin(site) {
  if (!scope.WebAssembly) throw new Error('no WebAssembly');
  await open(site);
  nameWarmth();
  if (site.cold) await coolDown();
  language = site.language;
  for (const name of list.start) (wait[name] ??= bring(name)).catch(() => {});
  const [{ loadPyodide }, { default: createPyodideModule }] = await Promise.all(['pyodide.mjs', 'pyodide.asm.mjs'].map(imported));
  // Pyodide fetches by name; the files are here or on their way.
  const plain = scope.fetch;
  scope.fetch = (asked, ...rest) => {
    const name = String(asked?.url ?? asked).slice(folder.length);
    return list.files[name] ? (wait[name] ??= bring(name)) : plain(asked, ...rest);
  };
  await Promise.all(list.start.map((name) => (wait[name] ??= bring(name))));
  say('step', { step: 'python' });
  const memory = await warmth('memory');
  const modules = await warmth('modules');
  try {
    await startPython(loadPyodide, createPyodideModule, memory, modules);
  } catch (problem) {
    if (!memory && !modules) throw problem;
    // A browser may have changed since: once more, cold, with the files read again.
    await coolDown();
    for (const name of list.start) delete wait[name];
    await startPython(loadPyodide, createPyodideModule);
  }
  scope.fetch = plain;
  for (const name of Object.keys(wait)) delete wait[name];
  tidy().catch(() => {});
}

async function startPython(loadPyodide, createPyodideModule, memory, modules) {
  python = await loadPyodide({
    indexURL: folder,
    createPyodideModule,
    lockFileContents: { info: list.info, packages: {} },
    // What Python prints is for nobody here, and could name pupils.
    stdout: () => {},
    stderr: () => {},
    ...(memory ? { _loadSnapshot: memory } : { _makeSnapshot: Boolean(store) }),
  });
  if (!memory && store) keepWarm('memory', python.makeMemorySnapshot());
  if (modules) python.unpackArchive(modules, 'wheel');
  else for (const name of list.start.filter((one) => one.endsWith('.whl'))) python.unpackArchive(await bytesOf(name), 'wheel');
  say('step', { step: 'form' });
  live = python.pyimport('tutor_sebaya.live');
  live.connect(post, fetchNow, Object.keys(list.later), language);
}

let begun;
let current = '';
const kindOf = (problem) =>
  !scope.WebAssembly || problem instanceof WebAssembly.CompileError ? 'wasm' : problem instanceof Unreachable ? 'unreachable' : 'mistake';
// The last line of a Python error names its kind; the rest may hold data.
const place = (problem) => String(problem?.type ?? problem?.name ?? 'Error');

scope.onmessage = async ({ data }) => {
  if (data.kind === 'start') {
    try {
      await (begun ??= begin(data.site));
      current = '';
      say('shown', { id: data.id, model: live.start(data.planner, data.scenario, language) });
      if (store) setTimeout(keepModules, 3000);
    } catch (problem) {
      begun = live ? begun : undefined;
      say('failed', { id: data.id, why: kindOf(problem), where: place(problem), offline: !navigator.onLine });
    }
    return;
  }
  current = data.id;
  try {
    const wrong = live.receive(data.kind, data.comm, JSON.stringify(data.data), data.buffers.map((one) => new Uint8Array(one)));
    if (wrong) say('wrong', { where: wrong });
  } catch (problem) {
    say('wrong', { where: place(problem) });
  } finally {
    say('idle', { id: data.id });
  }
};
