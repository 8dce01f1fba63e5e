// form-js itself, without a browser: reads one case a line, answers one line. Judges nothing of its own.
//
// case:   { schema, data, acts: [{ act: "type" | "add" | "remove", id, rows, value | row }] }
//         or { feel, data } for one expression
// answer: { visible, values, refused, applied, locked } or { unary, value }; { error } where form-js throws
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { JSDOM } from 'jsdom';

const dom = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true });
for (const name of [
  'window', 'document', 'Element', 'HTMLElement', 'Node', 'KeyboardEvent', 'Event', 'MouseEvent', 'DOMParser',
  'getComputedStyle', 'requestAnimationFrame', 'cancelAnimationFrame', 'MutationObserver',
]) {
  Object.defineProperty(globalThis, name, {
    value: name === 'window' ? dom.window : dom.window[name], configurable: true, writable: true,
  });
}
Object.defineProperty(globalThis, 'navigator', { value: dom.window.navigator, configurable: true });
dom.window.IntersectionObserver = globalThis.IntersectionObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

const require = createRequire(import.meta.url);
const { Form, runUnaryTestEvaluation } = require('@bpmn-io/form-js-viewer');
const { act } = require('preact/test-utils');
const feelin = await import('@bpmn-io/feelin');

const sameRows = (indexes, rows) => {
  const own = Object.values(indexes || {});
  return own.length === rows.length && own.every((row, at) => row === rows[at]);
};

class Case {
  constructor({ schema, data }) {
    this.container = document.createElement('div');
    document.body.appendChild(this.container);
    act(() => { this.form = new Form({ container: this.container, debounce: false }); });
    this.schema = schema;
    this.data = data;
  }

  async open() {
    let failed = null;
    await act(async () => { await this.form.importSchema(this.schema, this.data).catch(error => { failed = error; }); });
    if (failed) throw failed;
  }

  instance(id, rows) {
    return this.form.get('formFieldInstanceRegistry').getAll()
      .find(found => found.id === id && sameRows(found.indexes, rows));
  }

  // a container that may not be changed swallows the changes of what stands in it
  locked(id, rows) {
    const registry = this.form.get('formFieldRegistry');
    const language = this.form.get('expressionLanguage');
    let field = registry.get(id);
    while (field && field.type !== 'default') {
      const depth = this.lists(field);
      const instance = this.instance(field.id, rows.slice(0, depth));
      if (!instance) return true;
      const readonly = language.isExpression(field.readonly)
        ? runUnaryTestEvaluation(language, field.readonly, instance.expressionContextInfo) === true
        : field.readonly;
      if (field.disabled || readonly) return true;
      field = registry.get(field._parent);
    }
    return false;
  }

  lists(field) {
    const registry = this.form.get('formFieldRegistry');
    let depth = 0;
    for (let above = registry.get(field._parent); above; above = registry.get(above._parent)) {
      if (above.type === 'dynamiclist') depth += 1;
    }
    return depth;
  }

  element(id, rows, suffix = '') {
    const name = [`fjs-form-${this.form._id}-${id}`, ...rows].join('_') + suffix;
    return document.getElementById(name);
  }

  apply(step) {
    const { act: kind, id, rows, value } = step;
    const instance = this.instance(id, rows);
    if (!instance) return false;
    const field = this.form.get('formFieldRegistry').get(id);
    const locked = this.locked(id, rows);
    if (kind === 'add' || kind === 'remove') return this.changeRows(field, step);
    if (['textfield', 'textarea', 'number'].includes(field.type)) {
      const input = this.element(id, rows);
      act(() => {
        const prototype = field.type === 'textarea' ? dom.window.HTMLTextAreaElement : dom.window.HTMLInputElement;
        Object.getOwnPropertyDescriptor(prototype.prototype, 'value').set.call(input, value);
        input.dispatchEvent(new Event('input', { bubbles: true }));
      });
      return !locked;
    }
    if (field.type === 'checkbox') {
      const input = this.element(id, rows);
      if (input.checked !== value && !input.disabled) act(() => { input.click(); });
      return !locked;
    }
    if (locked) return false;
    act(() => { this.form._update({ fieldInstance: this.instance(id, rows), value }); });
    return true;
  }

  changeRows(field, { act: kind, id, rows, row }) {
    const label = this.element(id, rows);
    if (!label) return false;
    const list = label.closest('.fjs-form-field-dynamiclist');
    const own = found => found.closest('.fjs-form-field-dynamiclist') === list;
    const selector = kind === 'add' ? '.fjs-repeat-render-add' : '.fjs-repeat-row-remove';
    const button = [...list.querySelectorAll(selector)].filter(own)[kind === 'add' ? 0 : row];
    if (!button || button.disabled || this.locked(id, rows)) return false;
    act(() => { button.click(); });
    return true;
  }

  answer(acts) {
    const applied = acts.map(step => this.apply(step));
    const result = this.form.submit();
    const registry = this.form.get('formFieldRegistry');
    const refused = [];
    const collect = (id, found, rows) => {
      if (Array.isArray(found) && found.every(item => typeof item === 'string')) refused.push([id, ...rows]);
      else Object.entries(found || {}).forEach(([row, inner]) => inner && collect(id, inner, [...rows, Number(row)]));
    };
    Object.entries(result.errors).forEach(([id, found]) => collect(id, found, []));
    const instances = this.form.get('formFieldInstanceRegistry').getAll().filter(found => found.id !== this.schema.id);
    return {
      visible: instances.map(found => [found.id, ...Object.values(found.indexes || {})]),
      locked: instances.map(found => [found.id, ...Object.values(found.indexes || {})])
        .filter(([id, ...rows]) => this.locked(id, rows) && registry.get(id)),
      values: result.data,
      refused,
      applied,
    };
  }

  close() {
    act(() => { this.form.destroy(); });
    this.container.remove();
  }
}

function feel({ feel: source, data }) {
  const run = verb => {
    try {
      const { value } = feelin[verb](source, data);
      return typeof value === 'function' || value === undefined ? { value: 'function' } : { value };
    } catch (error) {
      return { failed: error.message };
    }
  };
  return { unary: run('unaryTest'), plain: run('evaluate') };
}

async function answer(given) {
  if ('feel' in given) return feel(given);
  if ('pattern' in given) return { found: given.texts.map(text => new RegExp(given.pattern).test(text)) };
  const opened = new Case(given);
  try {
    await opened.open();
    return opened.answer(given.acts);
  } finally {
    opened.close();
  }
}

console.error = console.warn = () => {};
for await (const line of createInterface({ input: process.stdin })) {
  const given = JSON.parse(line);
  let found;
  try {
    found = await answer(given);
  } catch (error) {
    found = { error: String(error && error.message) };
  }
  process.stdout.write(`${JSON.stringify(found)}\n`);
}
