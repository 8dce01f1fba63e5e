// Stands in for the package "domify" in the bundles: inline styles of HTML text are set one by one afterwards.
// The pages' content security policy refuses style attributes in HTML text, and no page makes an exception.
import parse from "./node_modules/domify/index.js";

export default function domify(text, document) {
  const made = parse(text.replace(/\sstyle="/g, ' data-style="'), document);
  for (const node of [made, ...(made.querySelectorAll?.("[data-style]") ?? [])]) {
    if (!node.dataset?.style) continue;
    node.style.cssText = node.dataset.style;
    delete node.dataset.style;
  }
  return made;
}
