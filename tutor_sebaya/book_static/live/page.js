// A live form in a page: a widget manager whose other end is Python in a web worker (worker.js).

const base = new URL('.', import.meta.url);

const modules = (...names) => new Promise((resolve, reject) => window.requirejs(names, (...found) => resolve(found), reject));
const asBuffer = (one) => (ArrayBuffer.isView(one) ? one.buffer.slice(one.byteOffset, one.byteOffset + one.byteLength) : one);

let number = 0;
const waiting = new Map(); // id of a message to Python -> what to call when it was answered

class Comm {
  constructor(id, live) {
    Object.assign(this, { comm_id: id, live });
  }
  on_msg(call) {
    this.said = call;
  }
  on_close(call) {
    this.closed = call;
  }
  send(data, callbacks, _metadata, buffers = []) {
    return this.#post('comm_msg', data, callbacks, buffers);
  }
  close(data, callbacks, _metadata, buffers = []) {
    return this.#post('comm_close', data, callbacks, buffers);
  }
  open() {
    return '';
  }
  #post(kind, data, callbacks, buffers) {
    const id = `${++number}`;
    waiting.set(id, callbacks);
    this.live.worker.postMessage({ kind, id, comm: this.comm_id, data: data ?? {}, buffers: buffers.map(asBuffer) });
    this.live.tell('busy', { busy: true });
    return id;
  }
}

export class Live {
  // site: addresses and language, see forms.js. scripts: kept when the widgets' scripts are there. tell(kind, facts): what
  // the page says.
  constructor(site, scripts, tell) {
    Object.assign(this, { site, tell, comms: new Map(), forms: new Map() });
    this.worker = new Worker(new URL('worker.js', base), { type: 'module' });
    this.worker.onmessage = ({ data }) => this[`_${data.kind}`](data);
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.#giveUp({ why: event.message ? 'mistake' : 'unreachable', where: event.message ? 'worker.js' : '' });
    };
    // Kept when the first form is there, broken when it couldn't be made.
    this.ready = new Promise((resolve, reject) => Object.assign(this, { isReady: resolve, isBroken: reject }));
    this.manager = scripts.then(() => modules('@jupyter-widgets/html-manager')).then(
      ([{ HTMLManager }]) => new HTMLManager({ loader: (name) => Promise.reject(new Error(`no module ${name} in this site`)) }),
    );
  }

  // The form, drawn into `place`.
  start(planner, scenario, place) {
    const id = `${++number}`;
    const shown = new Promise((resolve, reject) => this.forms.set(id, { place, resolve, reject }));
    this.worker.postMessage({ kind: 'start', id, planner, scenario, site: this.site });
    return shown;
  }

  stop() {
    this.worker.terminate();
    waiting.clear();
  }

  #giveUp(problem) {
    for (const { reject } of this.forms.values()) reject(problem);
    this.forms.clear();
    this.isBroken(problem);
    this.tell('stopped', problem);
  }

  _progress(facts) {
    this.tell('progress', facts);
  }
  _step(facts) {
    this.tell('step', facts);
  }
  _later(facts) {
    this.tell('later', facts);
  }
  _wrong(facts) {
    this.tell('wrong', facts);
  }

  _failed({ id, ...problem }) {
    this.forms.get(id)?.reject(problem);
    this.forms.delete(id);
    this.isBroken(problem);
  }

  async _shown({ id, model }) {
    const { place, resolve, reject } = this.forms.get(id);
    try {
      await this.order;
      const manager = await this.manager;
      const view = await manager.create_view(await manager.get_model(model));
      await manager.display_view(view, place);
      await view.displayed;
      this.forms.delete(id);
      this.isReady();
      resolve(place);
    } catch (problem) {
      reject(problem.why ? problem : { why: 'mistake', where: 'page.js' });
    }
  }

  async _comm({ type, comm, data, metadata, buffers, parent }) {
    const message = { content: { comm_id: comm, data }, metadata, buffers: buffers.map((one) => new DataView(one)), parent_header: { msg_id: parent } };
    // One after the other: the manager is there before the first, and a widget before its changes.
    this.order = (this.order ?? this.manager).then(() => this.#hear(type, comm, message)).catch(() => {});
  }

  async #hear(type, id, message) {
    if (type === 'comm_open') {
      const comm = new Comm(id, this);
      this.comms.set(id, comm);
      // Not waited for: a widget's parts may follow it.
      (await this.manager).handle_comm_open(comm, message).catch(() => this.tell('wrong', { where: 'page.js' }));
    } else if (type === 'comm_close') {
      this.comms.get(id)?.closed?.(message);
      this.comms.delete(id);
    } else {
      this.comms.get(id)?.said?.(message);
    }
  }

  _idle({ id }) {
    const callbacks = waiting.get(id);
    waiting.delete(id);
    // Behind the changes that Python sent before it.
    this.order = (this.order ?? Promise.resolve()).then(() => callbacks?.iopub?.status?.({ content: { execution_state: 'idle' } }));
    this.tell('busy', { busy: waiting.size > 0 });
  }
}

// From now on the page opens without a network too: see service-worker.js.
export async function keepOffline(root) {
  if (!navigator.serviceWorker) return;
  const script = new URL('service-worker.js', root);
  await navigator.serviceWorker.register(script, { scope: root.href, updateViaCache: 'none' });
  const { active } = await navigator.serviceWorker.ready;
  // What was loaded before there was a worker to see it.
  const used = performance.getEntriesByType('resource').map(({ name }) => name);
  active.postMessage({ keep: [location.href.split('#')[0], ...used, new URL('worker.js', base).href] });
}
