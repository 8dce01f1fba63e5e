// Reads diagrams the way Camunda Modeler does and prints, for each file, what the reader and bpmnlint say.
// Usage: node lint.mjs file.bpmn ...
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { BpmnModdle } = require("bpmn-moddle");
const Linter = require("bpmnlint/lib/linter");
const NodeResolver = require("bpmnlint/lib/resolver/node-resolver");
const camunda = require("camunda-bpmn-moddle/resources/camunda.json");

// a new one for each file: some rules remember the ids they have seen
const linter = () =>
  new Linter({
    config: { extends: ["bpmnlint:recommended", "plugin:camunda-compat/camunda-platform-7-24"] },
    resolver: new NodeResolver({ require }),
  });

const found = {};
for (const file of process.argv.slice(2)) {
  const moddle = new BpmnModdle({ camunda });
  const { rootElement, warnings } = await moddle.fromXML(await readFile(file, "utf8"));
  const reports = await linter().lint(rootElement);
  found[file] = [
    ...warnings.map((warning) => warning.message),
    ...Object.entries(reports).flatMap(([rule, said]) =>
      said.map(({ id, message }) => `${rule}: ${id}: ${message}`),
    ),
  ];
}
process.stdout.write(JSON.stringify(found));
