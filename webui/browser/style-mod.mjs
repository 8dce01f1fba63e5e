// Stands in for the package "style-mod" in the bundles: the styles of a text field with syntax go into a style
// sheet of the document, not into a style element, which the pages' content security policy refuses.
import { StyleModule as Original } from "./node_modules/style-mod/src/style-mod.js";

const places = new WeakMap();

function sheetOf(root) {
  if (!root.head) return root;
  if (!places.has(root)) {
    places.set(root, {
      ownerDocument: root,
      get adoptedStyleSheets() { return root.adoptedStyleSheets; },
      set adoptedStyleSheets(sheets) { root.adoptedStyleSheets = sheets; },
    });
  }
  return places.get(root);
}

export class StyleModule extends Original {
  static mount(root, modules, options) {
    Original.mount(sheetOf(root), modules, options);
  }
}
