"""Other people's tools take the shipped diagrams as they are: bpmn-js in a browser, and bpmnlint."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.node_tools import NodeTools
from tests.sops.drawn import DIAGRAMS, ROOT, drawn, name_of

VIEWER = ROOT / "webui" / "static" / "vendor" / "bpmn-navigated-viewer.min.js"
IMPORT = """async xml => {
  const viewer = new BpmnJS({ container: "#canvas" });
  const { warnings } = await viewer.importXML(xml);
  const shown = viewer.get("elementRegistry").getAll().map(element => element.id);
  const { xml: saved } = await viewer.saveXML();
  viewer.destroy();
  return { warnings: warnings.map(warning => warning.message), shown, saved };
}"""


@pytest.fixture(scope="module")
def viewer(chromium: Browser) -> Iterator[Page]:
    """An empty page with the viewer that Alur ships."""
    page = chromium.new_page()
    page.set_content('<div id="canvas" style="width: 1200px; height: 700px"></div>')
    page.add_script_tag(path=VIEWER)
    yield page
    page.close()


def test_bpmn_js_opens_every_diagram_without_a_warning(viewer: Page) -> None:
    for path in DIAGRAMS:
        opened = viewer.evaluate(IMPORT, path.read_text(encoding="utf-8"))
        assert opened["warnings"] == [], name_of(path)
        d = drawn(path)
        elements = [*d.all("b:participant"), *d.lanes, *d.nodes, *d.flows, *d.all("b:textAnnotation")]
        assert {element.get("id") for element in elements} <= set(opened["shown"]), name_of(path)
        assert "camunda:formRef=" in opened["saved"]


def test_bpmnlint_finds_nothing_to_say(node: NodeTools) -> None:
    said = json.loads(node.run("lint.mjs", *(str(path) for path in DIAGRAMS)))
    assert said == {str(path): [] for path in DIAGRAMS}
