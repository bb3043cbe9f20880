// Puts a button before each planner's form; the form's scripts are loaded when it is pressed, from this book's own host.
(() => {
  'use strict';

  const { scripts, words: given } = document.currentScript.dataset;
  const words = JSON.parse(given);
  const base = new URL('.', document.currentScript.src);
  const load = (name) =>
    new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement('script'), { src: new URL(name, base), onload: resolve, onerror: reject });
      document.head.append(script);
    });

  let loading;
  const boxes = [...document.querySelectorAll('script[type="application/vnd.jupyter.widget-view+json"]')].map((view) => {
    const box = Object.assign(document.createElement('div'), { className: 'show-form' });
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: words.show });
    const note = Object.assign(document.createElement('p'), { textContent: words.size });
    note.setAttribute('role', 'status');
    box.append(button, note);
    view.before(box);
    return { box, button, note };
  });

  async function show() {
    for (const { button, note } of boxes) {
      button.disabled = true;
      note.textContent = words.loading;
    }
    try {
      loading ??= scripts.split(' ').reduce((before, name) => before.then(() => load(name)), Promise.resolve());
      await loading;
      for (const { box } of boxes) box.remove();
    } catch {
      loading = undefined;
      for (const { button, note } of boxes) {
        button.disabled = false;
        note.textContent = words.failed;
      }
    }
  }
  for (const { button } of boxes) button.addEventListener('click', show);
})();
