// Puts a button before each planner's form. Pressed, it loads what is needed from this book's own host: the form as it
// was when the page was made, and, where the site has Python (data-site), the same form alive (live/page.js).
(() => {
  'use strict';

  const { scripts, words: given, site } = document.currentScript.dataset;
  const words = JSON.parse(given);
  const base = new URL('.', document.currentScript.src);
  const language = document.documentElement.lang || 'id';
  const canLive = site !== undefined && location.protocol !== 'file:';
  const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';

  const element = (tag, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };
  const fill = (sentence, facts) => sentence.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? '');
  const megabytes = (bytes) => (bytes / 1e6).toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

  const load = (name) =>
    new Promise((resolve, reject) => {
      const script = element('script', { src: new URL(name, base), onload: resolve, onerror: () => reject({ why: 'unreachable' }) });
      document.head.append(script);
    });
  let loading;
  const loadScripts = () =>
    (loading ??= scripts
      .split(' ')
      .reduce((before, name) => before.then(() => load(name)), Promise.resolve())
      .catch((problem) => {
        loading = undefined;
        throw problem;
      }));

  // What a form in the page started from lies in the state of its widgets.
  let state;
  function startOf(view) {
    state ??= JSON.parse(document.querySelector('script[type="application/vnd.jupyter.widget-state+json"]').textContent).state;
    return state[JSON.parse(view.textContent).model_id].state.started_from;
  }

  // --- what the page says of a form

  class Form {
    constructor(place, started) {
      this.started = started;
      this.button = element('button', { type: 'button', textContent: canLive ? words.start : words.show });
      this.note = element('p', { textContent: canLive || site === undefined ? words.size : words.file });
      this.note.setAttribute('role', 'status');
      this.bar = element('progress', { hidden: true, max: 1 });
      this.bar.setAttribute('aria-label', words.loading);
      this.box = element('div', { className: 'show-form' }, this.button, this.note, this.bar);
      this.fixed = element('div', { className: 'form-as-made', hidden: true });
      this.live = element('div', { className: 'live-form', tabIndex: -1 });
      this.live.setAttribute('role', 'group');
      this.live.setAttribute('aria-label', words.alive);
      this.said = element('p', { className: 'live-note' });
      this.said.setAttribute('role', 'status');
      place.before(this.box, this.fixed);
      if (place.matches(VIEW)) this.fixed.append(place);
      else place.remove();
      this.button.addEventListener('click', () => this.press());
    }

    async press() {
      this.button.disabled = true;
      this.fixed.hidden = false;
      this.fixed.inert = canLive;
      this.tell(words.loading);
      if (canLive) this.bar.hidden = false;
      try {
        await (canLive ? this.animate() : loadScripts());
        this.box.remove();
      } catch (problem) {
        this.fail(problem);
      }
    }

    async animate() {
      const live = await alive();
      shown.add(this);
      this.fixed.after(this.live);
      const { planner, scenario = '' } = this.started();
      await live.start(planner, scenario, this.live);
      this.fixed.remove();
      this.live.before(this.said);
      this.live.focus();
      this.say(words.ready);
      // The others have nothing left to download.
      for (const form of forms) if (!form.button.disabled) form.tell('');
    }

    fail({ why, where, offline } = {}) {
      this.live.remove();
      this.fixed.inert = false;
      this.bar.hidden = true;
      this.button.disabled = false;
      this.button.textContent = words.again;
      const reason = offline && why === 'unreachable' ? words.offline : (words[why] ?? words.mistake);
      this.tell(fill(site === undefined ? words.failed : reason, { where: where ?? '?' }));
    }

    tell(words) {
      this.note.textContent = words;
    }
    say(words) {
      this.said.textContent = words;
    }
  }

  // --- Python, one for all forms of the page

  const shown = new Set();
  const everywhere = (words) => shown.forEach((form) => form.say(words));
  let begun;
  let cold = false; // after a start that failed
  let told = -1;
  let slow;
  let trouble = false;
  const heard = {
    progress({ bytes, of }) {
      const share = Math.min(bytes / of, 1);
      const facts = { bytes: megabytes(bytes), of: megabytes(of) };
      for (const form of forms) {
        form.bar.value = share;
        // Read aloud, every tenth is enough.
        if (!form.bar.hidden && Math.floor(share * 10) !== told) form.tell(fill(words.progress, facts));
      }
      told = Math.floor(share * 10);
    },
    step({ step }) {
      for (const form of forms) if (!form.bar.hidden) (form.bar.removeAttribute('value'), form.tell(words[step]));
    },
    busy({ busy }) {
      if (busy) {
        trouble = false;
        slow ??= setTimeout(() => everywhere(words.busy), 1500);
      } else {
        clearTimeout(slow);
        slow = undefined;
        if (!trouble) everywhere('');
      }
    },
    later({ name, bytes }) {
      if (name) everywhere(fill(words.later, { name, size: megabytes(bytes) }));
    },
    wrong(facts) {
      trouble = true;
      everywhere(fill(words.mistake, facts));
    },
    stopped() {
      begun = undefined;
      trouble = true;
      everywhere(words.stopped);
    },
  };

  function alive() {
    const root = new URL(site, base);
    const folder = new URL('pyodide/', root).href;
    begun ??= import(new URL('live/page.js', base).href).then(
      ({ Live, keepOffline }) => {
        const files = { folder, cache: `tutor-sebaya ${root.pathname} python`, language, cold };
        const live = new Live(files, loadScripts(), (kind, facts) => heard[kind](facts));
        live.ready.then(
          () => keepOffline(root),
          () => {
            live.stop();
            cold = true;
            begun = undefined;
          },
        );
        return live;
      },
      () => {
        begun = undefined;
        throw { why: 'unreachable', offline: !navigator.onLine };
      },
    );
    return begun;
  }

  const forms = [...document.querySelectorAll(`${VIEW}, .planner-here`)].map(
    (place) => new Form(place, place.matches(VIEW) ? () => startOf(place) : () => startHere(place)),
  );
  function startHere({ dataset }) {
    return { planner: dataset.planner, scenario: document.getElementById(dataset.scenario)?.textContent };
  }
})();
