// Makes forms of the self-checks in a page. Without this file, the page shows the same questions and answers as text.
// Words come from the page (#self-check-words), in its language. Answers stay in this browser; nothing is sent.
(() => {
  'use strict';

  const KEY = 'tutor-sebaya:1:check:';
  const words = JSON.parse(document.getElementById('self-check-words').textContent);
  const say = (name, values = {}) => words[name].replace(/\{(\w+)\}/g, (_, place) => values[place]);
  const items = (list) => [...list.children];
  const same = (a, b) => a.length === b.length && a.every((one, place) => one === b[place]);
  const letter = (place) => String.fromCharCode(65 + place);
  const make = (tag, properties = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };
  const live = (tag, className) => {
    const node = make(tag, { className });
    node.setAttribute('role', 'status');
    return node;
  };

  // Kept for each check: {a: [numbers], r: right?}, each by a key of its own, so that pages that are open side by side
  // don't write over each other's answers. A browser may refuse to keep; answers then last as long as the page.
  let memory = {};
  let refused = false;

  function sound(text) {
    try {
      const one = JSON.parse(text);
      return Array.isArray(one.a) && one.a.every(Number.isInteger) && typeof one.r === 'boolean' ? one : null;
    } catch {
      // Broken text is as good as none.
      return null;
    }
  }

  function kept() {
    if (refused) return memory;
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(KEY));
      const found = keys.map((key) => [key.slice(KEY.length), sound(localStorage.getItem(key))]);
      return Object.fromEntries(found.filter(([, one]) => one));
    } catch {
      refused = true;
      return memory;
    }
  }

  function keep(changes) {
    for (const [id, one] of Object.entries(changes)) {
      try {
        if (!refused && one) localStorage.setItem(KEY + id, JSON.stringify(one));
        else if (!refused) localStorage.removeItem(KEY + id);
      } catch {
        memory = kept();
        refused = true;
      }
      if (refused) one ? (memory[id] = one) : delete memory[id];
    }
    showProgress();
  }

  const forget = (ids) => keep(Object.fromEntries(ids.map((id) => [id, null])));

  // A kind reads and writes its answer, a list of numbers; `judged` gives the items that get a mark, `feedback` the
  // entries of the answers that a reader has earned: [label, number of the entry].
  function chosen(check) {
    const several = check.kind === 'several';
    const boxes = check.items.map((item) => {
      const box = make('input', { type: several ? 'checkbox' : 'radio', name: check.id });
      const text = make('span', {}, ...item.firstElementChild.childNodes);
      item.replaceChildren(make('label', { className: 'self-check-option' }, box, text));
      return box;
    });
    return {
      read: () => boxes.flatMap((box, place) => (box.checked ? [place] : [])),
      write: (answer) => boxes.forEach((box, place) => (box.checked = answer.includes(place))),
      valid: (answer) => answer.length > 0 && answer.every((place) => place in boxes),
      judged: (answer) => answer.map((place) => [check.items[place], check.answer.includes(place)]),
      summary(answer) {
        const n = check.answer.filter((place) => !answer.includes(place)).length;
        return several && n ? say('missed', { n }) : '';
      },
      feedback: (answer) => answer.map((place) => [several ? `${letter(place)}.` : '', place]),
      first: () => boxes[0],
    };
  }

  function ordered(check) {
    const start = check.items;
    const all = start.length;
    const list = make('ol', { className: 'self-check-options' }, ...start);
    check.list.replaceWith(list);
    check.list = list;
    const ends = () =>
      items(list).forEach((item, n) => {
        const [up, down] = item.querySelectorAll('button');
        up.disabled = n === 0;
        down.disabled = n === all - 1;
      });
    const move = (item, down, button) => {
      if (down) item.nextElementSibling.after(item);
      else item.previousElementSibling.before(item);
      ends();
      check.clear(make('p', { textContent: say('moved', { n: items(list).indexOf(item) + 1, all }) }));
      // A moved node loses the focus, and a button at the end can't hold it.
      (button.disabled ? item.querySelector('button:enabled') : button).focus();
    };
    start.forEach((item) => {
      const name = item.textContent.trim();
      const [up, down] = ['up', 'down'].map((key) => {
        const button = make('button', { type: 'button', className: 'self-check-move' }, key === 'up' ? '↑' : '↓');
        button.setAttribute('aria-label', say(key, { item: name }));
        button.addEventListener('click', () => move(item, key === 'down', button));
        return button;
      });
      const text = make('span', {}, ...item.firstElementChild.childNodes);
      item.replaceChildren(make('div', { className: 'self-check-row' }, text, up, down));
    });
    const right = (answer) => [...answer.keys()].filter((n) => answer[n] === check.answer[n]);
    return {
      read: () => items(list).map((item) => start.indexOf(item)),
      write(answer) {
        list.append(...(answer.length ? answer.map((n) => start[n]) : start));
        ends();
      },
      valid: (answer) => same([...answer].sort((a, b) => a - b), [...start.keys()]),
      judged: (answer) => answer.map((one, n) => [start[one], one === check.answer[n]]),
      summary: (answer) => say('placed', { right: right(answer).length, all }),
      feedback: (answer) => right(answer).map((n) => [`${n + 1}.`, n]),
      first: () => list.querySelector('button:enabled'),
    };
  }

  function matched(check) {
    const letters = items(check.root.querySelector('.self-check-definitions'));
    const names = check.items.map((item) => item.textContent.trim());
    const selects = check.items.map((item, n) => {
      const select = make('select', { id: `${check.id}-${n}` }, new Option(say('select'), ''));
      letters.forEach((one, place) => select.add(new Option(`${letter(place)}. ${one.textContent.trim()}`, place)));
      item.replaceChildren(make('label', { htmlFor: select.id }, ...item.firstElementChild.childNodes), select);
      return select;
    });
    const right = (answer) => [...answer.keys()].filter((n) => answer[n] === check.answer[n]);
    return {
      read: () => selects.map((select) => (select.value === '' ? -1 : Number(select.value))),
      write: (answer) => selects.forEach((select, n) => (select.value = answer[n] ?? '')),
      valid: (answer) => answer.length === selects.length && answer.every((place) => place in letters),
      judged: (answer) => answer.map((one, n) => [check.items[n], one === check.answer[n]]),
      summary: (answer) => say('matched', { right: right(answer).length, all: selects.length }),
      feedback: (answer) => right(answer).map((n) => [`${names[n]}:`, n]),
      first: () => selects.find((select) => select.value === '') ?? selects[0],
    };
  }

  const KINDS = { choice: chosen, several: chosen, case: chosen, order: ordered, match: matched };

  function enhance(root) {
    const list = root.querySelector('.self-check-options');
    const check = { root, list, items: items(list), id: root.dataset.check, kind: root.dataset.kind };
    check.answer = root.dataset.answer.split(' ').map(Number);
    const details = root.querySelector('details');
    const entries = items(details.querySelector('ol, ul'));
    const status = live('div');
    const again = make('button', { type: 'button', textContent: say('again') });
    const press = make('button', { className: 'self-check-check', textContent: say('check') });
    const asked = list.previousElementSibling;
    const set = make('fieldset', {}, make('legend', {}, ...asked.childNodes));
    const form = make('form', { autocomplete: 'off' }, set);
    form.append(make('div', { className: 'self-check-buttons' }, press, again), status);
    asked.replaceWith(form);
    set.append(list, ...root.querySelectorAll('.self-check-definitions'));

    check.clear = (...told) => {
      root.querySelectorAll('.self-check-mark').forEach((mark) => mark.remove());
      status.className = 'self-check-status';
      status.replaceChildren(...told);
    };
    const kind = KINDS[check.kind](check);

    function judge(answer) {
      check.clear();
      const verdict = (right) => ({ textContent: say(right ? 'right' : 'wrong'), className: right ? 'is-right' : 'is-wrong' });
      kind.judged(answer).forEach(([item, right]) => {
        const mark = make('span', verdict(right));
        mark.classList.add('self-check-mark');
        item.append(mark);
      });
      const right = same(answer, check.answer);
      const told = [make('p', {}, make('strong', verdict(right)), ` ${kind.summary(answer)}`)];
      for (const [label, place] of kind.feedback(answer)) {
        const copy = entries[place].cloneNode(true);
        copy.querySelectorAll('.self-check-verdict').forEach((one) => one.remove());
        if (label) copy.firstElementChild.prepend(make('strong', { textContent: label }), ' ');
        told.push(...copy.childNodes);
      }
      status.classList.add(right ? 'is-right' : 'is-wrong');
      status.append(...told);
      details.hidden = again.hidden = false;
      return right;
    }

    const given = () => {
      const one = kept()[check.id];
      return one && kind.valid(one.a) ? one.a : [];
    };
    let shown = [];
    check.show = () => {
      shown = given();
      check.clear();
      kind.write(shown);
      details.hidden = again.hidden = true;
      details.open = false;
      if (shown.length) judge(shown);
    };
    // Told late of what this page knows already, it would undo a choice that isn't checked yet.
    check.follow = () => same(given(), shown) || check.show();
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const a = kind.read();
      if (!kind.valid(a)) {
        check.clear(make('p', { textContent: say(check.kind === 'match' ? 'match' : 'choose') }));
        kind.first().focus();
        return;
      }
      const r = judge(a);
      keep({ [check.id]: { a, r } });
      shown = a;
    });
    form.addEventListener('change', () => check.clear());
    again.addEventListener('click', () => {
      forget([check.id]);
      check.show();
      kind.first().focus();
    });
    root.classList.add('is-form');
    check.show();
    return check;
  }

  const roots = [...document.querySelectorAll('.self-check')];
  const tables = document.querySelectorAll('.check-progress');
  const checks = roots.map(enhance);
  const ids = checks.map((check) => check.id);
  const lines = [];

  function count(wanted) {
    const answers = kept();
    const done = wanted.filter((id) => answers[id]);
    return { all: wanted.length, answered: done.length, right: done.filter((id) => answers[id].r).length };
  }

  function showProgress() {
    lines.forEach((line) => (line.textContent = say('chapter', count(ids)) + (refused ? ` ${say('unkept')}` : '')));
    tables.forEach((table) => {
      const chapters = JSON.parse(table.dataset.checks);
      [...chapters, chapters.flat()].forEach((wanted, n) => {
        const { cells } = table.querySelectorAll('tbody tr')[n];
        const { answered, right } = count(wanted);
        cells[2].textContent = answered;
        cells[3].textContent = right;
      });
    });
  }

  function remover(name, wanted) {
    const told = live('span');
    const button = make('button', { type: 'button', textContent: say(name) });
    button.addEventListener('click', () => {
      if (!window.confirm(say(`${name}_sure`))) return;
      forget(wanted());
      checks.forEach((check) => check.show());
      told.textContent = say('gone');
    });
    return make('div', { className: 'self-check-buttons on-screen' }, button, told);
  }

  if (roots.length) {
    lines.push(...[0, 1].map(() => make('p', { className: 'on-screen' })));
    document.querySelector('.chapter-opening')?.append(lines[0]);
    roots.at(-1).after(lines[1], remover('forget', () => ids));
  }
  tables.forEach((table) => table.append(remover('reset', () => Object.keys(kept()))));
  showProgress();
  // Another tab, or the way back to this page, may have changed what is kept.
  window.addEventListener('storage', ({ key }) => {
    checks.filter(({ id }) => key === null || key === KEY + id).forEach((check) => check.follow());
    showProgress();
  });
  window.addEventListener('pageshow', showProgress);
  // Paper shows the answers, also in browsers that don't open details by style.
  const paper = ({ type }) => roots.forEach((root) => (root.querySelector('details').open = type === 'beforeprint'));
  window.addEventListener('beforeprint', paper);
  window.addEventListener('afterprint', paper);
})();
